"""Reads the site's name and address from `mkdocs.yml`, and checks that its texts are harmless.

The file is MkDocs' own, and the theme prints much of it into every page unescaped. So its YAML is read as nodes, whose
tags (`!ENV`, `!!python/name:…`) are never executed, and no text in it may be able to turn into markup. The same rules
hold for files that `INHERIT` names.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from litwiki.content.fields import Report
from litwiki.content.front_matter import MAX_FILE
from litwiki.content.text_fields import is_web_address
from litwiki.model.config import MKDOCS_FILE
from litwiki.model.problems import Place, Problem

UNSAFE = re.compile(r"[\s\"'<>`{}|^\\\x00-\x1f]")
"""What no address has unescaped (RFC 3986, 2): the theme prints this one into HTML as it stands."""
MARKUP = re.compile(r"[<>\"\x00-\x08\x0b-\x1f\x7f]")
"""What a tag or the end of an attribute is made of, and characters that are no text."""
SCRIPT = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
IGNORED = re.compile(r"[\x00-\x20]+")
"""What browsers leave out of a scheme (WHATWG URL, 4.4)."""
AS_TEXT = frozenset({"site_name", "site_author", "site_description", "copyright"})
"""What our own template prints as text, so that it may say anything in one line."""
NOT_PRINTED = frozenset(
    "markdown_extensions plugins hooks validation exclude_docs draft_docs not_in_nav watch INHERIT docs_dir site_dir"
    " dev_addr remote_branch remote_name".split()
)
"""What no page shows: patterns, paths, and options of programs."""
MOST_PARENTS = 5


class _Loader(yaml.SafeLoader):
    """Reads MkDocs' YAML without carrying out its tags."""


_Loader.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def read_mkdocs(root: Path, report: Report) -> tuple[str, str]:
    """Site name and address; '' for each that is missing or refused. What is wrong with the file is reported."""
    name = url = None
    path: str | None = MKDOCS_FILE
    seen: set[str] = set()
    is_readable = True
    while path is not None and path not in seen and len(seen) <= MOST_PARENTS:
        seen.add(path)
        top = _top(root, path, report)
        if top is None:
            is_readable = False
            break
        values = {key.value: value for key, value in top.value if isinstance(key, yaml.ScalarNode)}
        _report_markup(values, path, report)
        name = name if name is not None else _text(values.get("site_name"))
        if url is None and "site_url" in values:
            url = _address(values["site_url"], path, report)
        path = _parent(root, path, _text(values.get("INHERIT")), report)
    if not name and is_readable:
        report(Problem(Place(MKDOCS_FILE), "C002", "site_name is missing", "write site_name: My wiki"))
    return name or "", url or ""


def _top(root: Path, path: str, report: Report) -> yaml.MappingNode | None:
    """The file's outermost mapping; an empty one where the file says something else, None where it is unreadable."""
    try:
        data = (root / path).read_bytes()
        if len(data) > MAX_FILE:
            raise ValueError(f"it is larger than {MAX_FILE:,} bytes")  # noqa: TRY301 - said as what follows is
        loader = _Loader(data.decode("utf-8"))
        node = loader.get_single_node()
        if node is not None:
            loader.construct_document(node)  # a date that is none, say: MkDocs could not load it
    except OSError as error:
        report(Problem(Place(path), "C001", f"cannot be read: {error.strerror}", "create it with litwiki init"))
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
        report(Problem(place, "C001", "not valid YAML", "see mkdocs.org, Configuration"))
        return None
    except (ValueError, RecursionError) as error:  # not UTF-8, too large, no such day, or nested a thousand deep
        report(Problem(Place(path), "C001", f"cannot be read: {error}", "put text in quotes"))
        return None
    return node if isinstance(node, yaml.MappingNode) else yaml.MappingNode("tag:yaml.org,2002:map", [])


def _parent(root: Path, path: str, named: str | None, report: Report) -> str | None:
    """The file that `INHERIT` names, from the wiki's folder; None where there is none in it."""
    if named is None:
        return None
    folder = root.resolve()
    try:
        return ((root / path).parent / named).resolve().relative_to(folder).as_posix()
    except (OSError, ValueError):
        fix = "name a file of this repository"
        report(Problem(Place(path), "C004", f"INHERIT leads out of the wiki: {named}", fix))
        return None


def _text(node: yaml.Node | None) -> str | None:
    """The value of a node that is a plain string."""
    is_text = isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"
    return str(node.value) if is_text and node else None


def _address(node: yaml.Node, path: str, report: Report) -> str:
    text = _text(node)
    if not text:  # null, or what only the machine that builds knows (`!ENV`)
        return ""
    if is_web_address(text) and not UNSAFE.search(text):
        return text
    fix = "write https://name.github.io/wiki/, or remove the line"
    report(Problem(_place(node, path), "C003", f"site_url {text!r} is no web address", fix))
    return ""


def _report_markup(values: dict[str, yaml.Node], path: str, report: Report) -> None:
    for key, value in values.items():
        if key in NOT_PRINTED:
            continue
        for node in _scalars(value):
            text, tag = str(node.value), node.tag
            if key in AS_TEXT:
                is_bad = tag.endswith(":str") and bool(re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text))
            else:
                # What a browser leaves out of a scheme, and what HTML stands for, may hide one.
                is_bad = bool(MARKUP.search(text) or SCRIPT.match(IGNORED.sub("", html.unescape(text))))
            if is_bad and not (key == "site_url" and node is value):  # an address has a remark of its own
                what = f"{key} has a text that the theme would print as HTML: {text[:60]!r}"
                report(Problem(_place(node, path), "C004", what, 'write it without < > " and script addresses'))


def _scalars(top: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Every scalar in a node, keys too; each once, however often aliases name it."""
    waiting, seen = [top], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)
        elif isinstance(node, yaml.MappingNode):
            waiting += [part for pair in reversed(node.value) for part in reversed(pair)]


def _place(node: yaml.Node, path: str) -> Place:
    mark = node.start_mark
    return Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
