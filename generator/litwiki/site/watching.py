"""Waits until a file of the wiki is saved: the system's events where it has them, and a look at all files now and then.

Events come at once, and are not all there is: network drives and containers send none, a folder that came back is
not watched, a system watches so many folders only. So the files are also compared with what the last build saw, which
is the only judge of whether there is something to build: an event that changed nothing is none.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

QUIET, LONGEST = 0.03, 1.0
"""Seconds without a further event after which a build begins, since a save may write several files and a `git
checkout` hundreds; and seconds after which it begins all the same."""
LOOK, SHARE = 2.0, 50
"""Seconds between two looks where there are events: at least, and as many times as long as a look takes."""
LOOK_WITHOUT_EVENTS, SHARE_WITHOUT_EVENTS = 0.1, 4
READING = {"opened", "closed_no_write"}


def is_of_an_editor(name: str) -> bool:
    """Whether a file is one that editors lay beside the one being edited.

    >>> is_of_an_editor(".kettle.md.swp"), is_of_an_editor("kettle.md~"), is_of_an_editor("kettle.md")
    (True, True, False)
    """
    return name.startswith(".") or name.endswith("~")


class Changes:
    """Changes below the folders and files `watched`; `is_seen` says whether the last build saw files as they are."""

    def __init__(self, watched: Iterable[Path], is_seen: Callable[[], bool]) -> None:
        self._is_seen, self._came = is_seen, threading.Event()
        self._watched = tuple(path.resolve() for path in watched)
        self._observer = self._observe()

    def _observe(self) -> "BaseObserver | None":
        """Listens to the system; None where it says nothing."""
        from watchdog.events import FileSystemEventHandler
        from watchdog.observers import Observer
        from watchdog.observers.polling import PollingObserver

        # It reports errors of threads that end, which are none of the reader's.
        logging.getLogger("watchdog").addHandler(logging.NullHandler())
        note = self._note

        class Handler(FileSystemEventHandler):
            def on_any_event(self, event: "FileSystemEvent") -> None:
                note(event)

        handler, observer = Handler(), Observer()
        if isinstance(observer, PollingObserver):
            return None
        try:
            for folder in (path for path in self._watched if path.is_dir()):
                observer.schedule(handler, str(folder), recursive=True)
            # A file that is replaced when it is saved is another one: its folder has the event.
            for folder in {path.parent for path in self._watched}:
                observer.schedule(handler, str(folder))
            observer.start()
        except OSError:  # as many folders as the system watches
            return None
        return observer

    def _note(self, event: "FileSystemEvent") -> None:
        if event.event_type in READING or (event.is_directory and event.event_type == "modified"):
            return
        paths = [Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path]
        if any(path.is_relative_to(one) for path in paths if not is_of_an_editor(path.name) for one in self._watched):
            self._came.set()

    def wait(self, rest: Callable[[], object] = lambda: None) -> None:
        """Returns when there is something to build; calls `rest` once where nothing came for some seconds."""
        pause, is_rested = 0.0, False
        while True:
            if self._came.wait(pause):
                self._settle()
            elif pause >= LOOK and not is_rested:
                is_rested = True
                rest()
            start = time.monotonic()
            if not self._is_seen():
                return
            least, share = (LOOK, SHARE) if self._observer else (LOOK_WITHOUT_EVENTS, SHARE_WITHOUT_EVENTS)
            pause = max(least, share * (time.monotonic() - start))

    def _settle(self) -> None:
        end = time.monotonic() + LONGEST
        while self._came.is_set() and time.monotonic() < end:
            self._came.clear()
            self._came.wait(QUIET)
        self._came.clear()

    def close(self) -> None:
        """Listens no longer."""
        if self._observer:
            self._observer.stop()
            self._observer.join()
