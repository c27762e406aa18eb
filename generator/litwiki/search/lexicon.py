"""The terms of the index, and into which parts they are cut: what was read in, parts with postings out.

With the lexicon of the last build only the terms of documents that changed are weighed again; which parts hold what
they held before is told by number, without writing them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from litwiki.model.ids import DocPath
from litwiki.search.parts import Cut, Integers, cuts, file_name, part, path_of, rising, text_of, varint, widths
from litwiki.search.postings import NOTHING, Flags, Postings, Slot, merged
from litwiki.search.reading import Reading

MOST = 4_000
"""Characters of a part with postings, where one term alone does not need more."""
LONGEST = 1_000
"""Postings that a term keeps, those of most weight; a word that more papers have tells them little apart."""
ENDLESS = 20_000
"""Papers above which a word counts as a stop word where all of its papers are asked for."""


@dataclass(frozen=True, eq=False, slots=True)
class Lexicon:
    """Terms with their postings, and by number how readers know each, where nothing but a paper says so (`is_found`),
    and how many characters it takes; `cuts` are the parts."""

    postings: Postings
    forms: tuple[str, ...]
    is_found: Flags
    sizes: Integers
    cuts: tuple[Cut, ...]

    def entry(self, number: int) -> str:
        """A term; a printed form that goes on from the stem follows it after a slash: `quantiz/ation`."""
        return _entry(self.postings.terms[number], self.forms[number])

    def parts(self, stale: "Stale") -> Iterator[tuple[DocPath, bytes | None]]:
        """The parts with postings, None for one that is what it was."""
        for cut, is_stale in zip(self.cuts, stale.cuts.tolist(), strict=True):
            name = f"t/{file_name(cut.start)}"
            yield path_of(name), self._part(name, cut) if is_stale else None
        counts = self.postings.counts()
        for number in np.flatnonzero((counts > LONGEST) & (counts <= ENDLESS)).tolist():
            name = f"a/{file_name(self.postings.terms[number])}"
            yield path_of(name), self._every(name, number) if stale.terms[number] else None

    def _part(self, name: str, cut: Cut) -> bytes:
        own = self.postings.some(np.arange(cut.first, cut.end))
        kept = own.best(LONGEST)
        heads = zip(own.counts().tolist(), kept.counts().tolist(), strict=True)
        content = b"".join(
            varint(count) + varint(listed) + rows for (count, listed), rows in zip(heads, kept.written(), strict=True)
        )
        return part(name, " ".join(map(self.entry, range(cut.first, cut.end))), text_of(content)).content

    def _every(self, name: str, number: int) -> bytes:
        first, end = self.postings.starts[number : number + 2].tolist()
        return part(name, text_of(rising(self.postings.slots[first:end].tolist()))).content


@dataclass(frozen=True, eq=False, slots=True)
class Stale:
    """Terms and cuts of a lexicon that are not what they were in the one before."""

    terms: Flags
    cuts: Flags


def _entry(term: str, form: str) -> str:
    rest = form.removeprefix(term) if form.startswith(term) else ""
    return f"{term}/{rest}" if rest else term


def make_lexicon(
    before: Lexicon | None,
    gone: Set[Slot],
    reading: Reading,
    known: Mapping[str, str],
    forms_of: Callable[[Slot], Mapping[str, str]],
) -> tuple[Lexicon, Stale]:
    """The lexicon without the documents that are `gone` and with those of a reading, a document that changed being
    both; `known` says how readers know most terms, `forms_of` how a document that was not read again prints others.
    """
    old = before or Lexicon(NOTHING, (), np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int64), ())
    is_gone = old.postings.has(gone)
    postings = merged(old.postings.where(~is_gone), reading.postings)
    lost, found = (_rows(old.postings, is_gone), _rows(reading.postings)) if before else (set(), set())
    forms, is_found = _forms(old, postings, reading, known, forms_of, {row[0] for row in lost | found})
    number = {term: i for i, term in enumerate(postings.terms)}
    places = np.fromiter((number.get(term, -1) for term in old.postings.terms), np.int64, len(old.sizes))
    stale = np.ones(len(postings.terms), dtype=bool)
    sizes = np.zeros(len(postings.terms), dtype=np.int64)
    stays = places >= 0
    stale[places[stays]] = False
    sizes[places[stays]] = old.sizes[stays]
    stale[[number[row[0]] for row in lost ^ found if row[0] in number]] = True
    pairs = zip(places.tolist(), old.forms, strict=True)
    stale[[place for place, form in pairs if place >= 0 and form != forms[place]]] = True
    again = np.flatnonzero(stale)
    sizes[again] = _sizes(postings.some(again), [forms[i] for i in again.tolist()])
    lexicon = Lexicon(postings, forms, is_found, sizes, tuple(cuts(postings.terms, sizes.tolist(), MOST)))
    return lexicon, Stale(stale, _stale_cuts(old, lexicon, stale, places))


def _rows(postings: Postings, of: Flags | None = None) -> set[tuple[str, Slot, int]]:
    """Postings, or some of them, one by one."""
    own = np.arange(len(postings.slots)) if of is None else np.flatnonzero(of)
    numbers = np.searchsorted(postings.starts, own, side="right") - 1
    terms = [postings.terms[number] for number in numbers.tolist()]
    return set(zip(terms, postings.slots[own].tolist(), postings.steps[own].tolist(), strict=True))


def _forms(
    old: Lexicon,
    postings: Postings,
    reading: Reading,
    known: Mapping[str, str],
    forms_of: Callable[[Slot], Mapping[str, str]],
    touched: Set[str],
) -> tuple[tuple[str, ...], Flags]:
    """How readers know every term, and where that had to be found: as the first paper prints it that does."""
    kept = {
        term: form
        for term, form, is_found in zip(old.postings.terms, old.forms, old.is_found.tolist(), strict=True)
        if is_found and term not in touched
    }
    read = set(np.unique(reading.postings.slots).tolist()) if old.cuts else set()

    def look(number: int, term: str) -> str:
        first, form = reading.forms.get(term, (None, ""))
        own = slice(*postings.starts[number : number + 2].tolist()) if old.cuts else slice(0)
        for slot in postings.slots[own][postings.times[own] > 0].tolist():
            if first is not None and slot >= first:
                break
            if slot not in read and term in (printed := forms_of(slot)):
                return printed[term]
        return form

    is_found = np.fromiter((term not in known for term in postings.terms), dtype=bool, count=len(postings.terms))
    forms = []
    for number, term in enumerate(postings.terms):
        form = known.get(term, kept.get(term))
        forms.append(look(number, term) if form is None else form)
    return tuple(forms), is_found


def _sizes(postings: Postings, forms: Sequence[str]) -> Integers:
    """About how many characters terms take in a part."""
    counts, best = postings.counts(), postings.best(LONGEST)
    names = [len(_entry(term, form)) for term, form in zip(postings.terms, forms, strict=True)]
    content = widths(counts) + widths(best.counts()) + best.lengths()
    return np.array(names, dtype=np.int64) + 1 + content * 4 // 3


def _stale_cuts(old: Lexicon, lexicon: Lexicon, stale: Flags, places: Integers) -> Flags:
    """The cuts that do not hold just what the old one of their name did: other terms, or a term that is stale."""

    def held(lexicon: Lexicon, stale: Flags) -> dict[str, tuple[str, int, bool]]:
        before = np.concatenate(([0], np.cumsum(stale))).tolist()
        terms = lexicon.postings.terms
        return {
            cut.start: (terms[cut.first], cut.end - cut.first, before[cut.end] > before[cut.first])
            for cut in lexicon.cuts
        }

    was = held(old, np.where(places >= 0, stale[places], True) if len(stale) else np.ones(len(places), dtype=bool))
    now = held(lexicon, stale)
    return np.array([is_stale or was.get(start) != (first, n, False) for start, (first, n, is_stale) in now.items()])
