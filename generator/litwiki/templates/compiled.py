"""Compiled templates, remembered beside the bytecode of our modules, as Python does with these.

To compile the templates of a page kind and of the theme takes a third of a second, in every process that makes pages. A
template is told by its name and its source; where nothing can be written, each process compiles its own.
"""

import sys
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import jinja2
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

FOLDER = Path(__file__).parents[1] / "__pycache__" / "templates"


class Compiled(FileSystemBytecodeCache):
    """A cache in which templates of one name share a place, so that it does not grow with the number of wikis.

    `options` tells environments apart that compile otherwise.
    """

    def __init__(self, folder: Path, options: str) -> None:
        # Which Jinja this is says a folder beside it; `importlib.metadata` takes longer to import than to look there.
        names = sorted(path.name for path in Path(jinja2.__file__).parents[1].glob("[jJ]inja2-*"))
        of = sha256(f"{options} {names}".encode()).hexdigest()[:12]
        super().__init__(str(folder), f"{of}-%s")

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A key for the name alone: where a wiki stands makes no difference."""
        del filename
        return super().get_cache_key(name)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Writes a template down, where that is possible."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


@lru_cache
def compiled(options: str) -> Compiled | None:
    """The cache for environments with these options; None where Python is told to write no bytecode."""
    if sys.dont_write_bytecode:
        return None
    with suppress(OSError):
        FOLDER.mkdir(parents=True, exist_ok=True)
    return Compiled(FOLDER, options)
