"""The story of `litwiki init`: a folder in, a new wiki in it out."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from litwiki.config import MKDOCS_FILE, WIKI_FILE
from litwiki.errors import UsageError
from litwiki.markup import yaml_text
from litwiki.templates import DEFAULT
from litwiki.text import clean

FILES = {
    MKDOCS_FILE: "mkdocs.yml.j2",
    WIKI_FILE: "wiki.yml.j2",
    "content/index.md": "index.md.j2",
    "README.md": "README.md.j2",
    ".gitignore": "gitignore.j2",
}
FOLDERS = ("content/papers", "content/topics", "content/listings")


def scaffold(folder: Path, title: str | None = None) -> tuple[str, ...]:
    """Makes a new wiki in `folder` and returns the paths of its files.

    Raises `UsageError`, with nothing written, where a file is in the way or the title cannot be one.
    """
    name = clean(title or folder.resolve().name.replace("-", " ").replace("_", " ").capitalize())
    if not name or set(name) & set("<>"):
        raise UsageError("a title is a line of text without < and >; give one with --title")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file")
    files = scaffold_files(name)
    in_the_way = [path for path in files if (folder / path).exists()]
    if in_the_way:
        raise UsageError(f"{folder} already has {', '.join(in_the_way)}; choose an empty folder")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    for path in FOLDERS:
        (folder / path).mkdir(parents=True, exist_ok=True)
        (folder / path / ".gitkeep").touch()
    return tuple(files)


def scaffold_files(name: str, url: str = "") -> Mapping[str, str]:
    """The files of a new wiki by their paths. Values are written as YAML strings."""
    environment = Environment(  # noqa: S701 - these are YAML and Markdown files of the person who runs it
        loader=FileSystemLoader(DEFAULT / "scaffold"), undefined=StrictUndefined, keep_trailing_newline=True
    )
    values = {"name": name, "quoted": yaml_text(name), "url": yaml_text(url) if url else "''"}
    return {path: environment.get_template(template).render(values) for path, template in FILES.items()}
