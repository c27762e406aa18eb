"""Kinds of value that are text: lines and lists of them, addresses, names of files, one of a few words."""

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as AnyMapping

from litwiki.content.fields import Kind, Report, Schema, instead, nearest, wrong
from litwiki.content.strict_yaml import Node, Scalar, Sequence
from litwiki.markup.addresses import is_safe_url
from litwiki.markup.yaml import yaml_list, yaml_text, yaml_word
from litwiki.model.ids import MAX_SLUG, RESERVED, SLUG, is_slug, slugify
from litwiki.model.problems import Problem
from litwiki.text.names import split_printed_names
from litwiki.text.words import clean

TEXT: Schema = {"type": "string", "pattern": r"\S"}
WEB_ADDRESS: Schema = {"type": "string", "pattern": r"^https?://[^\s\\/?#][^\s\\]*$"}


def text_kind(longest: int = 20_000, default: str = "", write: Callable[[str], str] = yaml_text) -> Kind[str]:
    """One line or one paragraph of at most so many characters; white space is folded."""

    def read(node: Node, report: Report) -> str:
        if not isinstance(node, Scalar):
            report(wrong(node, "expected text", "put it in single quotes"))
            return default
        text = clean(node.text)
        if len(text) > longest:
            report(wrong(node, f"{len(text):,} characters; at most {longest:,}", "shorten it", "F005"))
            return default
        return text

    return Kind(read, default, {"type": "string", "maxLength": longest}, write)


def optional_kind(kind: Kind[str]) -> Kind[str | None]:
    """A text of another kind, or None where it is missing or empty."""
    return Kind(
        lambda node, report: kind.read(node, report) or None, None, kind.schema, lambda text: kind.write(text or "")
    )


def _address(node: Node, report: Report) -> str:
    text = text_kind(LONGEST_ADDRESS).read(node, report).rstrip("/")
    if text and not is_web_address(text):
        fix = "write https://github.com/name/wiki, or ''"
        report(wrong(node, f"{text!r} is no web address", fix, "H002"))
        return ""
    return text


LONGEST_ADDRESS = 300
ADDRESS_KIND = Kind(
    _address, "", {"type": "string", "pattern": f"^$|{WEB_ADDRESS['pattern']}", "maxLength": LONGEST_ADDRESS}
)
"""A whole http or https address without a slash at its end, or nothing."""


def by_commas(text: str) -> Iterable[str]:
    """The parts of a text between commas and semicolons."""
    return re.split(r"\s*[,;]\s*", text)


def list_kind(parted: Callable[[str], Iterable[str]] = by_commas) -> Kind[tuple[str, ...]]:
    """A list of single lines; `parted` says what one line in its place is a list of."""

    def read(node: Node, report: Report) -> tuple[str, ...]:
        if not isinstance(node, Sequence):
            report(_no_list(node, parted))
            return ()
        texts = []
        for item in node.items:
            if not item.is_null and (text := clean(item.text)):
                texts.append(text)
            else:
                report(wrong(item, "expected text in this list", "put it in single quotes"))
        return tuple(texts)

    return Kind(read, (), {"type": "array", "items": TEXT}, yaml_list)


def _no_list(node: Node, parted: Callable[[str], Iterable[str]]) -> Problem:
    """A text where a list belongs. One that nothing parts is the one item."""
    if not node.text.strip():
        return wrong(node, "expected a list", "write [a, b]")
    items = [item for item in map(clean, parted(clean(node.text))) if item] or [clean(node.text)]
    mend = instead(node, yaml_list(items)) if len(items) == 1 and items[0] == node.text.strip() else ()
    return wrong(node, "expected a list", f"write {yaml_list(items)}", mend=mend)


def parted_authors(text: str) -> tuple[str, ...]:
    """The names of authors on one line, as pages print them."""
    return split_printed_names(text)[0]


def words_kind(
    is_fine: Callable[[str], bool], refuse: Callable[[Scalar], Problem], schema: Schema
) -> Kind[tuple[str, ...]]:
    """A list of words of one form, each once; `refuse` says what is wrong with a word of another."""

    def read(node: Node, report: Report) -> tuple[str, ...]:
        if not isinstance(node, Sequence):
            report(_no_list(node, by_commas))
            return ()
        words: dict[str, None] = {}
        for item in node.items:
            if not isinstance(item, Scalar):
                report(wrong(item, "expected a word in this list"))
            elif is_fine(item.text):
                words[item.text] = None
            else:
                report(refuse(item))
        return tuple(words)

    return Kind(read, (), {"type": "array", "items": schema}, yaml_list)


STEP = r"(?:\*\*|(?!\.{1,2}(?:/|$))(?:(?!\*\*)[^/\\])+)"
PATTERN = f"{STEP}(?:/{STEP})*"
"""What leads down from a folder: `..` leads up, and `**` stands alone (pathlib, `Path.glob`)."""


def _no_pattern(item: Scalar) -> Problem:
    fix = "write a path below the wiki's folder, such as incoming/*.txt"
    return wrong(item, f"{item.text!r} is no pattern of files in this wiki", fix, "F004")


PATTERNS_KIND = words_kind(
    lambda text: re.fullmatch(PATTERN, text) is not None, _no_pattern, {"type": "string", "pattern": f"^{PATTERN}$"}
)
"""A list of patterns of files below the wiki's folder, in the shell's signs `*`, `?` and `[…]`."""

SLUG_TEXT: Schema = {
    "type": "string",
    "pattern": f"^{SLUG.pattern.removesuffix(chr(92) + 'Z')}$",
    "maxLength": MAX_SLUG,
    "not": {"enum": [*sorted(RESERVED)]},
}


def _no_slug(node: Node, message: str) -> Problem:
    """What is no name of a file; its letters in small, with hyphens, are probably one."""
    text = node.text.strip()
    stem = re.sub(r"\.md\Z", "", text).rpartition("/")[2]
    meant = slugify(stem) if text and len(text) <= 2 * MAX_SLUG else ""
    if not is_slug(meant):
        return wrong(node, message, "use a-z, 0-9 and hyphens", "F004")
    sure = meant == re.sub(r"[\s_]+", "-", stem.lower())
    return wrong(node, message, f"write {meant}", "F004", instead(node, meant) if sure else ())


SLUGS_KIND = words_kind(is_slug, lambda item: _no_slug(item, f"{item.text!r} is no slug"), {**SLUG_TEXT})
"""A list of names of files: slugs or topics."""


def _slug(node: Node, report: Report) -> str | None:
    if is_slug(node.text):
        return node.text
    report(_no_slug(node, "expected a slug"))
    return None


SLUG_KIND = Kind(_slug, None, SLUG_TEXT, lambda slug: yaml_word(slug) if slug else "null")
"""The name of one file, or nothing."""


def choice_kind(options: tuple[str, ...], default: str, others: AnyMapping[str, str] = {}) -> Kind[str]:
    """One of a few words; `others` are words of other people for them."""

    def read(node: Node, report: Report) -> str:
        if isinstance(node, Scalar) and node.text in options:
            return node.text
        value = repr(node.text) if isinstance(node, Scalar) else "this"
        message = f"{value} is none of {', '.join(filter(None, options))}"
        small = node.text.strip().lower()
        meant = small if small in options else others.get(small, "")
        fix = f"write {meant}" if meant else nearest(small, filter(None, options)) or "choose one"
        report(wrong(node, message, fix, "F004", instead(node, meant)))
        return default

    schema: Schema = {"type": "string", "enum": [*options]}
    schema |= {"default": default} if default in options else {}
    return Kind(read, default, schema, lambda word: word or "null")


SWITCH_WORDS = {**dict.fromkeys(("true", "yes", "on"), "true"), **dict.fromkeys(("false", "no", "off"), "false")}


def switch_kind(*, default: bool) -> Kind[bool]:
    """True or false, as YAML 1.2 writes them: without quotes, in small letters."""

    def read(node: Node, report: Report) -> bool:
        if node.plain and node.text in {"true", "false"}:
            return node.text == "true"
        meant = SWITCH_WORDS.get(node.text.strip().lower(), "")
        fix = f"write {meant or 'true or false'}, without quotes"
        report(wrong(node, "expected true or false", fix, "F004", instead(node, meant)))
        return default

    return Kind(read, default, {"type": "boolean", "default": default})


def is_web_address(text: str) -> bool:
    """Whether a text is a whole http or https address."""
    return is_safe_url(text) and text.startswith(("http://", "https://"))
