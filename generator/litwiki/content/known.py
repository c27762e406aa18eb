"""Papers and listings as they were read before: what need not be read again.

Reading ten thousand front matters strictly takes seconds. A paper or listing whose files have the digests that they
had, and in which nothing was wrong, is taken from a memo, where papers lie in runs of some hundred: where a run begins
follows from slugs alone, so that a paper that comes or goes changes one run.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from zlib import crc32

from litwiki.model.codec import from_plain_data, to_plain_data
from litwiki.model.ids import ListingId, Slug
from litwiki.model.memo import Memo, decoded, key_of
from litwiki.model.records import Listing, Paper

USUAL = 128
"""Papers in a run, on average."""
PAPERS, TERMS, LISTINGS = "papers/", "terms/", "listings/"

Digests = Mapping[str, str]
"""Digests of files by their paths below `content/`."""


@dataclass(frozen=True, slots=True)
class Known:
    """What need not be read again."""

    papers: Mapping[Slug, Paper] = field(default_factory=dict)
    listings: Mapping[ListingId, Listing] = field(default_factory=dict)


def recall(digests: Digests, memo: Memo) -> Known:
    """What `remember` put into the memo and is still so."""
    papers = _digests_of_papers(digests)
    found: dict[Slug, Paper] = {}
    for key, slugs in _runs(sorted(papers)):
        for slug, (digest, paper) in (decoded(memo, key, _papers) or {}).items():
            if papers.get(slug) == digest and slug in slugs:
                found[Slug(slug)] = paper
    listings = {
        ListingId(name): told[1]
        for name, digest in _digests_of_listings(digests).items()
        if (told := decoded(memo, _listing_key(name), partial(_listing, name))) and told[0] == digest
    }
    return Known(found, listings)


def remember(digests: Digests, memo: Memo, papers: Iterable[Paper], listings: Iterable[Listing], known: Known) -> None:
    """Puts papers and listings in which nothing was wrong into the memo, as far as they are not `known` to be there."""
    own = _digests_of_papers(digests)
    by_slug: dict[str, Paper] = {paper.slug: paper for paper in papers}
    for key, slugs in _runs(sorted(own)):
        here = [slug for slug in slugs if slug in by_slug]
        if any(Slug(slug) not in known.papers for slug in here):
            _save(memo, key, {slug: (own[slug], to_plain_data(by_slug[slug])) for slug in here})
    of_listings = _digests_of_listings(digests)
    for listing in listings:
        if listing.id not in known.listings and listing.id in of_listings:
            told = (of_listings[listing.id], to_plain_data(listing))
            _save(memo, _listing_key(listing.id), {listing.id: told})


def _digests_of_papers(digests: Digests) -> dict[str, str]:
    """What each paper follows from, by slug: its page, and the words of its abstract where those lie apart."""
    return {
        path[len(PAPERS) : -3]: digest + digests.get(f"{TERMS}{path[len(PAPERS) : -3]}.txt", "")
        for path, digest in digests.items()
        if path.startswith(PAPERS) and path.endswith(".md")
    }


def _digests_of_listings(digests: Digests) -> dict[str, str]:
    return {
        path[len(LISTINGS) : -4]: digest
        for path, digest in digests.items()
        if path.startswith(LISTINGS) and path.endswith(".yml")
    }


def _runs(slugs: Sequence[str]) -> Iterator[tuple[bytes, set[str]]]:
    """Runs of slugs, each with its key."""
    run: list[str] = []
    for slug in slugs:
        if run and crc32(slug.encode()) % USUAL == 0:
            yield key_of("papers as read", run[0].encode()), {*run}
            run = []
        run.append(slug)
    if run:
        yield key_of("papers as read", run[0].encode()), {*run}


def _listing_key(name: str) -> bytes:
    return key_of("listing as read", name.encode())


def _papers(value: bytes) -> Mapping[str, tuple[str, Paper]]:
    """Papers with their digests, as `_save` wrote them."""
    return {slug: (digest, from_plain_data(Paper, data)) for slug, (digest, data) in json.loads(value).items()}


def _listing(name: str, value: bytes) -> tuple[str, Listing]:
    digest, data = json.loads(value)[name]
    return digest, from_plain_data(Listing, data)


def _save(memo: Memo, key: bytes, told: Mapping[str, object]) -> None:
    memo.put(key, json.dumps(told, separators=(",", ":")).encode())
