"""Papers in batches, the unit of work and of the memo: a wiki in, runs of papers with their digests out.

Where a batch begins follows from slugs alone (content-defined chunking), so that a paper that comes or goes changes
one batch and moves no other's border.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from zlib import crc32

from litwiki.model.memo import NO_MEMORY, Memory
from litwiki.model.records import Paper
from litwiki.model.wiki import Wiki

USUAL = 128
"""Papers in a batch, on average."""
MOST = 1_024


@dataclass(frozen=True, slots=True)
class Batch:
    """Papers that follow each other in the wiki, with a digest of each and one of all."""

    papers: tuple[Paper, ...]
    digests: tuple[bytes, ...]
    digest: bytes

    @classmethod
    def of(cls, papers: Sequence[Paper], digests: Sequence[bytes]) -> "Batch":
        """A batch of these papers with these digests."""
        return cls(tuple(papers), tuple(digests), blake2b(b"".join(digests), digest_size=32).digest())


def digest_of_paper(paper: Paper) -> bytes:
    """A digest of a record with the order of all that has one."""
    # `repr` of a record has every field, with its quotes: two records that differ are never the same text.
    return blake2b(repr(paper).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def batches_of(wiki: Wiki, usual: int = USUAL, memory: Memory = NO_MEMORY) -> tuple[Batch, ...]:
    """All papers of a wiki in their order, so many in a batch on average."""
    digests = memory.each("digests of papers", wiki.papers, digest_of_paper)
    return tuple(Batch.of(run, [digests[paper.slug] for paper in run]) for run in _runs(wiki, usual))


def _runs(wiki: Wiki, usual: int) -> Iterator[list[Paper]]:
    run: list[Paper] = []
    for slug, paper in wiki.papers.items():
        if run and (crc32(slug.encode()) % usual == 0 or len(run) == MOST):
            yield run
            run = []
        run.append(paper)
    if run:
        yield run
