"""Papers in batches, the unit of work and of the memo: a wiki in, runs of papers with their digests out.

Where a batch begins follows from slugs alone (content-defined chunking), so that a paper that comes or goes changes
one batch and moves no other's border.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import TypeVar
from zlib import crc32

from msgspec import Struct

from litwiki.model.records import Paper
from litwiki.model.wiki import Wiki

Name = TypeVar("Name", bound=str)
USUAL = 128
"""Papers in a batch, on average."""
MOST = 1_024


class Batch(Struct, frozen=True):
    """Papers that follow each other in the wiki, with a digest of each and one of all."""

    papers: tuple[Paper, ...]
    digests: tuple[bytes, ...]
    digest: bytes

    @classmethod
    def of(cls, papers: Sequence[Paper], digests: Sequence[bytes]) -> "Batch":
        """A batch of these papers with these digests."""
        return cls(tuple(papers), tuple(digests), blake2b(b"".join(digests), digest_size=32).digest())


def batches_of(wiki: Wiki, usual: int = USUAL) -> tuple[Batch, ...]:
    """All papers of a wiki in their order, so many in a batch on average."""
    rows, papers = wiki.rows, wiki.papers
    return tuple(
        Batch.of([papers[slug] for slug in run], [bytes.fromhex(rows[slug].digest) for slug in run])
        for run in runs(papers, usual)
    )


def runs(names: Iterable[Name], usual: int = USUAL) -> Iterator[list[Name]]:
    """Names in their order, cut where a batch ends."""
    run: list[Name] = []
    for name in names:
        if run and (crc32(name.encode()) % usual == 0 or len(run) == MOST):
            yield run
            run = []
        run.append(name)
    if run:
        yield run
