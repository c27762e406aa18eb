"""All terms of the index in the order of its files: tables of batches in, one table with their rows out.

To sort terms, and to take those of every batch apart, would be most of what a changed paper costs. So the memo has the
vocabulary that there was before; only terms that are new are looked up in their batches and put where they belong.
What comes out is the same with any memo.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import compress

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from litwiki.memo import Memo, key_of
from litwiki.search.shards import order
from litwiki.text.packing import PackedWords, bytes_of_words, pack, unpack
from litwiki.text.term_table import Flags, Integers, TermTable, distinct

NAME = key_of("terms of the index")
Ids = npt.NDArray[np.uint64]


class Vocabulary(Struct, frozen=True, eq=False):
    """Terms in their order, and the ids of all terms, which rise, with the place of each in that order."""

    terms: Sequence[str]
    ids: Ids
    places: Integers

    def numbers_of(self, table: TermTable) -> Integers:
        """The numbers of a table's terms."""
        return np.asarray(self.places[np.searchsorted(self.ids, table.ids)])


def joined(tables: Sequence[TermTable], memo: Memo) -> tuple[TermTable, list[Integers]]:
    """The rows of all tables in turn, with terms in the order of the index's files; and for each table the new numbers
    of its terms."""
    vocabulary = vocabulary_of(tables, memo)
    moved = [vocabulary.numbers_of(table) for table in tables]
    sizes = np.concatenate([np.zeros(1, np.int64), *(table.sizes for table in tables)])
    ids = np.empty_like(vocabulary.ids)
    ids[vocabulary.places] = vocabulary.ids
    starts = np.cumsum(sizes)
    keys, values, first = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.uint16), 0
    for new, table in zip(moved, tables, strict=True):
        cells = slice(first, first := first + len(table.keys))
        keys[cells], values[cells] = new[table.keys], table.values
    return TermTable(vocabulary.terms, ids, starts, keys, values), moved


def vocabulary_of(tables: Sequence[TermTable], memo: Memo) -> Vocabulary:
    """The terms of all tables."""
    before, known = _before(memo)
    by_id = np.argsort(known)
    seen, strange = _looked_up(tables, known[by_id])
    if not len(strange) and seen.all():
        return Vocabulary(tuple(before), known[by_id], by_id.astype(np.int32))
    is_here = np.zeros(len(known), dtype=bool)
    is_here[by_id] = seen
    ids = np.sort(np.concatenate((known[is_here], strange)))
    numbers = np.searchsorted(ids, known[is_here])
    terms = [*compress(before, is_here.tolist())]
    new = _new(tables, ids, strange)
    # Almost all terms of a wiki with changes are known: a place is found faster than all are sorted.
    places = [bisect_left(terms, (order(term), term), key=lambda known: (order(known), known)) for term, _ in new]
    numbers = np.insert(numbers, places, [number for _, number in new])
    terms = _inserted(terms, places, [term for term, _ in new])
    ranks = np.empty(len(ids), dtype=np.int32)
    ranks[numbers] = np.arange(len(ids), dtype=np.int32)
    memo.put(NAME, pack(ids[numbers], bytes_of_words(terms)))
    return Vocabulary(tuple(terms), ids, ranks)


def _inserted(terms: Sequence[str], places: Sequence[int], new: Sequence[str]) -> list[str]:
    """Terms with new ones before those that stand in some places, which rise."""
    merged: list[str] = []
    begin = 0
    for place, term in zip(places, new, strict=True):
        merged += terms[begin:place]
        merged.append(term)
        begin = place
    merged += terms[begin:]
    return merged


def _before(memo: Memo) -> tuple[Sequence[str], Ids]:
    value = memo.get(NAME)
    if value is None:
        return (), np.zeros(0, np.uint64)
    ids, content = unpack(value)
    return PackedWords(content, len(ids)), ids


def _looked_up(tables: Sequence[TermTable], known: Ids) -> tuple[Flags, Ids]:
    """Which of the known ids, which rise, tables have; and the other ids that they have."""
    seen = np.zeros(len(known), dtype=bool)
    strange = [np.zeros(0, np.uint64)]
    for table in tables:
        places = np.searchsorted(known, table.ids)
        places[places == len(known)] = 0
        is_known = known[places] == table.ids if len(known) else np.zeros(len(places), bool)
        seen[places[is_known]] = True
        strange.append(table.ids[~is_known])
    return seen, distinct(np.concatenate(strange))


def _new(tables: Sequence[TermTable], ids: Ids, strange: Ids) -> list[tuple[str, int]]:
    """The terms of strange ids, in order, each with the number of its id."""
    is_new = np.zeros(len(ids), dtype=bool)
    is_new[np.searchsorted(ids, strange)] = True
    terms: list[tuple[str, int]] = []
    for table in tables:
        if not is_new.any():
            break
        numbers = np.searchsorted(ids, table.ids)
        mask = is_new[numbers]
        if mask.any():
            terms += zip(compress(table.terms, mask.tolist()), numbers[mask].tolist(), strict=True)
            is_new[numbers[mask]] = False
    return sorted(terms, key=lambda pair: (order(pair[0]), pair[0]))
