"""What the papers of a wiki are about, in numbers: their texts in, weighted terms of each paper out.

A term is a stem (`text.terms_of`); a paper's bag holds those of its title, twice, and of its names, summary and
abstract, or, where abstracts are not stored, of their words. Weights are (1 + log tf) · log(1 + N / df), rows of
unit length, so that a product of two rows is their cosine (Salton and Buckley 1988, "Term-weighting approaches in
automatic text retrieval"). N and df are rounded to a scale, so that a changed paper changes few rows, and weights to
whole numbers, whose sums have no order (docs/decisions/023).
Related papers and the words that readers know terms by come from this one model.
"""

from collections.abc import Mapping, Sequence, Set
from concurrent.futures import Executor
from functools import cached_property
from hashlib import blake2b
from itertools import compress, repeat
from math import log, log1p
from operator import contains

import numpy as np

from litwiki.links.printed import NAME, Printed, printed_words
from litwiki.memo import Memo, key_of, remembered
from litwiki.memo.batches import Batch
from litwiki.text.packing import pack, unpack
from litwiki.text.term_table import Flags, Integers, TermTable, lots_of

STEP = 1.25
"""The ratio of the scale of document frequencies and of the number of papers."""
FINE = 1 << 10
"""Parts of 1 in a weight before rows have unit length."""
UNIT = 1 << 15
"""The length of a row."""
TELLING = 512
"""A term in more papers than these, about, does not make two papers candidates for being related."""
CELLS_AT_A_TIME = 1 << 17


class TextModel:
    """A row for each paper, in the order of the wiki, and a column for each term, in the order of the alphabet.

    Most of it is made when it is asked for: where papers are as they were only printed forms of terms are needed, and
    the memo has these. Where they are not, an executor with processes begins to read papers at once.
    """

    def __init__(self, batches: Sequence[Batch], memo: Memo, executor: Executor) -> None:
        self._batches, self._memo, self._executor = batches, memo, executor
        self.slugs = tuple(paper.slug for batch in batches for paper in batch.papers)
        self.state = blake2b(b"".join(batch.digest for batch in batches), digest_size=32).digest()
        """A digest of all papers."""
        self._key = key_of("forms of terms", self.state)
        memo.keep((NAME, self._key))
        self._reading = None if memo.get(self._key) else printed_words(batches, memo, executor)

    @cached_property
    def printed(self) -> Printed:
        """The printed words of each paper."""
        reading, self._reading = self._reading, None  # which holds what was printed before
        return (reading or printed_words(self._batches, self._memo, self._executor))()

    @cached_property
    def table(self) -> TermTable:
        """How often each paper has each term. The cells of a row are in an order that follows from its terms alone."""
        return self.printed.bags

    @cached_property
    def steps(self) -> Integers:
        """How frequent terms are, on a scale; 0 for those of one paper."""
        return _steps(self.table.counts)

    @cached_property
    def weights(self) -> Integers:
        """Those of the cells of `table`, in parts of `UNIT` at most, 0 where only one paper has the term."""
        return _weights(self.table, self.steps)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """For each term the printed word that readers know it by, or ''."""
        return _forms(self.printed, len(self.table.terms))

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """The printed forms of the terms that two papers or more have, as far as they have some."""

        def packed() -> bytes:
            shown = [number for number in np.flatnonzero(self.steps).tolist() if self.forms[number]]
            return pack([self.table.terms[n] for n in shown], [self.forms[n] for n in shown])

        return dict(zip(*unpack(remembered(self._memo, self._key, packed)), strict=True))

    @cached_property
    def ordinary(self) -> Set[str]:
        """Words that occur in lower case, with the parts of compounds."""
        lower = [word for word in compress(self.printed.words, self.printed.totals.tolist()) if word.islower()]
        return {*lower, *" ".join(lower).replace("-", " ").split()}

    @property
    def is_telling(self) -> Flags:
        """Which terms two or more papers have, and few enough to make them candidates for being related."""
        return np.asarray((self.steps > 0) & (self.steps <= _steps(np.array([TELLING]))[0]))


def _steps(counts: Integers) -> Integers:
    """Steps of the scale: 0 for what is there once."""
    return np.rint(np.log(np.maximum(counts, 1)) / log(STEP)).astype(np.int32)


def _weights(table: TermTable, steps: Integers) -> Integers:
    top = int(_steps(np.array([len(table)]))[0])
    rarity = np.array([0.0] + [log1p(STEP ** (top - step)) for step in range(1, top + 1)])
    often = np.array([0.0] + [1 + log(count) for count in range(1, int(table.values.max(initial=0)) + 1)])
    rare = rarity[steps]
    fixed = np.zeros(len(table.keys), dtype=np.uint16)
    for first, end in lots_of(table.starts, CELLS_AT_A_TIME):
        starts = table.starts[first : end + 1]
        cells = slice(int(starts[0]), int(starts[-1]))
        weights = np.rint(FINE * often[table.values[cells]] * rare[table.keys[cells]]).astype(np.int64)
        squares = np.concatenate(([0], np.cumsum(weights * weights)))
        lengths = np.sqrt(np.maximum(np.diff(squares[starts - starts[0]]), 1))
        fixed[cells] = np.rint(UNIT / np.repeat(lengths, np.diff(starts)) * weights)
    return fixed


def _forms(printed: Printed, count: int) -> tuple[str, ...]:
    """The word that readers know each of so many terms by: its most frequent printed form.

    A capital may only begin a sentence, so a word that also occurs without one is shown without.
    """
    names, of_words, totals = printed.words, printed.terms, printed.totals
    has_parts = np.fromiter(map(contains, names, repeat("-")), bool, len(names))
    plain = np.flatnonzero((of_words.sizes == 1) & (totals > 0) & ~has_parts)
    terms_of_plain, often = of_words.keys[of_words.starts[plain]], totals[plain]
    most = np.zeros(count, dtype=np.int64)
    np.maximum.at(most, terms_of_plain, often)
    is_lower = np.fromiter(map(str.islower, names), bool, len(names))[plain]
    length = np.fromiter(map(len, names), np.int32, len(names))[plain]
    is_common = is_lower & (3 * often >= most[terms_of_plain])
    order = np.lexsort((plain, length, -often, ~is_common, terms_of_plain))
    first = order[np.flatnonzero(np.diff(terms_of_plain[order], prepend=-1))]
    forms = [""] * count
    for term, word in zip(terms_of_plain[first].tolist(), plain[first].tolist(), strict=True):
        forms[term] = names[word]
    return tuple(forms)
