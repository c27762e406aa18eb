"""Pages made in batches: views and shells in, Markdown and HTML files out; and files of the API. A task is a plain
value, and so is its result, so that any executor can run it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from litwiki.build.frames import ShellKey
from litwiki.build.store import OutputRow
from litwiki.build.tree import write_file
from litwiki.model.digests import digest_of_bytes
from litwiki.model.ids import DocPath, url_of
from litwiki.model.outputs import Page
from litwiki.pages import Printer, View
from litwiki.site.markdown import encoded, fragment_of, page_text
from litwiki.site.mkdocs import values_of
from litwiki.site.places import Places
from litwiki.site.shell import Shell


class Task(Struct, frozen=True):
    """Pages to be made with the templates of the wiki at `root`, into two folders: of each its view and the keys of its
    two files, None for one that stands there."""

    root: Path
    docs: str
    site: str
    pages: Sequence[tuple[View, str | None, str | None]]
    shells: Mapping[ShellKey, Shell]
    places: Places
    templates: str
    """A digest of the templates: a worker of a cluster outlives a build, and must not print with those of the last."""


class Result(NamedTuple):
    """What became of a page: rows for the store, and the page itself where its shell was not there."""

    docs: OutputRow | None
    site: OutputRow | None
    rest: Page | None


def run(task: Task) -> list[Result]:
    """Makes the pages of a task, in their order."""
    printer = _printer(task.root, task.templates)
    results: list[Result] = []
    for view, docs_key, site_key in task.pages:
        page = printer.page(view)
        fragment = encoded(fragment_of(page))
        docs = site = rest = None
        if docs_key is not None:
            docs = _written(f"{task.docs}/{page.path}", docs_key, page_text(page, fragment))
        if site_key is not None:
            shell = task.shells.get(shell_key(page.path, page.meta, task.places))
            if shell:
                site = write_page(task.site, page, fragment, shell, site_key)
            else:
                rest = page
        results.append(Result(docs, site, rest))
    return results


def write_files(folder: str, files: Sequence[tuple[str, str, Callable[[], bytes]]]) -> list[OutputRow]:
    """Makes files that are no pages, each of its path, its key and what makes it."""
    return [_written(f"{folder}/{path}", key, make()) for path, key, make in files]


@lru_cache(maxsize=1)
def _printer(root: Path, templates: str) -> Printer:
    del templates  # only tells printers apart
    return Printer(root)


def shell_key(path: DocPath, meta: Iterable[str], places: Places) -> ShellKey:
    """What the shell of a page is told by."""
    return (places.of_page(path), tuple(meta))


def write_page(site: str, page: Page, fragment: bytes, shell: Shell, key: str) -> OutputRow:
    """A page of the site with its HTML, in the folder where the next one is laid out."""
    return _written(f"{site}/{url_of(page.path)}index.html", key, shell.fill(values_of(page, fragment)))


def _written(path: str, key: str, content: bytes) -> OutputRow:
    return OutputRow(key, digest_of_bytes(content), *write_file(path, content))
