"""Ids that wait for the rest: `content/pending.yml`, one line an id, sorted, so that two pull requests merge.

An id without a title makes no paper: a page titled by an address helps nobody. It stands here, and its listing's
ledger names it, until a bibliography, an enrichment or a person brings the record; then the line goes.
"""

import re
from collections.abc import Iterable
from typing import Any

from litwiki.content.date_fields import DATE_KIND
from litwiki.content.fields import Fields, Key, Report
from litwiki.content.items import formed_kind, item_value, items_kind
from litwiki.content.strict_yaml import Mapping
from litwiki.content.text_fields import SLUG_KIND
from litwiki.model.records import Pending
from litwiki.text.id_kinds import ID_KINDS

LONGEST_ID = 300
ABOUT = "# Ids of papers of which nothing else is known yet. A line goes when its paper has come.\n"


PENDING_ID = re.compile(rf"({'|'.join(ID_KINDS)}):\S+")
"""A kind of id, a colon and a value."""
ID = Key(
    "id",
    formed_kind(
        lambda text: text if len(text) <= LONGEST_ID and PENDING_ID.fullmatch(text) else "",
        "",
        "an id",
        "write it as arxiv:2410.23168, in quotes",
        {"type": "string", "pattern": f"^{PENDING_ID.pattern}$", "maxLength": LONGEST_ID},
    ),
    "The id: its kind, a colon, and the id as its source writes it.",
    needed=True,
)
ITEM = (
    ID,
    Key("since", DATE_KIND, "The day on which it came: YYYY-MM-DD."),
    Key("listing", SLUG_KIND, "The listing that brought it."),
)
ITEMS = items_kind(
    ITEM, lambda get: get.record(Pending), "write - {id: 'arxiv:2410.23168'}", "an id", lambda one: one.id
)
PENDING = Key("pending", ITEMS, "Ids that wait for the rest, one a line, sorted.")
KEYS: tuple[Key[Any], ...] = (PENDING,)


def read_pending(node: Mapping, report: Report) -> tuple[Pending, ...]:
    """The ids of a pending file, sorted and each once; what is wrong with it is reported."""
    pending = Fields(node, KEYS, report)(PENDING)
    return tuple(sorted(pending, key=lambda one: one.id))


def write_pending(pending: Iterable[Pending]) -> str:
    """A pending file."""
    lines = (f"- {item_value(ITEM, one)}\n" for one in sorted(pending, key=lambda one: one.id))
    return "".join([ABOUT, "pending:\n", *lines])
