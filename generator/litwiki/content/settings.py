"""Settings files: `site_config/wiki.yml`, ours and strict, and three names of `mkdocs.yml`, MkDocs' own."""

import re
from pathlib import Path

import yaml

from litwiki.content.fields import Address, Choice, Fields, Key, Patterns, Report, Switch, Text, Texts, is_web_address
from litwiki.content.front_matter import decode
from litwiki.content.strict_yaml import RefusedError, Scalar, is_empty, parse
from litwiki.model.config import MKDOCS_FILE, WIKI_FILE, Config
from litwiki.model.errors import UsageError
from litwiki.model.records import Place, Problem

UNSAFE = re.compile(r"[\s\"'<>`{}|^\\\x00-\x1f]")
"""What no address has unescaped (RFC 3986, 2): the theme prints this one into HTML as it stands."""
ABSTRACTS = Key(
    "abstracts",
    Choice(("keep", "omit"), "keep"),
    "keep: pages and search show the abstracts that listings print. omit: only their words are stored.",
)
REPOSITORY = Key("repository", Address(), "Where the sources are, such as https://github.com/me/my-wiki; '' for none.")
BRANCH = Key("branch", Text("main", 100), "The branch that edit links lead to.")
GROUPS = Key("groups", Texts(), "The order of the topic groups; groups that are not named follow by the alphabet.")
HIGHWIRE = Key(
    "highwire",
    Switch(default=True),
    "Whether pages of papers carry the tags by which Zotero and other reference managers import the paper.",
)
EDITING = Key(
    "editing",
    Switch(default=True),
    "Whether the site has the page /edit/, whose forms end in pull requests, and links to it.",
)
SOURCES = Key("sources", Patterns(), "Where listings wait: patterns of files in this folder, such as incoming/*.txt.")
KEYS = (ABSTRACTS, REPOSITORY, BRANCH, GROUPS, HIGHWIRE, EDITING, SOURCES)


class _MkdocsLoader(yaml.SafeLoader):
    """Reads MkDocs' YAML without carrying out its tags (`!ENV`, `!!python/name:…`)."""


_MkdocsLoader.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def read_settings(root: Path, report: Report) -> Config:
    """The settings of the wiki at `root`; what is wrong with them is reported."""
    name, url = _mkdocs(root, report)
    try:
        content = (root / WIKI_FILE).read_bytes()
        text = decode(content, WIKI_FILE)
        if is_empty(text):
            return Config(root, name, url)
        get = Fields(parse(text.replace("\r\n", "\n"), WIKI_FILE), KEYS, report)
    except RefusedError as refused:
        report(refused.problem)
        return Config(root, name, url)
    except OSError as error:
        report(Problem(Place(WIKI_FILE), "C001", f"cannot be read: {error.strerror}", "create it"))
        return Config(root, name, url)
    return Config(
        root=root,
        site_name=name,
        site_url=url,
        abstracts="omit" if get(ABSTRACTS) == "omit" else "keep",
        repository=get(REPOSITORY),
        branch=get(BRANCH),
        groups=get(GROUPS),
        highwire=get(HIGHWIRE),
        editing=get(EDITING),
        sources=get(SOURCES),
    )


COLUMNS_FILE = "site_config/columns.yml"
"""What columns of people's tables hold, where their names do not say it: `Column: field`."""


def read_columns(root: Path) -> tuple[tuple[str, str], ...]:
    """The pairs of column and field in `site_config/columns.yml`; none where there is no such file.

    Raises `UsageError` where it cannot be read.
    """
    try:
        text = decode((root / COLUMNS_FILE).read_bytes(), COLUMNS_FILE)
        items = {} if is_empty(text) else parse(text.replace("\r\n", "\n"), COLUMNS_FILE).items
    except FileNotFoundError:
        return ()
    except RefusedError as refused:
        raise UsageError(str(refused.problem)) from None
    for name, node in items.items():
        if not isinstance(node, Scalar):
            raise UsageError(f"{node.place}: write one line for each column, such as {name}: title")
    return tuple((name, node.text) for name, node in items.items() if isinstance(node, Scalar))


def _mkdocs(root: Path, report: Report) -> tuple[str, str]:
    """Site name and address as `mkdocs.yml` gives them."""
    try:
        loaded = yaml.load((root / MKDOCS_FILE).read_text(encoding="utf-8"), _MkdocsLoader)  # noqa: S506
    except (OSError, UnicodeDecodeError) as error:
        report(Problem(Place(MKDOCS_FILE), "C001", f"cannot be read: {error}", "create it with litwiki init"))
        return "", ""
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(MKDOCS_FILE, mark.line + 1, mark.column + 1) if mark else Place(MKDOCS_FILE)
        report(Problem(place, "C001", "not valid YAML", "see mkdocs.org, Configuration"))
        return "", ""
    except (ValueError, RecursionError) as error:  # what looks like a date or number and is none; deep nesting
        report(Problem(Place(MKDOCS_FILE), "C001", f"cannot be read: {error}", "put text in quotes"))
        return "", ""
    found = loaded if isinstance(loaded, dict) else {}
    name, url = found.get("site_name"), found.get("site_url")
    if not isinstance(name, str) or not name:
        report(Problem(Place(MKDOCS_FILE), "C002", "site_name is missing", "write site_name: My wiki"))
        name = ""
    if not isinstance(url, str) or not url:
        return name, ""
    if not is_web_address(url) or UNSAFE.search(url):
        fix = "write https://name.github.io/wiki/, or remove the line"
        report(Problem(Place(MKDOCS_FILE), "C003", f"site_url {url!r} is no web address", fix))
        return name, ""
    return name, url
