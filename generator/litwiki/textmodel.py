"""What the papers of a wiki are about, in numbers: their texts in, weighted terms of each paper out.

A term is a stem (`text.terms_of`); a paper's bag holds those of its title, twice, and of its names, summary and
abstract, or, where abstracts are not stored, of their words. Weights are (1 + log tf) · log(1 + N / df), rows of
unit length, so that a product of two rows is their cosine (Salton and Buckley 1988, "Term-weighting approaches in
automatic text retrieval"). N and df are steps of a scale, and weights whole numbers, whose sums have no order: so
a changed paper changes few rows, and a model that was brought up to date is one made anew (docs/decisions/023).
Related papers and the words that readers know terms by come from this one model.
"""

import json
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from math import log, log1p
from pathlib import Path

import numpy as np
import numpy.typing as npt

from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.sparse import EMPTY, Flags, Integers, Rows, Table, counted, load_array, ranges
from litwiki.text.addresses import without_links
from litwiki.text.latex import to_plain
from litwiki.text.words import terms_of, words

STEP = 1.25
"""The ratio of the scale of document frequencies and of the number of papers."""
FINE = 1 << 10
"""Parts of 1 in a weight before rows have unit length."""
Matrix = npt.NDArray[np.float64]

UNIT = 1 << 15
"""The length of a row."""
TELLING = 512
"""A term in more papers than these, about, does not make two papers candidates for being related."""


@dataclass(frozen=True)
class TextModel:
    """Rows of papers over columns of terms.

    `bags` says how often the paper `slugs[i]` has the term `terms[key]`; `weights` are those of the cells of `bags`,
    in parts of `UNIT`, 0 where only one paper has the term; `steps` say how frequent terms are. `forms[column]` is
    the printed form among `words` that readers know a term by, or -1. Terms and words are sorted, slugs are in the
    order of the wiki.
    """

    slugs: tuple[Slug, ...]
    terms: tuple[str, ...]
    bags: Rows
    weights: Integers
    steps: Integers
    words: Table
    forms: Integers

    @cached_property
    def shown(self) -> Mapping[int, str]:
        """The printed forms of the columns that two papers or more have."""
        columns = np.flatnonzero((self.steps > 0) & (self.forms >= 0))
        return {
            c: self.words.names[form] for c, form in zip(columns.tolist(), self.forms[columns].tolist(), strict=True)
        }

    @property
    def is_telling(self) -> Flags:
        """Which terms two or more papers have, and few enough to make them candidates for being related."""
        return np.asarray((self.steps > 0) & (self.steps <= _steps(np.array([TELLING]))[0]))


@dataclass(frozen=True)
class Memory:
    """What a model was made from: printed words by paper, terms by paper, the term of each word, if it is one, and
    the word that each term is known by.
    """

    slugs: tuple[Slug, ...]
    words: Table
    bags: Table
    stems: Integers
    forms: Integers

    def save(self, folder: Path) -> None:
        """Writes files that `load` reads."""
        (folder / "slugs.json").write_text(json.dumps(self.slugs), encoding="utf-8")
        self.words.save(folder, "words")
        self.bags.save(folder, "terms")
        np.save(folder / "stems.npy", self.stems, allow_pickle=False)
        np.save(folder / "forms.npy", self.forms, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> "Memory":
        """Raises `OSError` and `ValueError`."""
        slugs = tuple(map(Slug, json.loads((folder / "slugs.json").read_text(encoding="utf-8"))))
        stems, forms = (load_array(folder / f"{name}.npy") for name in ("stems", "forms"))
        return cls(slugs, Table.load(folder, "words"), Table.load(folder, "terms"), stems, forms)


NOTHING = Memory((), EMPTY, EMPTY, np.zeros(0, np.int32), np.zeros(0, np.int32))


@dataclass(frozen=True)
class Change:
    """What is new about a model: `source[i]` is the row that row `i` was before, -1 where the paper was read anew;
    `rows` flags those with other weights; `papers` and `terms` say where old rows and columns are now, or -1;
    `forms` flags the columns that readers know by another word.
    """

    source: Integers
    rows: Flags
    papers: Integers
    terms: Integers
    forms: Flags


def make_text_model(wiki: Wiki) -> TextModel:
    """The model of all papers of a wiki."""
    return update(wiki, None, NOTHING)[0]


def update(wiki: Wiki, changed: Set[Slug] | None, memory: Memory) -> tuple[TextModel, Memory, Change]:
    """The model of all papers of a wiki, of which only `changed` ones may differ from those of `memory`."""
    slugs = tuple(wiki.papers)
    known = {slug: row for row, slug in enumerate(memory.slugs)} if changed is not None else {}
    stale = changed or frozenset()
    source = np.fromiter((-1 if slug in stale else known.get(slug, -1) for slug in slugs), np.int64, len(slugs))
    if (np.diff(source[source >= 0]) < 0).any():
        source[:] = -1  # another order of papers than that of `memory`: equal scores would rank otherwise
    read = [wiki.papers[slugs[row]] for row in np.flatnonzero(source < 0).tolist()]
    table, moved_words, _ = memory.words.updated(source, *counted(map(printed, read)))
    bags, moved_terms, stems = _bags(memory, source, table, moved_words)
    counts = np.bincount(bags.rows.keys, minlength=len(bags.names))
    steps = _steps(counts)
    forms = _forms(table, stems, len(steps))
    model = TextModel(slugs, bags.names, bags.rows, _weights(bags.rows, steps, len(slugs)), steps, table, forms)
    change = _change(memory, model, source, moved_words, moved_terms)
    return model, Memory(slugs, table, bags, stems, forms), change


def printed(paper: Paper) -> Counter[str]:
    """The words of a paper as printed, with the counts that the model goes by: 0 for what stands in notes and in
    addresses alone, which may be names.
    """
    title = rich(paper.title).plain
    abstract = to_plain(without_links(paper.abstract or ""))
    found = Counter(words(" ".join([title, title, rich(paper.summary).plain, *paper.names, abstract])))
    beside = [paper.notes] if paper.notes else []
    if paper.abstract and (whole := to_plain(paper.abstract)) != abstract:
        beside.append(whole)
    if not paper.abstract:
        found.update(paper.terms)
    beside += paper.terms
    for text in beside:
        for word in words(text):
            found.setdefault(word, 0)
    return found


def _bags(memory: Memory, source: Integers, table: Table, moved_words: Integers) -> tuple[Table, Integers, Integers]:
    """Terms by paper, where the terms of `memory` are among them, and the term of each word that is just one."""
    fresh = table.rows.take(np.flatnonzero(source < 0))
    counting = fresh.values > 0
    used = np.flatnonzero(np.bincount(fresh.keys[counting], minlength=len(table.names)))
    number = np.zeros(len(table.names), dtype=np.int64)
    number[used] = np.arange(len(used))
    found = [terms_of(table.names[word]) for word in used.tolist()]
    place: dict[str, int] = {}
    numbers = [place.setdefault(term, len(place)) for own in found for term in own]
    sizes = np.fromiter(map(len, found), np.int64, len(found))
    of_word = np.array(numbers, dtype=np.int32)
    starts = np.cumsum(sizes) - sizes
    word = number[fresh.keys[counting]]
    rows = np.repeat(fresh.numbers[counting], sizes[word])
    cells = ranges(starts[word], sizes[word])
    own = Rows.of(rows, of_word[cells], np.repeat(fresh.values[counting], sizes[word]), len(fresh))
    bags, moved, placed = memory.bags.updated(source, list(place), own)
    stems = np.full(len(table.names), -1, dtype=np.int32)
    stays = (moved_words >= 0) & (memory.stems >= 0)
    stems[moved_words[stays]] = moved[memory.stems[stays]]
    is_one = np.fromiter(
        (len(o) == 1 and "-" not in table.names[w] for o, w in zip(found, used.tolist(), strict=True)), bool, len(found)
    )
    stems[used[is_one]] = placed[of_word[starts[is_one]]]
    return bags, moved, stems


def _steps(counts: Integers) -> Integers:
    """Steps of the scale: 0 for what is there once, and -1 for what is not there."""
    return np.where(counts > 0, np.rint(np.log(np.maximum(counts, 1)) / log(STEP)), -1).astype(np.int32)


def _weights(bags: Rows, steps: Integers, papers: int) -> Integers:
    top = int(_steps(np.array([papers]))[0])
    rarity = np.array([0.0] + [log1p(STEP ** (top - step)) for step in range(1, top + 1)])
    often = np.array([0.0] + [1 + log(count) for count in range(1, int(bags.values.max(initial=0)) + 1)])
    weights = np.rint(FINE * often[bags.values] * rarity[steps][bags.keys]).astype(np.int64)
    squares = np.concatenate(([0], np.cumsum(weights * weights)))
    lengths = np.sqrt(np.maximum(np.diff(squares[bags.starts]), 1))
    return np.asarray(np.rint(UNIT / np.repeat(lengths, bags.sizes) * weights).astype(np.int64))


def _change(memory: Memory, model: TextModel, source: Integers, words: Integers, terms: Integers) -> Change:
    """A row is another one where its paper was read anew, or one of its terms is on another step.

    `words` and `terms` are where the columns of `memory` are now.
    """
    stays = terms >= 0
    steps = np.full(len(model.steps), -1, dtype=np.int32)
    steps[terms[stays]] = _steps(np.bincount(memory.bags.rows.keys, minlength=len(terms)))[stays]
    forms = np.full(len(model.steps), -1, dtype=np.int32)
    forms[terms[stays]] = np.append(words, -1)[memory.forms[stays]]
    rows = (source < 0) | model.bags.any_of(steps != model.steps)
    sizes = _steps(np.array([len(memory.slugs), len(model.slugs)]))
    papers = np.full(len(memory.slugs), -1, dtype=np.int32)
    papers[source[source >= 0]] = np.flatnonzero(source >= 0)
    is_new = rows if sizes[0] == sizes[1] else np.ones_like(rows)
    return Change(source, is_new, papers, terms, forms != model.forms)


def _forms(table: Table, stems: Integers, count: int) -> Integers:
    """The word that readers know each term by: its most frequent printed form.

    A capital may only begin a sentence, so a word that also occurs without one is shown without.
    """
    totals = np.bincount(table.rows.keys, table.rows.values, len(table.names)).astype(np.int64)
    own = np.flatnonzero((stems >= 0) & (totals > 0))
    terms, often = stems[own], totals[own]
    most = np.zeros(count, dtype=np.int64)
    np.maximum.at(most, terms, often)
    is_lower = np.fromiter(map(str.islower, table.names), bool, len(table.names))[own]
    length = np.fromiter(map(len, table.names), np.int32, len(table.names))[own]
    is_common = is_lower & (3 * often >= most[terms])
    order = np.lexsort((own, length, -often, ~is_common, terms))
    first = np.flatnonzero(np.diff(terms[order], prepend=-1))
    forms = np.full(count, -1, dtype=np.int32)
    forms[terms[order][first]] = own[order][first]
    return forms
