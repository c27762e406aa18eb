"""Ids that wait for the rest: `content/pending.yml`, one line an id, sorted, so that two pull requests merge.

An id without a title makes no paper: a page titled by an address helps nobody. It stands here, and its listing's
ledger names it, until a bibliography, an enrichment or a person brings the record; then the line goes.
"""

import re
from collections.abc import Iterable
from typing import Any

from litwiki.content.date_fields import Date
from litwiki.content.fields import Fields, Key, Report, Schema, schema_of, wrong
from litwiki.content.slug_fields import SlugField
from litwiki.content.strict_yaml import Mapping, Node, Scalar, Sequence
from litwiki.markup import yaml_text, yaml_word
from litwiki.model.ids import ListingId
from litwiki.model.records import Pending
from litwiki.text.id_kinds import ID_KINDS
from litwiki.text.words import clean

LONGEST_ID = 300
ABOUT = "# Ids of papers of which nothing else is known yet. A line goes when its paper has come.\n"


class _Id:
    """A kind and a value with a colon between them."""

    default: str | None = None

    def read(self, node: Node, report: Report) -> str | None:
        text = clean(node.text) if isinstance(node, Scalar) else ""
        if len(text) <= LONGEST_ID and is_pending_id(text):
            return text
        report(wrong(node, "expected an id", "write it as arxiv:2410.23168, in quotes", "F004"))
        return None

    def schema(self) -> Schema:
        return {"type": "string", "pattern": rf"^({'|'.join(ID_KINDS)}):\S+$", "maxLength": LONGEST_ID}


def is_pending_id(text: str) -> bool:
    """Whether a text is a kind of id, a colon and a value."""
    kind, colon, value = text.partition(":")
    return bool(colon) and kind in ID_KINDS and re.fullmatch(r"\S+", value) is not None


ID = Key("id", _Id(), "The id: its kind, a colon, and the id as its source writes it.", needed=True)
SINCE = Key("since", Date(), "The day on which it came: YYYY-MM-DD.")
LISTING = Key("listing", SlugField(), "The listing that brought it.")
ITEM: tuple[Key[Any], ...] = (ID, SINCE, LISTING)


class _Items:
    @property
    def default(self) -> tuple[Pending, ...]:
        return ()

    def read(self, node: Node, report: Report) -> tuple[Pending, ...]:
        if not isinstance(node, Sequence):
            report(wrong(node, "expected a list", "write - {id: 'arxiv:2410.23168'}"))
            return ()
        found: dict[str, Pending] = {}
        for item in node.items:
            if not isinstance(item, Mapping):
                report(wrong(item, "expected an id", "write - {id: 'arxiv:2410.23168'}"))
                continue
            get = Fields(item, ITEM, report)
            id_, since, listing = get(ID), get(SINCE), get(LISTING)
            if id_:
                found.setdefault(id_, Pending(id_, since, ListingId(listing) if listing else None))
        return tuple(found[key] for key in sorted(found))

    def schema(self) -> Schema:
        return {"type": "array", "items": schema_of(ITEM)}


PENDING = Key("pending", _Items(), "Ids that wait for the rest, one a line, sorted.")
KEYS: tuple[Key[Any], ...] = (PENDING,)


def read_pending(node: Mapping, report: Report) -> tuple[Pending, ...]:
    """The ids of a pending file, sorted and each once; what is wrong with it is reported."""
    return Fields(node, KEYS, report)(PENDING)


def write_pending(pending: Iterable[Pending]) -> str:
    """A pending file."""
    lines = []
    for one in sorted(pending, key=lambda one: one.id):
        since = f", since: {one.since}" if one.since else ""
        listing = f", listing: {yaml_word(one.listing)}" if one.listing else ""
        lines.append(f"- {{id: {yaml_text(one.id)}{since}{listing}}}\n")
    return ABOUT + "pending:\n" + "".join(lines)
