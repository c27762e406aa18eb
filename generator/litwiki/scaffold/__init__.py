"""The story of `litwiki init`: a folder in, a new wiki in it out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from litwiki.content.schema import schema_files
from litwiki.markup.yaml import yaml_text
from litwiki.model.config import MKDOCS_FILE, WIKI_FILE
from litwiki.model.errors import UsageError
from litwiki.scaffold.installation import HOME, requirement
from litwiki.templates import DEFAULT
from litwiki.text.words import clean, is_one_line

FILES = {
    MKDOCS_FILE: "mkdocs.yml.j2",
    WIKI_FILE: "wiki.yml.j2",
    "content/index.md": "index.md.j2",
    "content/about.md": "about.md.j2",
    "README.md": "README.md.j2",
    ".gitignore": "gitignore.j2",
    "requirements.txt": "requirements.txt.j2",
    "requirements-locked.txt": "requirements-locked.txt",
    ".vscode/settings.json": "vscode/settings.json.j2",
    ".vscode/tasks.json": "vscode/tasks.json.j2",
}
WORKFLOWS = ("check", "comment", "publish", "ingest", "enrich", "weekly")
ISSUE_FORMS = ("add-paper", "add-listing", "fix-paper", "propose-topic", "problem", "config")
GITHUB_FILES = {
    f".github/{path}": f"github/{path}.j2"
    for path in (
        *(f"workflows/{name}.yml" for name in WORKFLOWS),
        *(f"ISSUE_TEMPLATE/{name}.yml" for name in ISSUE_FORMS),
        "dependabot.yml",
    )
}
RELEASE_FILES = {".github/workflows/release.yml": "github/workflows/release.yml.j2"}
"""What only the repository of litwiki itself has."""
ACTIONS = {
    "attest": "actions/attest@59d89421af93a897026c735860bf21b6eb4f7b26 # v4.1.0",
    "cache": "actions/cache@55cc8345863c7cc4c66a329aec7e433d2d1c52a9 # v6.1.0",
    "cache_restore": "actions/cache/restore@55cc8345863c7cc4c66a329aec7e433d2d1c52a9 # v6.1.0",
    "checkout": "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "download_artifact": "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
    "upload_artifact": "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1",
    "upload_pages_artifact": "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",
    "deploy_pages": "actions/deploy-pages@368f82528645a54fb793d4d04e342629a3f51346 # v5.0.1",
}
"""The actions that workflows use, by full commit: a tag can be moved, a commit cannot."""
AT_HOME = "(!github.event.repository.fork || vars.LITWIKI_IN_FORK == 'true')"
"""The condition under which a job runs: forks are made to send pull requests, and have no papers of their own to bring
in, no site to publish. Who forks a wiki to keep another one says so by a variable."""
MARKS = {
    "variable_start_string": "«",
    "variable_end_string": "»",
    "block_start_string": "«%",
    "block_end_string": "%»",
    "comment_start_string": "«#",
    "comment_end_string": "#»",
}
"""What marks values in templates of GitHub's files, whose own expressions have the braces."""
FOLDERS = ("content/papers", "content/topics", "content/listings")


def scaffold(folder: Path, title: str | None = None) -> tuple[str, ...]:
    """Makes a new wiki in `folder` and returns the paths of its files.

    Raises `UsageError`, with nothing written, where a file is in the way or the title cannot be one.
    """
    if title is not None and not is_one_line(title):
        raise UsageError("--title is no line of text; is it empty, or not in UTF-8?")
    name = clean(title or folder.resolve().name.replace("-", " ").replace("_", " ").capitalize())
    if not name or set(name) & set("<>"):
        raise UsageError("a title is a line of text without < and >; give one with --title")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file")
    files = {**scaffold_files(name), **{f"{path}/.gitkeep": "" for path in FOLDERS}}
    in_the_way = [path for path in files if (folder / path).exists()]
    if in_the_way:
        raise UsageError(f"{folder} already has {', '.join(in_the_way)}; choose an empty folder")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())  # lines end the same on every system
    return tuple(files)


def scaffold_files(name: str, url: str = "") -> Mapping[str, str]:
    """The files of a new wiki by their paths. Values are written as YAML strings."""
    values = {
        "name": name,
        "quoted": yaml_text(name),
        "url": yaml_text(url) if url else "''",
        "requirement": requirement(),
        "home": HOME,
    }
    return {**_rendered(FILES, values), **schema_files(), **github_files()}


def github_files(*, is_litwiki: bool = False) -> Mapping[str, str]:
    """Workflows, issue forms and Dependabot's settings by their paths.

    `is_litwiki` makes those of litwiki's own repository, which installs litwiki from its checkout and has tests.
    """
    files = {**GITHUB_FILES, **(RELEASE_FILES if is_litwiki else {})}
    return _rendered(files, {"is_litwiki": is_litwiki, "at_home": AT_HOME, **ACTIONS}, trim_blocks=True, **MARKS)


def _rendered(templates: Mapping[str, str], values: Mapping[str, object], **syntax: Any) -> dict[str, str]:
    environment = Environment(  # noqa: S701 - these are YAML and Markdown files of the person who runs it
        loader=FileSystemLoader(DEFAULT / "scaffold"), undefined=StrictUndefined, keep_trailing_newline=True, **syntax
    )
    return {path: environment.get_template(name).render(values) for path, name in templates.items()}
