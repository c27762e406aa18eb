"""Kinds of value with parts of their own: what became of a paper, who said a value, and a reading list."""

import re
from collections.abc import Mapping as AnyMapping

from litwiki.content.date_fields import PARTIAL_DATE_KIND
from litwiki.content.fields import Fields, Key, Kind, Report, schema_of, wrong
from litwiki.content.items import LINK_ADDRESS, items_kind, record_of
from litwiki.content.slug_fields import SLUG_KIND
from litwiki.content.strict_yaml import Mapping, Node, Scalar
from litwiki.content.text_fields import choice_kind, text_kind
from litwiki.model.entries import STATUSES, Status
from litwiki.model.ids import is_slug
from litwiki.model.records import Attribution, Pin
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
    return record_of(Status)(Fields(node, STATUS, report, is_item=True))


STATUS_KIND = Kind(
    _status, None, {**schema_of(STATUS), "type": ["string", "object"], "pattern": f"^({'|'.join(STATUSES)})$"}
)
"""What became of a paper: one word, or `{kind: retracted, notice: https://…, source: crossref, date: …}`."""


_FIELD = re.compile(r"[a-z_]{2,20}(?:\.[a-z0-9]{2,20})?")
_ATTRIBUTION = re.compile(r"([a-z0-9][a-z0-9_.-]{0,59})(?: ([0-9a-f]{4}))?")


def _sources(node: Node, report: Report) -> AnyMapping[str, Attribution]:
    found = {}
    for name, value, _, place in pairs_of(node, report):
        match = _ATTRIBUTION.fullmatch(value)
        if not _FIELD.fullmatch(name) or not match:
            fix = "write it as venue: 'crossref', or remove it"
            report(wrong(place, f"{value!r} does not name who said {name!r}", fix, "F004"))
        else:
            found[name] = Attribution(match[1], match[2] or "")
    return found


SOURCES_KIND: Kind[AnyMapping[str, Attribution]] = Kind(
    _sources,
    {},
    {
        "type": "object",
        "additionalProperties": {"type": "string", "pattern": f"^{_ATTRIBUTION.pattern}$"},
        "propertyNames": {"pattern": f"^{_FIELD.pattern}$"},
    },
)
"""Who said which value: `{venue: 'crossref 1f3a'}`, a name and four digits of the value's digest."""


def pairs_of(node: Node, report: Report) -> list[tuple[str, str, Scalar, Scalar]]:
    """Keys with their texts, on one line, and both as they stand there; what is no text or empty is reported."""
    if not isinstance(node, Mapping):
        report(wrong(node, "expected a mapping", "write {kind: 'value'}"))
        return []
    found = []
    for key, value in node.items.items():
        if isinstance(value, Scalar) and not value.is_null and clean(value.text):
            found.append((key, clean(value.text), node.keys[key], value))
        else:
            report(wrong(value, f"expected text for {key!r}", "put it in single quotes, or remove the key"))
    return found


PAPER = Key("paper", SLUG_KIND, "The slug of the paper: the name of its file without `.md`.", needed=True)
NOTE = Key("note", text_kind(), "Why this paper is here, for a reader who chooses what to read.")
PIN = (PAPER, NOTE)


def _pin_meant(word: Scalar) -> str:
    # In braces it is the same in lists of both styles.
    return f"{{paper: {word.text}}}" if is_slug(word.text) else ""


PINS_KIND = items_kind(PIN, record_of(Pin), "write `- paper: slug` and `note: why`", "paper and note", meant=_pin_meant)
"""A reading list: items with a paper and a note."""
