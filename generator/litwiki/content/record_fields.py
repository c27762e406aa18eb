"""Kinds of value with parts of their own: what became of a paper, who said a value, who wrote its summary, links that
died, and a reading list.
"""

import re
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping

from msgspec.structs import asdict

from litwiki.content.date_fields import DAY_KIND, PARTIAL_DATE_KIND
from litwiki.content.fields import Fields, Key, Kind, Report, instead, schema_of, wrong
from litwiki.content.items import LINK_ADDRESS, item_value, items_kind
from litwiki.content.strict_yaml import Mapping, Node, Scalar
from litwiki.content.text_fields import SLUG_KIND, choice_kind, text_kind
from litwiki.markup.yaml import yaml_block, yaml_map, yaml_word
from litwiki.model.entries import STATUSES, Gone, Status
from litwiki.model.ids import is_slug
from litwiki.model.records import Attribution, Authorship, Pin
from litwiki.model.replace import replace
from litwiki.text.words import clean

STATUS = (
    Key("kind", choice_kind(STATUSES, ""), "What became of it.", needed=True),
    Key("notice", LINK_ADDRESS, "Where that is said."),
    Key("source", text_kind(), "Who said it."),
    Key("date", PARTIAL_DATE_KIND, "When: YYYY-MM-DD, YYYY-MM or YYYY."),
)


def _status(node: Node, report: Report) -> Status | None:
    if isinstance(node, Scalar):
        kind = STATUS[0].kind.read(node, report)
        return Status(kind) if kind else None
    if not isinstance(node, Mapping):
        report(wrong(node, "expected one word", f"write one of {', '.join(STATUSES)}"))
        return None
    return Fields(node, STATUS, report, is_item=True).record(Status)


def status_value(status: Status) -> str:
    """A status in YAML, on one line."""
    said = {key: value for key, value in asdict(status).items() if value}
    return yaml_map(said) if len(said) > 1 else status.kind


STATUS_KIND: Kind[Status | None] = Kind(
    _status,
    None,
    {**schema_of(STATUS), "type": ["string", "object"], "pattern": f"^({'|'.join(STATUSES)})$"},
    lambda status: status_value(status) if status else "null",
)
"""What became of a paper: one word, or `{kind: retracted, notice: https://…, source: crossref, date: …}`."""


WRITERS = ("model", "person", "both")
CHECKERS = ("model", "person")
OTHER_WORDS = {
    **dict.fromkeys(("ai", "llm", "machine", "gpt", "assistant"), "model"),
    **dict.fromkeys(("human", "curator", "hand", "by hand", "me"), "person"),
}
"""What people call them, with ours."""
AUTHORSHIP = (
    Key("written", choice_kind(("", *WRITERS), "", OTHER_WORDS), "model, person, or both.", needed=True),
    Key("checked", DAY_KIND, "The day on which the summary was last compared with the paper or its abstract."),
    Key("checked_by", choice_kind(("", *CHECKERS), "", OTHER_WORDS), "Who compared them: model or person."),
)


def _authorship(node: Node, report: Report) -> Authorship | None:
    if isinstance(node, Mapping):
        return Fields(node, AUTHORSHIP, report, is_item=True).record(Authorship)
    text = node.text.strip().lower()
    word = OTHER_WORDS.get(text, text)
    mend = instead(node, f"{{written: {word}}}") if word in WRITERS else ()
    fix = f"write {{written: {word if mend else 'person'}}}"
    report(wrong(node, "expected who wrote it", fix, mend=mend))
    return None


def authorship_value(said: Authorship) -> str:
    """Who wrote and checked in YAML, on one line."""
    return item_value(AUTHORSHIP, said)


AUTHORSHIP_KIND: Kind[Authorship | None] = Kind(
    _authorship, None, schema_of(AUTHORSHIP), lambda said: authorship_value(said) if said else "null"
)
"""Who wrote a summary and who checked it: `{written: model, checked: 2026-03-17}`. A day without a name is fine, and so
is a name without a day: a reader is told what is known."""


_FIELD = re.compile(r"[a-z_]{2,20}(?:\.[a-z0-9]{2,20})?")
_ATTRIBUTION = re.compile(r"([a-z0-9][a-z0-9_.-]{0,59})(?: ([0-9a-f]{4}))?")


def _sources(node: Node, report: Report) -> AnyMapping[str, Attribution]:
    sources = {}
    for name, value, _, place in pairs_of(node, report):
        match = _ATTRIBUTION.fullmatch(value)
        if not _FIELD.fullmatch(name) or not match:
            fix = "write it as venue: 'crossref', or remove it"
            report(wrong(place, f"{value!r} does not name who said {name!r}", fix, "F004"))
        else:
            sources[name] = Attribution(match[1], match[2] or "")
    return sources


def sources_value(sources: AnyMapping[str, Attribution]) -> str:
    """Who said which value in YAML, on one line."""
    return yaml_map({field: f"{said.who} {said.digest}".rstrip() for field, said in sources.items()})


SOURCES_KIND: Kind[AnyMapping[str, Attribution]] = Kind(
    _sources,
    {},
    {
        "type": "object",
        "additionalProperties": {"type": "string", "pattern": f"^{_ATTRIBUTION.pattern}$"},
        "propertyNames": {"pattern": f"^{_FIELD.pattern}$"},
    },
    sources_value,
)
"""Who said which value: `{venue: 'crossref 1f3a'}`, a name and four digits of the value's digest."""


def pairs_of(node: Node, report: Report) -> list[tuple[str, str, Scalar, Scalar]]:
    """Keys with their texts, on one line, and both as they stand there; what is no text or empty is reported."""
    if not isinstance(node, Mapping):
        report(wrong(node, "expected a mapping", "write {kind: 'value'}"))
        return []
    pairs = []
    for key, value in node.items.items():
        if isinstance(value, Scalar) and not value.is_null and clean(value.text):
            pairs.append((key, clean(value.text), node.keys[key], value))
        else:
            report(wrong(value, f"expected text for {key!r}", "put it in single quotes, or remove the key"))
    return pairs


GONE = (
    Key("url", LINK_ADDRESS, "The link's address, as it stands in links.", needed=True),
    Key("copy", LINK_ADDRESS, "Where the web archive has a copy."),
    Key("since", DAY_KIND, "The day on which it was found dead: YYYY-MM-DD."),
)


def gone_value(gone: Iterable[Gone]) -> str:
    """Dead links in YAML, on one line."""
    return f"[{', '.join(item_value(GONE, one) for one in gone)}]"


GONE_LINKS: Kind[tuple[Gone, ...]] = replace(
    items_kind(
        GONE,
        lambda get: get.record(Gone),
        "write - {url: 'https://…', since: YYYY-MM-DD}",
        "a dead link",
        lambda one: one.url,
    ),
    write=gone_value,
)
"""Links that lead nowhere any more: `[{url: …, since: 2026-11-28, copy: …}]`. A link stays as somebody wrote it; what
became of it stands here by its address. Where a person changes the link, the line means nothing."""


PIN = (
    Key("paper", SLUG_KIND, "The slug of the paper: the name of its file without `.md`.", needed=True),
    Key("note", text_kind(), "Why this paper is here, for a reader who chooses what to read."),
)


def pins_value(pins: Iterable[Pin]) -> str:
    """A reading list in YAML, each paper on a line of its own with its note below; '' where it is empty."""
    return "".join(f"\n- paper: {yaml_word(pin.paper)}\n  note: {yaml_block(pin.note, '    ')}" for pin in pins)


PINS_KIND: Kind[tuple[Pin, ...]] = replace(
    items_kind(
        PIN,
        lambda get: get.record(Pin),
        "write `- paper: slug` and `note: why`",
        "paper and note",
        # In braces it is the same in lists of both styles.
        meant=lambda word: f"{{paper: {word.text}}}" if is_slug(word.text) else "",
    ),
    write=lambda pins: pins_value(pins) or "[]",
)
"""A reading list: items with a paper and a note."""
