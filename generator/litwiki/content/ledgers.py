"""Ledgers: `content/listings/<id>.yml`, what ingest was given and when. Written by ingest alone.

From the ledgers follows where each paper appeared, so that a repeated entry touches no paper file; and
the digests say which values of a paper ingest itself wrote.
"""

from collections.abc import Mapping as AnyMapping

from litwiki.content.fields import Date, Fields, Report, SlugField, Text, wrong
from litwiki.content.strict_yaml import Mapping, Node, Scalar, Sequence
from litwiki.ids import ListingId, Slug
from litwiki.markup import yaml_list, yaml_text
from litwiki.model import LedgerEntry, Listing

KEYS = ("title", "source", "printed", "date", "sha256", "entries")
DIGESTS = ("abstract", "links")
MAX_LEDGER = 100_000_000
"""Bytes; a ledger has a line for every entry and belongs to ingest, so it may be large."""


def read_ledger(node: Mapping, listing: ListingId, report: Report) -> Listing:
    """The record a ledger file holds; what is wrong with it is reported."""
    get = Fields(node, KEYS, report)
    return Listing(
        id=listing,
        title=get.required("title", Text(longest=200)),
        source=get("source", Text(longest=80)),
        printed=get("printed", Text(longest=80)) or None,
        date=get("date", Date()),
        sha256=get("sha256", Text(longest=64)),
        entries=get("entries", _Entries()),
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


def _entry(node: Node, report: Report) -> list[LedgerEntry]:
    if not isinstance(node, Mapping):
        report(wrong(node, "expected paper and title", "restore the ledger from git"))
        return []
    get = Fields(node, {"paper", "title", *DIGESTS}, report)
    slug = get.needed("paper", SlugField())
    if not slug:
        return []
    digests = {key: get(key, Text(longest=16)) for key in DIGESTS if key in node.items}
    return [LedgerEntry(Slug(slug), get("title", Text(longest=1_000)), digests)]


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
        lines += [f"- paper: {entry.paper}", f"  title: {yaml_text(entry.title)}"]
        lines += [f"  {key}: '{entry.digests[key]}'" for key in DIGESTS if key in entry.digests]
    return "\n".join(lines) + "\n"


def read_decisions(node: Mapping, report: Report) -> list[tuple[str, frozenset[Slug]]]:
    """The pairs in `content/decisions.yml`: (`same` or `different`, two slugs)."""
    get = Fields(node, ("same", "different"), report)
    return [(verdict, pair) for verdict in ("same", "different") for pair in get(verdict, _Pairs())]


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


def write_decisions(pairs: AnyMapping[str, list[list[str]]]) -> str:
    """The decisions file."""
    return "".join(
        f"{verdict}:" + ("".join(f"\n- {yaml_list(pair)}" for pair in found) or " []") + "\n"
        for verdict, found in pairs.items()
    )
