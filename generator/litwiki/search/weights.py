"""How much a document is about each term: the words of its fields in, rows of a table of terms out.

A weight joins the fields of a document as BM25F does (Robertson, Zaragoza, Taylor 2004): counts divided by the length
of their field, times the field's weight, added up. Lengths are compared with fixed ones, not with the average of the
collection, so that a document's weights follow from itself and its topics. Many documents are weighed at a time, since
most of their words are the same, and counted as numbers.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Sized
from itertools import chain

import numpy as np
from msgspec import Struct

from litwiki.search.documents import Document
from litwiki.search.words import folded, parted
from litwiki.text.term_table import Integers, Matrix, TermTable, distinct, ids_of, numbering, ranges

STEPS = 32
"""A stored weight is a step of a scale on which each doubling of 1 + weight has this many."""
MOST_TIMES = 255
TIMES = 256
"""A cell is a step, 1 to 255, and `TIMES` as much as the document has the term in what it is about."""


class Field(Struct, frozen=True):
    """How much a field counts, its usual length in words, and how much its length matters (0 to 1); `times` says for
    how many a word counts in what the paper is about."""

    weight: float
    length: float
    slope: float
    times: int = 0


FIELDS = {
    "abstract": Field(1.0, 150, 0.5, 1),
    "summary": Field(1.5, 60, 0.5),
    "summary alone": Field(1.5, 60, 0.5, 2),
    "title": Field(4.0, 10, 0.3, 2),
    "names": Field(2.0, 1, 0.0, 2),
    "topics": Field(0.5, 25, 0.3),
    "authors": Field(2.0, 10, 0.0),
    "notes": Field(0.5, 100, 0.5),
    "passages": Field(1.0, 60, 0.5, 1),
}
"""In the order in which the weights of a term are added up; the first ones are `PRINTED`."""
PRINTED = 4
"""Fields that are printed whole: readers know terms by the words in them."""
NUMBER = {name: number for number, name in enumerate(FIELDS)}
WEIGHT, LENGTH, SLOPE = (
    np.array([getattr(field, name) for field in FIELDS.values()]) for name in ("weight", "length", "slope")
)
Lent = Sequence[Sequence[str]]
"""The terms of each topic."""
IN_ABOUT = np.array([field.times for field in FIELDS.values()])


class _Printed(Struct, frozen=True, eq=False):
    """The words of documents: `numbers` of `words`, one after another, each with the `place` where it stands, a number
    of document and field, and how often. From `stored` on they are words that nobody printed. `terms` are those of
    each word, of which the first ones, `whole_terms`, are no pieces of it."""

    words: Sequence[str]
    terms: Sequence[Sequence[str]]
    whole_terms: Integers
    numbers: Integers
    places: Integers
    counts: Integers
    stored: int


class _Cells(Struct, frozen=True, eq=False):
    """Terms by their places, how often each stands there, and how often it does not as a piece of a word, which says
    nothing more and is another way to find the word."""

    places: Integers
    terms: Integers
    counts: Integers
    telling: Integers


def _numbered(numbers: defaultdict[str, int], texts: Iterable[str], count: int) -> Integers:
    """The numbers of so many texts."""
    return np.fromiter(map(numbers.__getitem__, texts), np.int32, count)


def weighed(documents: Iterable[Document]) -> tuple[TermTable, TermTable]:
    """A row for each document: of its terms; and of the words that print a term otherwise, each as the term, a space
    and the word. Documents are taken one by one: the words of all would be many times what is counted of them."""
    printed, lent, whole = _printed_in(documents)
    numbers, count = numbering(), len(whole)
    cells, lengths = _cells(printed, numbers, count * len(FIELDS))
    cells = _joined(cells, _lent(lent, numbers, lengths))  # by its name: half of them goes before sums are made
    rows, terms, weights, times = _added(cells, lengths, max(1, len(numbers)))
    del cells
    sizes = _sizes(whole)
    rows = np.concatenate((rows, np.repeat(np.arange(count), sizes)))
    terms = np.concatenate((terms, _numbered(numbers, chain.from_iterable(whole), int(sizes.sum()))))
    weights = np.concatenate((weights, [weight for one in whole for weight in one.values()]))
    times = np.concatenate((times, np.zeros(len(rows) - len(times), np.int64)))
    steps = np.rint(STEPS * np.log2(1 + weights)).clip(1, 255).astype(np.int64)
    values = times.clip(0, MOST_TIMES) * TIMES + steps
    return _table(tuple(numbers), count, rows, terms, values), _forms(count, printed)


def _printed_in(documents: Iterable[Document]) -> tuple[_Printed, list[Lent], list[Mapping[str, float]]]:
    """The words of documents, and what else each says: terms that its topics lend, and whole ones."""
    numbers, printed, stored, counts = numbering(), array("i"), array("i"), array("q")
    sizes, of_stored, lent, whole = list[int](), list[int](), list[Lent](), list[Mapping[str, float]]()
    for document in documents:
        for name in FIELDS:
            words = document.fields.get(name, ())
            printed.extend(map(numbers.__getitem__, words))
            sizes.append(len(words))
        stored.extend(map(numbers.__getitem__, map(folded, document.stored)))
        counts.extend(document.stored.values())
        of_stored.append(len(document.stored))
        lent.append(document.lent)
        whole.append(document.whole)
    abstracts = np.arange(len(whole), dtype=np.int32) * len(FIELDS) + NUMBER["abstract"]
    terms, whole_terms = zip(*map(parted, numbers), strict=True) if numbers else ((), ())
    words_of = _Printed(
        tuple(numbers),
        terms,
        np.array(whole_terms, np.int64),
        np.concatenate((np.array(printed), np.array(stored))),
        np.concatenate((np.repeat(np.arange(len(sizes), dtype=np.int32), sizes), np.repeat(abstracts, of_stored))),
        np.concatenate((np.ones(len(printed), np.int32), np.array(counts))),
        len(printed),
    )
    return words_of, lent, whole


def _cells(printed: _Printed, numbers: defaultdict[str, int], places: int) -> tuple[_Cells, Matrix]:
    """The terms of words, and of so many places the lengths: how many of their words have a term."""
    sizes = _sizes(printed.terms)
    terms = _numbered(numbers, chain.from_iterable(printed.terms), int(sizes.sum()))
    starts = np.cumsum(sizes) - sizes
    is_piece = np.arange(len(terms)) - np.repeat(starts, sizes) >= np.repeat(printed.whole_terms, sizes)
    per_word = sizes[printed.numbers]
    cells = ranges(starts[printed.numbers], per_word)
    counts = np.repeat(printed.counts, per_word)
    counted = np.where(per_word > 0, printed.counts, 0)
    counted[printed.stored :] = printed.counts[printed.stored :]
    lengths = np.bincount(printed.places, counted, places).astype(np.float64)
    term_cells = _Cells(np.repeat(printed.places, per_word), terms[cells], counts, counts * ~is_piece[cells])
    return term_cells, lengths


def _lent(lent: Sequence[Lent], numbers: defaultdict[str, int], lengths: Matrix) -> _Cells:
    """The terms that topics lend, whose `lengths` are set: those of a document's topics, taken together."""
    together = [dict.fromkeys(chain.from_iterable(of_topics)) for of_topics in lent]
    sizes = _sizes(together)
    places = np.arange(len(lent), dtype=np.int32) * len(FIELDS) + NUMBER["topics"]
    lengths[places] = [sum(map(len, of_topics)) for of_topics in lent]
    ones = np.ones(int(sizes.sum()), np.int32)
    return _Cells(np.repeat(places, sizes), _numbered(numbers, chain.from_iterable(together), len(ones)), ones, ones)


def _joined(one: _Cells, other: _Cells) -> _Cells:
    pairs = ((getattr(one, name), getattr(other, name)) for name in ("places", "terms", "counts", "telling"))
    return _Cells(*map(np.concatenate, pairs))


def _added(cells: _Cells, lengths: Matrix, width: int) -> tuple[Integers, Integers, Matrix, Integers]:
    """For each document and term, in turn: both by number, the weight, and how much the document is about it."""
    rows, fields = np.divmod(cells.places.astype(np.int64), len(FIELDS))
    sorting = (rows * width + cells.terms) * len(FIELDS) + fields
    order = np.argsort(sorting)
    sorting = sorting[order]
    first = np.flatnonzero(np.diff(sorting, prepend=-1))
    pairs, fields = np.divmod(sorting[first], len(FIELDS))
    rows, terms = np.divmod(pairs, width)
    begins = np.diff(pairs, prepend=-1) != 0
    cell = np.cumsum(begins) - 1
    counts, telling = (_sums(values[order], first) for values in (cells.counts, cells.telling))
    factors = WEIGHT / (1 - SLOPE + SLOPE * lengths.reshape(-1, len(FIELDS)) / LENGTH)
    # One after another in the order of fields: fractions added up in another order are other fractions.
    weights: Matrix = np.bincount(cell, factors[rows, fields] * counts).astype(np.float64)
    times = np.bincount(cell, IN_ABOUT[fields] * telling).astype(np.int64)
    return rows[begins], terms[begins], weights, times


def _forms(count: int, printed: _Printed) -> TermTable:
    """The words that print a term otherwise, of so many documents."""
    numbers = numbering()
    said = map(form_of, printed.words, printed.terms)
    of_word = np.fromiter((numbers[form] if form else -1 for form in said), np.int64, len(printed.words))
    rows, fields = np.divmod(printed.places[: printed.stored].astype(np.int64), len(FIELDS))
    forms = of_word[printed.numbers[: printed.stored]]
    mask = (fields < PRINTED) & (forms >= 0)
    rows, forms = np.divmod(distinct(rows[mask] * max(1, len(numbers)) + forms[mask]), max(1, len(numbers)))
    return _table(tuple(numbers), count, rows, forms, np.ones(len(forms), np.uint16))


def form_of(word: str, terms: Sequence[str]) -> str:
    """The term that a word is a printed form of, a space and the form; '' where the word is the term itself, or none.

    >>> form_of("Kettles", ["kettl"]), form_of("pot", ["pot"]), form_of("the", [])
    ('kettl kettles', '', '')
    """
    form = word.lower()
    return f"{terms[0]} {form}" if terms and terms[0] != form else ""


def _table(terms: Sequence[str], count: int, rows: Integers, keys: Integers, values: Integers) -> TermTable:
    """The cells of so many rows. Terms and the cells of a row are in the order of ids, whatever others were read."""
    ids = ids_of(terms)
    by_id = np.argsort(ids)
    rank = np.empty(len(ids), dtype=np.int32)
    rank[by_id] = np.arange(len(ids), dtype=np.int32)
    order = np.argsort(rows * max(1, len(ids)) + rank[keys])
    starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=count))))
    sorted_terms = [terms[number] for number in by_id.tolist()]
    return TermTable(sorted_terms, ids[by_id], starts, rank[keys[order]], values[order].astype(np.uint16))


def _sums(values: Integers, first: Integers) -> Integers:
    return np.add.reduceat(values, first) if len(first) else values


def _sizes(items: Sequence[Sized]) -> Integers:
    return np.fromiter(map(len, items), np.int64, len(items))
