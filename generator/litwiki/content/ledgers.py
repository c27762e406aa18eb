"""Ledgers: `content/listings/<id>.yml`, what ingest was given and when. Written by ingest alone.

From the ledgers follows where each paper appeared, so that a repeated entry touches no paper file; and
the digests say which values of a paper ingest itself wrote.
"""

import re
from collections.abc import Mapping as AnyMapping
from typing import Any

from litwiki.content.fields import (
    SLUG_TEXT,
    Date,
    Fields,
    Key,
    Report,
    Schema,
    SlugField,
    Text,
    schema_of,
    wrong,
)
from litwiki.content.strict_yaml import Mapping, Node, Scalar, Sequence, is_empty, parse
from litwiki.model.errors import UsageError
from litwiki.model.ids import ListingId, Slug
from litwiki.markup import yaml_text, yaml_word
from litwiki.model.records import Kept, LedgerEntry, Listing

DIGESTS = ("abstract", "links")
MAX_LEDGER = 100_000_000
"""Bytes; a ledger has a line for every entry and belongs to ingest, so it may be large."""

PAPER = Key("paper", SlugField(), "The slug of the paper that this entry is about.", needed=True)
PRINTED_TITLE = Key("title", Text(longest=1_000), "The title as this listing printed it.")
DIGEST_KEYS = tuple(
    Key(name, Text(longest=16), f"The beginning of the SHA-256 of the {name} that ingest wrote from this entry.")
    for name in DIGESTS
)
PENDING = Key("pending", Text(longest=300), "The id of a paper of which nothing else is known yet: arxiv:2410.23168.")
EXCLUDED = Key("excluded", Text(longest=300), "Why this paper is not wanted here.")
CITATION_KEY = Key("key", Text(longest=300), "The entry's citation key in the bibliography.")


class _Fields:
    """What an entry said besides, by the source's names for it."""

    @property
    def default(self) -> AnyMapping[str, str]:
        return {}

    def read(self, node: Node, report: Report) -> AnyMapping[str, str]:
        if not isinstance(node, Mapping):
            report(wrong(node, "expected a mapping", "restore the ledger from git"))
            return {}
        return {key: value.text for key, value in node.items.items() if isinstance(value, Scalar)}

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": {"type": "string"}}


FIELDS = Key("fields", _Fields(), "What the entry said and no key of a paper holds.")
ENTRY: tuple[Key[Any], ...] = (
    Key("paper", SlugField(), "The slug of the paper that this entry is about."),
    PRINTED_TITLE,
    PENDING,
    EXCLUDED,
    CITATION_KEY,
    *DIGEST_KEYS,
    FIELDS,
)


class _Entries:
    @property
    def default(self) -> tuple[LedgerEntry, ...]:
        return ()

    def read(self, node: Node, report: Report) -> tuple[LedgerEntry, ...]:
        if not isinstance(node, Sequence):
            report(wrong(node, "expected a list of entries", "restore the ledger from git"))
            return ()
        return tuple(entry for item in node.items for entry in _entry(item, report))

    def schema(self) -> Schema:
        return {"type": "array", "items": schema_of(ENTRY)}


def _entry(node: Node, report: Report) -> list[LedgerEntry]:
    if not isinstance(node, Mapping):
        report(wrong(node, "expected paper and title", "restore the ledger from git"))
        return []
    get = Fields(node, ENTRY, report)
    slug, pending = get(PAPER), get(PENDING)
    if not slug and not pending:
        report(wrong(node, "no paper and no pending id", "restore the ledger from git", "F002"))
        return []
    digests = {key.name: get(key) for key in DIGEST_KEYS if key.name in node.items}
    return [
        LedgerEntry(
            Slug(slug) if slug else None,
            get(PRINTED_TITLE),
            digests,
            pending=pending,
            excluded=get(EXCLUDED),
            key=get(CITATION_KEY),
            fields=get(FIELDS),
        )
    ]


TITLE = Key("title", Text(longest=200), "The name of the listing on its page.", needed=True)
SOURCE = Key("source", Text(longest=80), "The format from which the listing was read.")
PRINTED = Key("printed", Text(longest=80), "The date as the listing printed it, such as 'Mar 17'.")
DATE = Key("date", Date(), "The full date where it is known: YYYY-MM-DD.")
SHA256 = Key("sha256", Text(longest=64), "The SHA-256 of the file that was read.")
ENTRIES = Key("entries", _Entries(), "The entries in printed order.")
KEYS = (TITLE, SOURCE, PRINTED, DATE, SHA256, ENTRIES)


def read_ledger(node: Mapping, listing: ListingId, report: Report) -> Listing:
    """The record a ledger file holds; what is wrong with it is reported."""
    get = Fields(node, KEYS, report)
    return Listing(
        id=listing,
        title=get(TITLE),
        source=get(SOURCE),
        printed=get(PRINTED) or None,
        date=get(DATE),
        sha256=get(SHA256),
        entries=get(ENTRIES),
    )


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
        values = {
            "paper": yaml_word(entry.paper) if entry.paper else "",
            **{"title": yaml_text(entry.title) if entry.title or entry.paper else ""},
            **{"pending": entry.pending and yaml_text(entry.pending)},
            **{"excluded": entry.excluded and yaml_text(entry.excluded)},
            **{"key": entry.key and yaml_text(entry.key)},
            **{key: f"'{entry.digests[key]}'" for key in DIGESTS if key in entry.digests},
        }
        said = [f"{key}: {value}" for key, value in values.items() if value]
        said += ["fields:", *(f"  {yaml_text(k)}: {yaml_text(v)}" for k, v in entry.fields.items())] if entry.fields else []
        lines += [f"{'  ' if number else '- '}{line}" for number, line in enumerate(said)]
    return "\n".join(lines) + "\n"


class _Pairs:
    @property
    def default(self) -> tuple[frozenset[Slug], ...]:
        return ()

    def read(self, node: Node, report: Report) -> tuple[frozenset[Slug], ...]:
        found = []
        for item in node.items if isinstance(node, Sequence) else ():
            slugs = [Slug(x.text) for x in item.items if isinstance(x, Scalar)] if isinstance(item, Sequence) else []
            if len(set(slugs)) == 2:
                found.append(frozenset(slugs))
            else:
                report(wrong(item, "expected two slugs", "write - [one, other]"))
        if not isinstance(node, Sequence):
            report(wrong(node, "expected a list of pairs", "write - [one, other]"))
        return tuple(found)

    def schema(self) -> Schema:
        pair: Schema = {"type": "array", "items": {**SLUG_TEXT}, "minItems": 2, "maxItems": 2, "uniqueItems": True}
        return {"type": "array", "items": pair}


FIELD = Key("field", Text(longest=40), "The key of the paper file that keeps its value.")
GIVEN = Key("given", Text(longest=16), "The beginning of the SHA-256 of the listing's value that was turned down.")
KEPT_ITEM: tuple[Key[Any], ...] = (PAPER, FIELD, GIVEN)


class _Kepts:
    @property
    def default(self) -> tuple[Kept, ...]:
        return ()

    def read(self, node: Node, report: Report) -> tuple[Kept, ...]:
        if not isinstance(node, Sequence):
            report(wrong(node, "expected a list", "write - {paper: slug, field: title, given: digest}"))
            return ()
        return tuple(found for item in node.items for found in _kept(item, report))

    def schema(self) -> Schema:
        return {"type": "array", "items": schema_of(KEPT_ITEM)}


def _kept(node: Node, report: Report) -> list[Kept]:
    if not isinstance(node, Mapping):
        report(wrong(node, "expected paper, field and given", "write - {paper: slug, field: title, given: digest}"))
        return []
    get = Fields(node, KEPT_ITEM, report)
    slug = get(PAPER)
    return [Kept(Slug(slug), get(FIELD), get(GIVEN))] if slug else []


SAME = Key("same", _Pairs(), "Pairs of slugs that are one paper.")
DIFFERENT = Key("different", _Pairs(), "Pairs of slugs that look alike and are two papers.")
KEPT = Key("kept", _Kepts(), "Values of papers that a person kept where a listing had another.")
DECISIONS: tuple[Key[Any], ...] = (SAME, DIFFERENT, KEPT)


def read_decisions(node: Mapping, report: Report) -> list[tuple[str, frozenset[Slug]]]:
    """The pairs in `content/decisions.yml`: (`same` or `different`, two slugs)."""
    get = Fields(node, DECISIONS, report)
    return [(verdict.name, pair) for verdict in (SAME, DIFFERENT) for pair in get(verdict)]


def read_kept(node: Mapping, report: Report) -> tuple[Kept, ...]:
    """The values in `content/decisions.yml` that a person kept against a listing's."""
    kept = node.items.get(KEPT.name)
    return () if kept is None or (isinstance(kept, Scalar) and kept.is_null) else KEPT.kind.read(kept, report)


def with_item(text: str, key: str, item: str) -> str:
    """A YAML file's text with one more line `- item` in the list `key`, every other line as it was."""
    lines = text.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    newline = "\r" if "\r\n" in text else ""
    path = "content/decisions.yml"
    items = parse(text.replace("\r\n", "\n"), path).items if not is_empty(text) else {}
    node = items.get(key)
    if isinstance(node, Sequence) and node.items and lines[node.place.line - 1].lstrip().startswith("-"):
        last = node.items[-1]
        indent = " " * (node.place.column - 1)
        lines.insert(max(last.end[0], last.place.line - 1) + 1, f"{indent}- {item}{newline}")
    elif node is None or (isinstance(node, Scalar) and node.is_null) or (isinstance(node, Sequence) and not node.items):
        # An absent or empty list: a line of its own begins a new one.
        lines = [line for line in lines if not re.match(rf"{key}\s*:", line)]
        lines += [f"{key}:{newline}", f"- {item}{newline}"]
    else:
        raise UsageError(f"{path}:{node.place.line}: write the list {key!r} with one item a line, then run this again")
    return "\n".join(lines) + "\n"
