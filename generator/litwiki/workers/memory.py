"""The memory of a process: how seldom it looks for cycles, and free memory that it gives back to the system."""

import gc
import sys


def collect_young() -> None:
    """Lets this process look for cycles among young values only, and among many at a time: a great many values stay,
    and to look through them again and again takes a tenth of an ingest's time. What is there already is left out."""
    gc.set_threshold(100_000, 10, 1_000)
    gc.freeze()


def give_back() -> None:
    """Gives free memory back, between stages and behind large tasks.

    glibc keeps what a stage freed wherever something above it in the heap is still used, and the next stage, whose
    tables have other sizes, asks for more. `malloc_trim` (malloc_trim(3)) returns free pages in the middle, too. Other
    C libraries do without.
    """
    if sys.platform == "linux":
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim:
            trim(0)
