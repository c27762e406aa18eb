"""The terms of the index, and into which shards they are cut: postings, printed forms and vectors in, files out."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import compress

import numpy as np
from msgspec import Struct

from litwiki.search.files import IndexFile, file_of
from litwiki.search.postings import Postings
from litwiki.search.shards import Cut, Integers, cuts, file_name, part, rising, text_of, varint, widths
from litwiki.search.vectors import TermVectors

MOST = 8_000
"""Characters of a part with terms, where one term alone does not need more."""
LONGEST = 1_000
"""Postings that a term keeps, those of most weight; a word that more papers have tells them little apart."""
ENDLESS = 20_000
"""Papers above which a word counts as a stop word where all of its papers are asked for."""


class Lexicon(Struct, frozen=True, eq=False):
    """Terms with the best of their postings, and how many each has in all; the slots of those that have more than are
    listed, by the terms' numbers; the terms as they are written; how readers know each, '' for one that is a word;
    their vectors; and the cuts between shards."""

    best: Postings
    counts: Integers
    every: Mapping[int, Integers]
    names: Sequence[str]
    forms: Sequence[str]
    vectors: TermVectors
    cuts: tuple[Cut, ...]

    def files(self) -> Iterator[IndexFile]:
        """The shards with terms, and those with all papers of frequent ones."""
        best, counts, names = self.best, self.counts, self.names
        listed = best.counts()
        for cut in self.cuts:
            own = slice(int(best.starts[cut.first]), int(best.starts[cut.end]))
            yield file_of(
                f"t/{file_name(cut.start)}",
                (
                    " ".join(names[cut.first : cut.end]).encode(),
                    *(array[cut.first : cut.end].tobytes() for array in (counts, listed)),
                    *(array[own].tobytes() for array in (best.slots, best.steps)),
                    self.vectors.of(cut.first, cut.end),
                ),
                partial(_shard, names, counts, best, self.vectors, cut),
            )
        for number, slots in self.every.items():
            name = f"a/{file_name(best.terms[number])}"
            yield file_of(name, (slots.tobytes(),), partial(_every, name, slots))


def _shard(names: Sequence[str], counts: Integers, best: Postings, vectors: TermVectors, cut: Cut) -> bytes:
    own = best.some(np.arange(cut.first, cut.end))
    heads = zip(counts[cut.first : cut.end].tolist(), own.counts().tolist(), strict=True)
    content = b"".join(
        varint(count) + varint(listed) + rows for (count, listed), rows in zip(heads, own.written(), strict=True)
    )
    terms = " ".join(names[cut.first : cut.end])
    said = text_of(vectors.of(cut.first, cut.end))
    return part(f"t/{file_name(cut.start)}", terms, text_of(content), said).content


def _every(name: str, slots: Integers) -> bytes:
    return part(name, text_of(rising(slots.tolist()))).content


def make_lexicon(
    postings: Postings,
    known: Mapping[str, str],
    forms: Sequence[tuple[Integers, Sequence[str]]],
    vectors: TermVectors,
) -> Lexicon:
    """The lexicon of postings; `known` says how readers know most terms, `forms` how batches of papers print some, with
    the numbers of these terms. A printed form that goes on from the stem follows it after a slash: `quantiz/ation`.
    """
    found = _forms(postings.terms, known, forms)
    counts, best = postings.counts(), postings.best(LONGEST)
    frequent = np.flatnonzero((counts > LONGEST) & (counts <= ENDLESS)).tolist()
    # Copies, so that the others of all postings go.
    every = {n: postings.slots[postings.starts[n] : postings.starts[n + 1]].copy() for n in frequent}
    names = [
        f"{term}/{form[len(term) :]}" if form != term and form.startswith(term) else term
        for term, form in zip(postings.terms, found, strict=True)
    ]
    content = widths(counts) + widths(best.counts()) + best.lengths() + vectors.has * vectors.rows.shape[1]
    sizes = np.fromiter(map(len, names), np.int64, len(names)) + 1 + content * 4 // 3
    return Lexicon(best, counts, every, names, found, vectors, tuple(cuts(best.terms, sizes.tolist(), MOST)))


def _forms(
    terms: Sequence[str], known: Mapping[str, str], forms: Sequence[tuple[Integers, Sequence[str]]]
) -> Sequence[str]:
    """How readers know every term: as the text model says, or by the shortest word that a paper prints."""
    shown = list(map(known.get, terms))
    is_open = np.fromiter((form is None for form in shown), bool, len(shown))
    found = [form.lower() if form else "" for form in shown]
    for numbers, words in forms:
        own = is_open[numbers]
        for number, word in zip(numbers[own].tolist(), compress(words, own.tolist()), strict=True):
            old = found[number]
            if not old or (len(word), word) < (len(old), old):
                found[number] = word
    return found
