"""Ledgers: `content/listings/<id>.yml`, what ingest was given and when. Written by ingest alone.

From the ledgers follows where each paper appeared, so that a repeated entry touches no paper file; and
the digests say which values of a paper ingest itself wrote.
"""

from collections.abc import Mapping as AnyMapping
from typing import Any

from litwiki.content.date_fields import DATE_KIND
from litwiki.content.fields import Fields, Key, Kind, Report, schema_of, wrong
from litwiki.content.items import items_kind
from litwiki.content.strict_yaml import Mapping, Node, Scalar
from litwiki.content.text_fields import SLUG_KIND, optional_kind, text_kind
from litwiki.markup.yaml import yaml_map, yaml_text, yaml_word
from litwiki.model.as_json import JsonValue
from litwiki.model.ids import ListingId, Slug
from litwiki.model.records import LedgerEntry, Listing
from litwiki.model.replace import replace

DIGESTS = ("abstract", "links")
MAX_LEDGER = 100_000_000
"""Bytes; a ledger has a line for every entry and belongs to ingest, so it may be large."""

RESTORE = "restore the ledger from git"
PAPER = Key("paper", SLUG_KIND, "The slug of the paper that this entry is about.")
PRINTED_TITLE = Key("title", text_kind(1_000), "The title as this listing printed it.")
DIGEST_KEYS = tuple(
    Key(name, text_kind(16), f"The beginning of the SHA-256 of the {name} that ingest wrote from this entry.")
    for name in DIGESTS
)
PENDING = Key("pending", text_kind(300), "The id of a paper of which nothing else is known yet: arxiv:2410.23168.")
EXCLUDED = Key("excluded", text_kind(300), "Why this paper is not wanted here.")
CITATION_KEY = Key("key", text_kind(300), "The entry's citation key in the bibliography.")


def _texts(node: Node, report: Report) -> AnyMapping[str, str]:
    if not isinstance(node, Mapping):
        report(wrong(node, "expected a mapping", RESTORE))
        return {}
    return {key: value.text for key, value in node.items.items() if isinstance(value, Scalar)}


TEXTS_KIND: Kind[AnyMapping[str, str]] = Kind(
    _texts, {}, {"type": "object", "additionalProperties": {"type": "string"}}
)
"""Texts by names that are not ours."""


GIVEN = Key("given", TEXTS_KIND, "The beginnings of the SHA-256 of other values that this entry had, by field.")
FIELDS = Key("fields", TEXTS_KIND, "What the entry said and no key of a paper holds.")
ENTRY: tuple[Key[Any], ...] = (PAPER, PRINTED_TITLE, PENDING, EXCLUDED, CITATION_KEY, *DIGEST_KEYS, GIVEN, FIELDS)


def _entry(get: Fields) -> LedgerEntry | None:
    slug, pending, said = get(PAPER), get(PENDING), get.node.items
    if not slug and not pending:
        if PAPER.name not in said:
            get.report(wrong(get.node, "no paper and no pending id", RESTORE, "F002"))
        return None
    digests: AnyMapping[str, str] = get(GIVEN)
    return LedgerEntry(
        Slug(slug) if slug else None,
        get(PRINTED_TITLE),
        {**{key.name: get(key) for key in DIGEST_KEYS if key.name in said}, **digests},
        pending=pending,
        excluded=get(EXCLUDED),
        key=get(CITATION_KEY),
        fields=get(FIELDS),
    )


TITLE = Key("title", text_kind(200), "The name of the listing on its page.", needed=True)
SOURCE = Key("source", text_kind(80), "The format from which the listing was read.")
PRINTED = Key("printed", optional_kind(text_kind(80)), "The date as the listing printed it, such as 'Mar 17'.")
DATE = Key("date", DATE_KIND, "The full date where it is known: YYYY-MM-DD.")
SHA256 = Key("sha256", text_kind(64), "The SHA-256 of the file that was read.")
EITHER: list[JsonValue] = [{"required": [PAPER.name]}, {"required": [PENDING.name]}]
ENTRIES_KIND = replace(
    items_kind(ENTRY, _entry, RESTORE, "paper and title"),
    schema={"type": "array", "items": {**schema_of(ENTRY), "anyOf": EITHER}},
)
ENTRIES = Key("entries", ENTRIES_KIND, "The entries in printed order.")
KEYS = (TITLE, SOURCE, PRINTED, DATE, SHA256, ENTRIES)


def read_ledger(node: Mapping, listing: ListingId, report: Report) -> Listing:
    """The record a ledger file holds; what is wrong with it is reported."""
    return Listing(listing, **Fields(node, KEYS, report).values())


def write_ledger(listing: Listing) -> str:
    """A ledger file: a few lines an entry, so that git merges and people read it."""
    lines = [
        f"title: {yaml_text(listing.title)}",
        f"source: {yaml_text(listing.source)}",
        f"printed: {yaml_text(listing.printed) if listing.printed else 'null'}",
        f"date: {yaml_text(listing.date) if listing.date else 'null'}",
        f"sha256: {listing.sha256}",
        "entries:" if listing.entries else "entries: []",
    ]
    for entry in listing.entries:
        others = {name: value for name, value in entry.digests.items() if name not in DIGESTS}
        values = {
            "paper": yaml_word(entry.paper) if entry.paper else "",
            "title": yaml_text(entry.title) if entry.title or entry.paper else "",
            "pending": entry.pending and yaml_text(entry.pending),
            "excluded": entry.excluded and yaml_text(entry.excluded),
            "key": entry.key and yaml_text(entry.key),
            **{key: f"'{entry.digests[key]}'" for key in DIGESTS if key in entry.digests},
            GIVEN.name: yaml_map(others) if others else "",
        }
        said = [f"{key}: {value}" for key, value in values.items() if value]
        said += ["fields:"] if entry.fields else []
        said += [f"  {yaml_text(name)}: {yaml_text(value)}" for name, value in entry.fields.items()]
        lines += [f"{'  ' if number else '- '}{line}" for number, line in enumerate(said)]
    return "\n".join(lines) + "\n"
