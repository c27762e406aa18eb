"""The terms of the index, and into which shards they are cut: postings, printed forms and vectors in, files out."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import compress

import numpy as np
from msgspec import Struct

from litwiki.search.files import IndexFile, file_of
from litwiki.search.postings import Postings
from litwiki.search.shards import Cut, Integers, cuts, file_name, rising
from litwiki.search.vectors import TermVectors

MOST = 8_000
"""Characters of a part with terms, where one term alone does not need more."""
LONGEST = 1_000
"""Postings that a term keeps, those of most weight; a word that more papers have tells them little apart."""
ENDLESS = 20_000
"""Papers above which a word counts as a stop word where all of its papers are asked for."""
LONGEST_NAME = 200
"""Characters of a file's name; file systems take 255. All papers of a longer term are asked for as those of a stop word
(`parts.js`)."""


class Lexicon(Struct, frozen=True, eq=False):
    """Terms, how many documents each has in all, and how readers know each, '' for one that is a word; the terms as
    they are written, the bytes of their best postings, where those of each begin, and their vectors; the slots of all
    documents of frequent terms, by the terms' numbers; and the cuts between shards."""

    terms: Sequence[str]
    counts: Integers
    forms: Sequence[str]
    names: Sequence[str]
    content: bytes
    starts: Integers
    vectors: TermVectors
    every: Mapping[int, Integers]
    cuts: tuple[Cut, ...]

    def files(self) -> Iterator[IndexFile]:
        """The shards with terms, and those with all papers of frequent ones."""
        for cut in self.cuts:
            names, *rest = self._shard(cut)
            yield file_of(f"t/{file_name(cut.start)}", (names.encode(), *rest), partial(self._shard, cut))
        for number, slots in self.every.items():
            yield file_of(f"a/{file_name(self.terms[number])}", (slots.tobytes(),), partial(_every, slots))

    def _shard(self, cut: Cut) -> tuple[str, bytes, bytes]:
        content = self.content[self.starts[cut.first] : self.starts[cut.end]]
        return " ".join(self.names[cut.first : cut.end]), content, self.vectors.of(cut.first, cut.end)


def _every(slots: Integers) -> tuple[bytes]:
    return (rising(slots),)


def make_lexicon(
    postings: Postings,
    known: Mapping[str, str],
    forms: Sequence[tuple[Integers, Sequence[str]]],
    vectors: TermVectors,
) -> Lexicon:
    """The lexicon of postings; `known` says how readers know most terms, `forms` how batches of papers print some, with
    the numbers of these terms. A printed form that goes on from the stem follows it after a slash: `quantiz/ation`.
    """
    shown = _forms(postings.terms, known, forms)
    counts = postings.counts()
    frequent = [
        number
        for number in np.flatnonzero((counts > LONGEST) & (counts <= ENDLESS)).tolist()
        if len(file_name(postings.terms[number])) <= LONGEST_NAME
    ]
    # Copies, so that the others of all postings go.
    every = {n: postings.slots[postings.starts[n] : postings.starts[n + 1]].copy() for n in frequent}
    names = [
        f"{term}/{form[len(term) :]}" if form != term and form.startswith(term) else term
        for term, form in zip(postings.terms, shown, strict=True)
    ]
    content, lengths = postings.best(LONGEST).written(counts)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    encoded = lengths + vectors.has * vectors.rows.shape[1]
    sizes = np.fromiter(map(len, names), np.int64, len(names)) + 1 + encoded * 4 // 3
    shards = tuple(cuts(postings.terms, sizes.tolist(), MOST))
    return Lexicon(postings.terms, counts, shown, names, content, starts, vectors, every, shards)


def _forms(
    terms: Sequence[str], known: Mapping[str, str], forms: Sequence[tuple[Integers, Sequence[str]]]
) -> Sequence[str]:
    """How readers know every term: as the text model says, or by the shortest word that a paper prints."""
    shown = list(map(known.get, terms))
    is_open = np.fromiter((form is None for form in shown), bool, len(shown))
    shortest = [form.lower() if form else "" for form in shown]
    for numbers, words in forms:
        mask = is_open[numbers]
        for number, word in zip(numbers[mask].tolist(), compress(words, mask.tolist()), strict=True):
            old = shortest[number]
            if not old or (len(word), word) < (len(old), old):
                shortest[number] = word
    return shortest
