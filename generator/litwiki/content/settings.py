"""Settings files: `site_config/wiki.yml`, ours and strict, and three names of `mkdocs.yml`, MkDocs' own."""

from pathlib import Path

from litwiki.content.fields import Fields, Key, Report
from litwiki.content.front_matter import read_mapping
from litwiki.content.license import LICENSE_KIND
from litwiki.content.mkdocs_file import read_mkdocs
from litwiki.content.strict_yaml import RefusedError, Scalar
from litwiki.content.text_fields import (
    ADDRESS_KIND,
    PATTERNS_KIND,
    choice_kind,
    list_kind,
    parted_authors,
    switch_kind,
    text_kind,
)
from litwiki.model.config import WIKI_FILE, Config
from litwiki.model.errors import UsageError
from litwiki.model.problems import Place, Problem

ABSTRACTS = Key(
    "abstracts",
    choice_kind(("keep", "omit"), "keep"),
    "keep: pages and search show the abstracts that listings print. omit: only their words are stored.",
)
REPOSITORY = Key(
    "repository", ADDRESS_KIND, "Where the sources are, such as https://github.com/me/my-wiki; '' for none."
)
BRANCH = Key("branch", text_kind(100, "main"), "The branch that edit links lead to.")
GROUPS = Key("groups", list_kind(), "The order of the topic groups; groups that are not named follow by the alphabet.")
HIGHWIRE = Key(
    "highwire",
    switch_kind(default=True),
    "Whether pages of papers carry the tags by which Zotero and other reference managers import the paper.",
)
EDITING = Key(
    "editing",
    switch_kind(default=True),
    "Whether the site has the page /edit/, whose forms end in pull requests, and links to it.",
)
SOURCES = Key(
    "sources", PATTERNS_KIND, "Where listings wait: patterns of files in this folder, such as incoming/*.txt."
)
CURATORS = Key(
    "curators",
    list_kind(parted_authors),
    "Who keeps this wiki, as a citation of it names them: people (Boyle, Ada) and groups ({Kettle Club}).",
)
LICENSE = Key(
    "license",
    LICENSE_KIND,
    "The license of this wiki's own texts: an SPDX id such as CC-BY-4.0, or {name: …, url: …}; '' for none.",
)
HOST = Key(
    "host",
    choice_kind(("github", "cloudflare", "none"), "none"),
    "Where the site is published: a build says whether it fits there.",
)
RECORDS = Key(
    "records",
    choice_kind(("auto", "files", "shards"), "auto"),
    "files: each paper has a file in the API. shards: papers share files. auto: by how many there are.",
)
KEYS = (ABSTRACTS, REPOSITORY, BRANCH, GROUPS, HIGHWIRE, EDITING, SOURCES, CURATORS, LICENSE, HOST, RECORDS)


def load_config(root: Path, report: Report = lambda _: None) -> Config:
    """The settings of the wiki at `root`; what is wrong with them is reported. Raises `UsageError` where there are
    none."""
    if not (root / WIKI_FILE).is_file():
        raise UsageError(f"{root} is no wiki: it has no {WIKI_FILE}; `litwiki init DIR` makes one")
    name, url = read_mkdocs(root, report)
    try:
        said = read_mapping((root / WIKI_FILE).read_bytes(), WIKI_FILE)
        return Config(root, name, url, **Fields(said, KEYS, report).values())
    except RefusedError as refused:
        report(refused.problem)
    except OSError as error:
        report(Problem(Place(WIKI_FILE), "C001", f"cannot be read: {error.strerror}", "create it"))
    return Config(root, name, url)


COLUMNS_FILE = "site_config/columns.yml"
"""What columns of people's tables hold, where their names do not say it: `Column: field`."""


def read_columns(root: Path) -> tuple[tuple[str, str], ...]:
    """The pairs of column and field in `site_config/columns.yml`; none where there is no such file.

    Raises `UsageError` where it cannot be read.
    """
    try:
        items = read_mapping((root / COLUMNS_FILE).read_bytes(), COLUMNS_FILE).items
    except FileNotFoundError:
        return ()
    except RefusedError as refused:
        raise UsageError(str(refused.problem)) from None
    for name, node in items.items():
        if not isinstance(node, Scalar):
            raise UsageError(f"{node.place}: write one line for each column, such as {name}: title")
    return tuple((name, node.text) for name, node in items.items() if isinstance(node, Scalar))
