"""Kinds of value with parts of their own: what became of a paper, who said a value, and a reading list."""

import re
from collections.abc import Mapping as AnyMapping

from litwiki.content.date_fields import PARTIAL_DATE_KIND, is_partial_date
from litwiki.content.fields import Fields, Key, Kind, Report, instead, nearest, schema_of, wrong
from litwiki.content.slug_fields import SLUG_KIND
from litwiki.content.strict_yaml import Mapping, Node, Scalar, Sequence
from litwiki.content.text_fields import TEXT, WEB_ADDRESS, is_web_address, text_kind
from litwiki.model.entries import STATUSES, Status
from litwiki.model.ids import Slug, is_slug
from litwiki.model.records import Attribution, Pin
from litwiki.text.words import clean

_STATUS_KEYS = ("kind", "notice", "source", "date")


def _status(node: Node, report: Report) -> Status | None:
    pairs = [("kind", node.text, node, node)] if isinstance(node, Scalar) else pairs_of(node, report)
    values = {"kind": ""}
    for key, value, _, place in pairs:
        if key not in _STATUS_KEYS:
            report(wrong(place, f"unknown key {key!r} in status", nearest(key, _STATUS_KEYS), "F001"))
        elif key == "kind" and value not in STATUSES:
            small = value.lower()
            mend = instead(place, small) if small in STATUSES else ()
            fix = f"write {small}" if mend else nearest(small, STATUSES) or "choose one, or null"
            report(wrong(place, f"{value!r} is none of {', '.join(STATUSES)}", fix, "F004", mend))
        elif key == "notice" and not is_web_address(value):
            fix = "write an http or https address without spaces"
            report(wrong(place, f"{value!r} is no web address", fix, "H002"))
        elif key == "date" and not is_partial_date(value):
            report(wrong(place, f"{value!r} is no date", "write 'YYYY-MM-DD'", "F004"))
        else:
            values[key] = value
    return Status(**values) if values["kind"] else None


STATUS_KIND = Kind(
    _status,
    None,
    {
        "type": ["string", "object"],
        "pattern": f"^({'|'.join(STATUSES)})$",
        "properties": {
            "kind": {"type": "string", "enum": [*STATUSES]},
            "notice": WEB_ADDRESS,
            "source": TEXT,
            "date": PARTIAL_DATE_KIND.schema,
        },
        "required": ["kind"],
        "additionalProperties": False,
    },
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


def _pins(node: Node, report: Report) -> tuple[Pin, ...]:
    if not isinstance(node, Sequence):
        report(wrong(node, "expected a list of {paper, note}", "write `- paper: slug`"))
        return ()
    found = []
    for item in node.items:
        if not isinstance(item, Mapping):
            slug = item.text if isinstance(item, Scalar) and is_slug(item.text) else ""
            fix = f"write `- paper: {slug or 'slug'}` and `note: why`"
            # In braces it is the same in lists of both styles.
            mend = instead(item, f"{{paper: {slug}}}") if slug and isinstance(item, Scalar) else ()
            report(wrong(item, "expected paper and note", fix, mend=mend))
            continue
        get = Fields(item, PIN, report)
        paper = get(PAPER)
        if paper:
            found.append(Pin(Slug(paper), get(NOTE)))
    return tuple(found)


PINS_KIND: Kind[tuple[Pin, ...]] = Kind(_pins, (), {"type": "array", "items": schema_of(PIN)})
"""A reading list: items with a paper and a note."""
