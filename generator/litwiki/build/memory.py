"""Memory that nobody needs any more, given back to the system."""

import ctypes
import sys


def give_back() -> None:
    """Gives free memory back between stages.

    glibc keeps what a stage freed wherever something above it in the heap is still used, and the next stage, whose
    tables have other sizes, asks for more. `malloc_trim` (malloc_trim(3)) returns free pages in the middle, too. Other
    C libraries do without.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim:
            trim(0)
