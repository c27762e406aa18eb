"""Papers and listings as they were read before: what need not be read again.

Reading ten thousand front matters strictly takes seconds. A paper or listing whose files have the digests that they
had is taken from a memo, with what was wrong in it. Papers lie there in runs of some hundred: where a run begins
follows from slugs alone, so that a paper that comes or goes changes one run.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.msgpack import Decoder, encode

from litwiki.memo import Memo, decoded, key_of
from litwiki.memo.batches import runs
from litwiki.model.ids import ListingId, Slug
from litwiki.model.index_rows import IndexRow
from litwiki.model.problems import Problem
from litwiki.model.records import Listing, Paper


class ReadPaper(Struct, frozen=True):
    """A paper, its row in the indexes, and what is wrong with its files by themselves."""

    paper: Paper
    row: IndexRow
    problems: tuple[Problem, ...]


class ReadListing(Struct, frozen=True):
    """A listing, and what is wrong with its file."""

    listing: Listing
    problems: tuple[Problem, ...]


_PAPERS = Decoder(dict[Slug, tuple[str, ReadPaper]])
_LISTING = Decoder(tuple[str, ReadListing])
"""With the digests of the files that they were read from."""


class Known(Struct, frozen=True):
    """What was read before, in a memo; `digests` are those of all files by their paths below `content/`."""

    digests: Mapping[str, str]
    memo: Memo

    def papers(self) -> dict[Slug, ReadPaper]:
        """Papers whose files are what they were."""
        digests = self._digests_of_papers()
        return {
            slug: read
            for run in runs(sorted(digests))
            for slug, (digest, read) in (decoded(self.memo, _key_of_run(run), _PAPERS.decode) or {}).items()
            if digests.get(slug) == digest
        }

    def listings(self) -> dict[ListingId, ReadListing]:
        """Listings whose files are what they were."""
        return {
            ListingId(name): entry[1]
            for name, digest in self._digests_in("listings/", ".yml").items()
            if (entry := decoded(self.memo, _key_of_listing(name), _LISTING.decode)) and entry[0] == digest
        }

    def remember(self, papers: Mapping[Slug, ReadPaper], new: Iterable[ReadPaper]) -> None:
        """Puts papers into the memo, as far as they are `new`."""
        digests, changed = self._digests_of_papers(), {read.paper.slug for read in new}
        for run in runs(sorted(digests)):
            if not changed.isdisjoint(run):
                entries = {slug: (digests[slug], papers[slug]) for slug in run if slug in papers}
                self.memo.put(_key_of_run(run), encode(entries))

    def remember_listings(self, new: Iterable[ReadListing]) -> None:
        """Puts listings into the memo."""
        digests = self._digests_in("listings/", ".yml")
        for read in new:
            if digest := digests.get(read.listing.id):
                self.memo.put(_key_of_listing(read.listing.id), encode((digest, read)))

    def _digests_of_papers(self) -> dict[Slug, str]:
        """What each paper follows from: its page, and the words of its abstract where those lie apart."""
        terms = self._digests_in("terms/", ".txt")
        return {Slug(name): digest + terms.get(name, "") for name, digest in self._digests_in("papers/", ".md").items()}

    def _digests_in(self, folder: str, ending: str) -> dict[str, str]:
        """The digests of the files of a folder by their names."""
        name = slice(len(folder), -len(ending))
        files = self.digests.items()
        return {path[name]: digest for path, digest in files if path.startswith(folder) and path.endswith(ending)}


def _key_of_run(run: list[Slug]) -> bytes:
    return key_of("papers as read", run[0].encode())


def _key_of_listing(name: str) -> bytes:
    return key_of("listing as read", name.encode())
