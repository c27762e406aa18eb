"""A list between two markers of a file that people wrote: what stands before and behind stays byte by byte."""

from pathlib import Path

from litwiki.curation.one_list.as_latex import bibliography, latex_page, latex_section
from litwiki.curation.one_list.as_markdown import markdown_page, markdown_section
from litwiki.curation.one_list.sections import list_of
from litwiki.model.errors import StorageError, UsageError
from litwiki.model.wiki import Wiki

MARKERS = {
    "markdown": ("<!-- litwiki: the list begins -->", "<!-- litwiki: the list ends -->"),
    "latex": ("% litwiki: the list begins", "% litwiki: the list ends"),
}


def export_list(wiki: Wiki, path: Path, form: str) -> dict[Path, bytes]:
    """What is to be written for the list in the file `path`, and for LaTeX the bibliography beside it; a file that is
    so already is left out.

    Raises `UsageError` where a file is there that has no markers.
    """
    begin, end = MARKERS[form]
    listed = list_of(wiki, markdown_section if form == "markdown" else latex_section)
    marked = f"{begin}\n\n{listed}\n{end}\n"
    old = _read(path)
    if old is None:
        bib = path.with_suffix(".bib").stem
        new = markdown_page(wiki, marked) if form == "markdown" else latex_page(wiki, marked, bib)
    else:
        start, stop = old.find(begin), old.find(end)
        if start < 0 or stop < start or old.count(begin) + old.count(end) > 2:
            raise UsageError(
                f"{path} has no place for the list: write these two lines once, one below the other, where it is to "
                f"stand, and nothing of yours between them:\n{begin}\n{end}"
            )
        new = old[:start] + marked.removesuffix("\n") + old[stop + len(end) :]
    files = {path: new}
    if form == "latex":
        files[path.with_suffix(".bib")] = bibliography(wiki)
    return {one: text.encode() for one, text in files.items() if _read(one) != text}


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise StorageError.from_os(error, path) from None
