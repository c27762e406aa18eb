"""Papers and listings as they were read before: what need not be read again.

Reading ten thousand front matters strictly takes seconds. A paper or listing whose files have the digests that they
had is taken from a memo, with what was wrong in it. Papers lie there in runs of some hundred: where a run begins
follows from slugs alone, so that a paper that comes or goes changes one run.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from litwiki.memo import Memo, decoded, key_of
from litwiki.memo.batches import runs
from litwiki.memo.codec import from_plain_data, to_plain_data
from litwiki.model.ids import ListingId, Slug
from litwiki.model.index_rows import IndexRow
from litwiki.model.problems import Problem
from litwiki.model.records import Listing, Paper

PAPERS, TERMS, LISTINGS = "papers/", "terms/", "listings/"


class ReadPaper(NamedTuple):
    """A paper, its row in the indexes, and what is wrong with its files by themselves."""

    paper: Paper
    row: IndexRow
    problems: tuple[Problem, ...]


class ReadListing(NamedTuple):
    """A listing, and what is wrong with its file."""

    listing: Listing
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What was read before, in a memo; `digests` are those of all files by their paths below `content/`."""

    digests: Mapping[str, str]
    memo: Memo

    def papers(self) -> dict[Slug, ReadPaper]:
        """Papers whose files are what they were."""
        own = self._digests_of_papers()
        return {
            slug: read
            for run in runs(sorted(own))
            for slug, (digest, read) in (decoded(self.memo, _key_of_run(run), _papers) or {}).items()
            if own.get(slug) == digest
        }

    def listings(self) -> dict[ListingId, ReadListing]:
        """Listings whose files are what they were."""
        return {
            name: told[1]
            for name, digest in self._digests_of_listings().items()
            if (told := decoded(self.memo, _key_of_listing(name), _listing)) and told[0] == digest
        }

    def remember(self, papers: Mapping[Slug, ReadPaper], new: Iterable[ReadPaper]) -> None:
        """Puts papers into the memo, as far as they are `new`."""
        own, changed = self._digests_of_papers(), {read.paper.slug for read in new}
        for run in runs(sorted(own)):
            if not changed.isdisjoint(run):
                told = {slug: (own[slug], to_plain_data(papers[slug])) for slug in run if slug in papers}
                _save(self.memo, _key_of_run(run), told)

    def remember_listings(self, new: Iterable[ReadListing]) -> None:
        """Puts listings into the memo."""
        own = self._digests_of_listings()
        for read in new:
            if digest := own.get(read.listing.id):
                _save(self.memo, _key_of_listing(read.listing.id), (digest, to_plain_data(read)))

    def _digests_of_papers(self) -> dict[Slug, str]:
        """What each paper follows from: its page, and the words of its abstract where those lie apart."""
        return {
            Slug(path[len(PAPERS) : -3]): digest + self.digests.get(f"{TERMS}{path[len(PAPERS) : -3]}.txt", "")
            for path, digest in self.digests.items()
            if path.startswith(PAPERS) and path.endswith(".md")
        }

    def _digests_of_listings(self) -> dict[ListingId, str]:
        return {
            ListingId(path[len(LISTINGS) : -4]): digest
            for path, digest in self.digests.items()
            if path.startswith(LISTINGS) and path.endswith(".yml")
        }


def _key_of_run(run: list[Slug]) -> bytes:
    return key_of("papers as read", run[0].encode())


def _key_of_listing(name: ListingId) -> bytes:
    return key_of("listing as read", name.encode())


def _papers(value: bytes) -> Mapping[Slug, tuple[str, ReadPaper]]:
    """Papers with their digests, as `_save` wrote them."""
    return {
        Slug(slug): (digest, from_plain_data(ReadPaper, told)) for slug, (digest, told) in json.loads(value).items()
    }


def _listing(value: bytes) -> tuple[str, ReadListing]:
    digest, told = json.loads(value)
    return digest, from_plain_data(ReadListing, told)


def _save(memo: Memo, key: bytes, told: object) -> None:
    memo.put(key, json.dumps(told, separators=(",", ":")).encode())
