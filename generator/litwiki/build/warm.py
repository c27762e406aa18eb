"""What one build leaves to the next in the same process: decoded values, rows of the store, files as they were seen.

Only speed depends on it. Who deletes the store, or builds beside this process, makes it forget everything.
"""

from collections.abc import Callable, Mapping

from litwiki.build.inputs import ELUSIVE, Inputs
from litwiki.build.store import FileRow, OutputRow
from litwiki.memo import ProcessMemory
from litwiki.site.watching import is_of_an_editor


class Warm:
    """As said above. `seal` tells the state of the store's file that this is; another process that writes breaks it."""

    def __init__(self) -> None:
        self.memory = ProcessMemory()
        self.seal: object = None
        self.files: dict[str, FileRow] = {}
        self.outputs: dict[str, dict[str, OutputRow]] = {}
        self.inputs: Inputs | None = None
        """What the last build read, whatever became of it."""
        self.show: Callable[[Mapping[str, bytes]], None] | None = None
        """Hears of pages that were made, by the names of their files, while their site is still being built."""

    def clear(self) -> None:
        """Forgets everything but what was read."""
        self.memory.clear()
        self.seal, self.files, self.outputs = None, {}, {}

    def is_current(self) -> bool:
        """Whether the last build saw all files as they are now, but for those of editors, and links to folders, of
        which nobody can say it."""
        return self.inputs is not None and self.inputs.are_as_seen(
            lambda name, row: row.size != ELUSIVE and not is_of_an_editor(name.rpartition("/")[2])
        )
