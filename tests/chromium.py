"""Which Chromium the tests start, and how."""

import shutil
from collections.abc import Iterable

BROWSERS = ("chromium", "chromium-browser")
SHELL = "chromium-headless-shell"
"""The same engine without a browser around it: it takes a third of the processor's time to open a page."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing but this machine can be reached, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


def find(names: Iterable[str] = (SHELL, *BROWSERS)) -> str | None:
    """The path of the first of these programs that is installed; None where none is."""
    return next(filter(None, map(shutil.which, names)), None)
