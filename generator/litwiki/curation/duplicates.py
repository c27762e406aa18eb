"""Papers that look alike: titles and texts in, pairs that a person must judge out, without comparing all with all.

A term is known by 64 bits of its digest, a paper's terms by a sorted array of them: so 100,000 papers fit in 200 MB
and go from one process to another in one piece. Candidates are papers that share one of the rarest terms of another's
title or text (docs/decisions/022 and 026); what is left of them is compared term by term.
"""

import functools
import hashlib
import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from litwiki import processes
from litwiki.model.ids import Slug
from litwiki.model.records import Uncertain
from litwiki.text.words import terms_of, words

SAME_TITLE = 0.88
SIMILAR_TITLE = 0.80
SIMILAR_TEXT = 0.40
SAME_TEXT = 0.70
RAREST = 4
"""Terms of a title, and of a text, by which candidates are looked up; one that nobody else has finds nothing."""
MOST_COMMON = 200
"""A term that more papers than this have finds nothing that a rarer one would not."""
SIGNATURE = 512
"""Bits of a signature; a text has about a hundred terms."""

Terms = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Bags:
    """The sets of terms of many texts in one array: those of text `n` are `terms[starts[n]:starts[n + 1]]`, sorted."""

    terms: Terms
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, sets: Sequence[Terms]) -> "Bags":
        """One array of many."""
        terms = np.concatenate([np.zeros(0, np.uint64), *sets])
        return cls(terms, np.cumsum([0, *map(len, sets)], dtype=np.int64))

    @classmethod
    def joined(cls, parts: Sequence["Bags"]) -> "Bags":
        """The texts of all parts in their order."""
        sizes = np.concatenate([np.zeros(1, np.int64), *(np.diff(part.starts) for part in parts)])
        return cls(np.concatenate([np.zeros(0, np.uint64), *(part.terms for part in parts)]), np.cumsum(sizes))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> Terms:
        return self.terms[self.starts[number] : self.starts[number + 1]]


@functools.cache
def _numbers(word: str) -> tuple[int, ...]:
    """The stems that a word counts for, as numbers."""
    return tuple(
        int.from_bytes(hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest())
        for term in terms_of(word)
    )


def terms_in(text: str) -> Terms:
    """The different terms of a text."""
    found = set(itertools.chain.from_iterable(map(_numbers, set(words(text)))))
    return np.sort(np.fromiter(found, np.uint64, len(found)))


def pairs(
    slugs: Sequence[Slug],
    said: Callable[[Slug], tuple[str, str]],
    asked: Collection[Slug],
    decided: Collection[frozenset[Slug]],
) -> list[Uncertain]:
    """Pairs of one of `asked` and another of `slugs` that look alike, each once; `said` is a paper's title and text.

    Observed: preprint and published version differ in a subtitle; a renamed paper keeps its abstract; Part I and
    Part II have one title but for a digit, and different abstracts. Rule: titles alike and texts alike, or titles
    nearly equal where a text is missing, or texts nearly equal. Where it is wrong, a person sees one pair more.
    """
    if not asked:
        return []
    slugs = sorted(slugs)

    def read(shard: Sequence[Slug], _: Callable[[], None]) -> tuple[Bags, Bags]:
        texts = [said(slug) for slug in shard]
        return Bags.of([terms_in(title) for title, _ in texts]), Bags.of([terms_in(text) for _, text in texts])

    shards = processes.contiguous(slugs, processes.worth(len(slugs), 2_000))
    parts = processes.share(read, shards)
    candidates = Candidates(Bags.joined([titles for titles, _ in parts]), Bags.joined([texts for _, texts in parts]))
    del parts

    def compare(shard: Sequence[int], _: Callable[[], None]) -> list[Uncertain]:
        return list(_alike(shard))

    def _alike(shard: Sequence[int]) -> Iterator[Uncertain]:
        for number in shard:
            slug, (title, _) = slugs[number], said(slugs[number])
            for row in candidates.of(number):
                other = slugs[row]
                if (other in asked and other < slug) or frozenset({slug, other}) in decided:
                    continue
                same_title = likeness(title, said(other)[0])
                same_text = share_of(candidates.texts[number], candidates.texts[row])
                if looks_alike(same_title, same_text):
                    text = None if same_text is None else round(same_text, 3)
                    yield Uncertain(slug, other, round(same_title, 3), text)

    rows = [number for number, slug in enumerate(slugs) if slug in asked]
    shards_of_rows = processes.contiguous(rows, processes.worth(len(rows), 2_000))
    return list(itertools.chain.from_iterable(processes.share(compare, shards_of_rows)))


def likeness(a: str, b: str) -> float:
    """How alike two titles are, from 0 to 1, whatever the order of their words."""
    return float(fuzz.token_sort_ratio(a.casefold(), b.casefold())) / 100


def share_of(a: Terms, b: Terms) -> float | None:
    """How many of the terms of two texts both have (Jaccard's index); None where one is missing."""
    if not len(a) or not len(b):
        return None
    common = len(np.intersect1d(a, b, assume_unique=True))
    return common / (len(a) + len(b) - common)


def looks_alike(title: float, text: float | None) -> bool:
    """Whether a person should look at two papers."""
    if text is None:
        return title >= SAME_TITLE
    return text >= SIMILAR_TEXT and (title >= SIMILAR_TITLE or text >= SAME_TEXT)


class Candidates:
    """For a paper those that share one of its rarest terms and may have enough of its text in common.

    Of the papers found by a rare term, most share little else. Each has a *signature*: a row of bits, each term of its
    text sets one. A bit that one paper has and the other has not stands for at least one term that the other has not,
    so of n terms at most n minus the number of such bits are common. A pair is left out only if even so many were
    fewer than `SIMILAR_TEXT` asks for: exactly the pairs go that `looks_alike` would refuse for their texts (a pair
    with a text missing stays).
    """

    def __init__(self, titles: Bags, texts: Bags) -> None:
        self.texts = texts
        self.indexes = (_Index(titles), _Index(texts))
        self.sizes = np.diff(texts.starts)
        self.signatures = _signatures(texts)

    def of(self, number: int) -> list[int]:
        """The candidates of one paper, in order."""
        others = np.unique(np.concatenate([index.near(number) for index in self.indexes]))
        others = others[others != number]
        if not len(others):
            return []
        mine, theirs = self.signatures[number], self.signatures[others]
        size, sizes = self.sizes[number], self.sizes[others]
        only_mine = np.bitwise_count(mine & ~theirs).sum(axis=1, dtype=np.int64)
        only_theirs = np.bitwise_count(theirs & ~mine).sum(axis=1, dtype=np.int64)
        most = np.minimum(size - only_mine, sizes - only_theirs)
        enough = most * (1 + SIMILAR_TEXT) >= SIMILAR_TEXT * (size + sizes) - 0.001
        return [int(row) for row in others[enough | (sizes == 0) | (size == 0)]]


class _Index:
    """Which texts have a term. Terms are numbered by their order; `rows` lists the texts of each, one after another."""

    def __init__(self, bags: Bags) -> None:
        order = np.argsort(bags.terms, kind="stable")
        ranked = bags.terms[order]
        begins = np.flatnonzero(np.concatenate([[True], ranked[1:] != ranked[:-1]])) if len(ranked) else order
        self.counts = np.diff(np.append(begins, len(ranked)))
        self.begins = begins
        self.own = np.empty(len(order), np.int32)
        self.own[order] = np.repeat(np.arange(len(begins), dtype=np.int32), self.counts)
        self.rows = np.repeat(np.arange(len(bags), dtype=np.int32), np.diff(bags.starts))[order]
        self.starts = bags.starts

    def near(self, number: int) -> NDArray[np.int32]:
        """The texts that have one of the rarest terms of text `number`."""
        own = self.own[self.starts[number] : self.starts[number + 1]]
        counts = self.counts[own]
        useful = (counts > 1) & (counts <= MOST_COMMON)
        own, counts = own[useful], counts[useful]
        rarest = own[np.argsort(counts, kind="stable")[:RAREST]]
        found = [self.rows[self.begins[term] : self.begins[term] + self.counts[term]] for term in rarest]
        return np.concatenate([np.zeros(0, np.int32), *found])


def _signatures(bags: Bags, at_a_time: int = 10_000) -> NDArray[np.uint64]:
    """A row of `SIGNATURE` bits for each text."""
    packed = np.zeros((len(bags), SIGNATURE // 8), dtype=np.uint8)
    for first in range(0, len(bags), at_a_time):
        starts = bags.starts[first : first + at_a_time + 1]
        flags = np.zeros((len(starts) - 1, SIGNATURE), dtype=bool)
        rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        flags[rows, (bags.terms[starts[0] : starts[-1]] % SIGNATURE).astype(np.int64)] = True
        packed[first : first + len(flags)] = np.packbits(flags, axis=1)
    return packed.view(np.uint64)
