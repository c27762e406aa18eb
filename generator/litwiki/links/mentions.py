"""Which papers name which in their texts: the wiki and its printed words in, the names found in each paper out.

A mention is a paper's name in another paper's text. Names are the curated ones and what stands before the
colon of a title. Observed: `KIVI`, `Adam` and `GPT-3` name one paper each; `Flames`, `Less` and `Core`
are words. Rule: a name must match with its case, and a name without an unusual form (an inner capital, a
digit, a sign) must occur nowhere in the collection as an ordinary lower-case word. A name of two papers
names neither. An acronym of two or three letters (`DSL`) means something else in the next field, so it links
only papers that share a topic. Where this is wrong a link is missing, not false.
"""

import functools
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import Executor
from hashlib import blake2b
from itertools import chain, pairwise
from typing import Any, NamedTuple

import numpy as np

from litwiki.links.cited import cited_of
from litwiki.links.names import SHORT, Claims
from litwiki.links.printed import Printed
from litwiki.links.terms import TextModel
from litwiki.memo import Memo, key_of, remembered
from litwiki.memo.batches import USUAL, Batch
from litwiki.model.ids import Slug, TopicId
from litwiki.model.link_graph import Mention
from litwiki.model.records import Paper
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.text.latex import to_plain
from litwiki.text.term_table import Integers, distinct, ranges
from litwiki.workers import shards

AT_A_TIME = 16
"""Batches that are read in one task."""
RUN = re.compile(r"[^\W_]+")
EDGES = ".,;:!?()[]{}\"'“”’‘*`"

Owner = tuple[Slug, frozenset[TopicId]]
"""The paper that a name stands for; the topics of which another must share one to mean it, where the name is short."""


def mentions_of(
    wiki: Wiki, batches: Sequence[Batch], model: TextModel, memo: Memo, executor: Executor, basis: bytes
) -> Mapping[Slug, tuple[Mention, ...]]:
    """The papers that each paper's texts name, by slug; `basis` is a digest of all that they follow from."""

    def as_json() -> bytes:
        return json.dumps(_mentions_of(wiki, batches, model, memo, executor)).encode()

    memo.keep(map(_name_of, batches))
    return {
        Slug(slug): tuple(Mention(Slug(target), surface) for target, surface in targets)
        for slug, targets in json.loads(remembered(memo, key_of("mentions of all", basis), as_json)).items()
    }


def _mentions_of(
    wiki: Wiki, batches: Sequence[Batch], model: TextModel, memo: Memo, executor: Executor
) -> Mapping[Slug, list[tuple[str, str]]]:
    """The mentions in each paper that has some, sorted."""
    read = json.loads(b"[%b]" % b",".join(model.printed.said))
    owners = _owners(zip(model.slugs, (names for names, *_ in read), strict=True), wiki, model.ordinary)
    tasks = _tasks(wiki, batches, owners, model.printed)
    surfaces: dict[str, Mapping[str, str]] = {}
    for task, value in zip(tasks, _remembered(memo, batches, tasks, executor), strict=True):
        surfaces.update((task.papers[place].slug, targets) for place, targets in value)
    for slug, cited in cited_of(wiki, model.slugs, [one for _, *one in read]).items():
        surfaces[slug] = {**{str(target): surface for target, surface in cited.items()}, **surfaces.get(slug, {})}
    return {slug: sorted(targets.items()) for slug in wiki.papers if (targets := surfaces.get(slug))}


class _Task(NamedTuple):
    """The papers of a batch that may name others, with the topics of each where that counts; and the names that these
    begin with one of the papers' words, or have it further on."""

    papers: Sequence[Paper]
    topics: Sequence[Set[TopicId]]
    owners: Mapping[str, Owner]

    def digest(self, batch: Batch) -> str:
        """A digest of all that mentions follow from."""
        named = [(name, slug, sorted(shared)) for name, (slug, shared) in self.owners.items()]
        said = repr((named, [sorted(some) for some in self.topics])).encode("utf-8", "surrogatepass")
        return blake2b(batch.digest + said, digest_size=16).hexdigest()

    def mentions(self) -> Iterator[dict[str, str]]:
        """The papers that each paper names, each with the first of its names that stands there."""
        longest = _Longest(self.owners)
        for paper, topics in zip(self.papers, self.topics, strict=True):
            surfaces: dict[str, str] = {}
            for surface in _surfaces(paper, self.owners, longest):
                target, shared = self.owners[surface]
                if target != paper.slug and (len(surface) > SHORT or not topics.isdisjoint(shared)):
                    surfaces.setdefault(target, surface)
            yield surfaces


def _tasks(wiki: Wiki, batches: Sequence[Batch], owners: Mapping[str, Owner], printed: Printed) -> list[_Task]:
    """What is to be read in each batch."""
    names = sorted(owners)
    row_of = {slug: row for row, slug in enumerate(wiki.papers)}
    owned = np.array([row_of[owners[name][0]] for name in names], dtype=np.int64)
    rows, numbers = _candidates(names, printed)
    others = owned[numbers] != rows
    rows, numbers = rows[others], numbers[others]
    ends = np.searchsorted(rows, np.cumsum([0, *(len(batch.papers) for batch in batches)]))
    tasks, start = [], 0
    for batch, (first, end) in zip(batches, pairwise(ends.tolist()), strict=True):
        papers = [batch.papers[row - start] for row in distinct(rows[first:end]).tolist()]
        named = {names[n]: owners[names[n]] for n in distinct(numbers[first:end]).tolist()}
        is_short = any(len(name) <= SHORT for name in named)
        topics = [_topics(wiki, paper.slug) if is_short else frozenset() for paper in papers]
        tasks.append(_Task(papers, topics, named))
        start += len(batch.papers)
    return tasks


def _candidates(names: Sequence[str], printed: Printed) -> tuple[Integers, Integers]:
    """Pairs of papers and of names that may stand in their texts, by their numbers: the papers have a word that begins
    as one of the words of the name does, the one of them that fewest papers have. (An inverted index looked up by the
    rarest key: Xiao and others 2008, "Efficient similarity joins for near duplicate detection", section 3.)
    """
    parts = [[run[0] for part in name.split() if (run := RUN.search(part))] for name in names]
    number = {part: place for place, part in enumerate(dict.fromkeys(chain.from_iterable(parts)))}
    words, begun = [], []
    for word, text in enumerate(printed.words):
        start = text if text.isalnum() else run[0] if (run := RUN.match(text)) else ""
        for form in (start, start[:-1]) if start.endswith("s") else (start,):
            if form in number:
                words.append(word)
                begun.append(number[form])
    words_of, beginnings = np.array(words, dtype=np.int64), np.array(begun, dtype=np.int64)
    often = np.bincount(beginnings, printed.papers[words_of], len(number)).tolist()
    rarest = np.array([min((number[run] for run in runs), key=often.__getitem__) for runs in parts], dtype=np.int64)
    # Words × the names that they lead to, then cells × names.
    by_rarest = np.argsort(rarest, kind="stable")
    begins = np.searchsorted(rarest[by_rarest], np.arange(len(number) + 1))
    many = np.diff(begins)[beginnings]
    named = by_rarest[ranges(begins[beginnings], many)]
    words_of = np.repeat(words_of, many)
    order = np.argsort(words_of, kind="stable")
    named, starts = named[order], np.searchsorted(words_of[order], np.arange(len(printed.words) + 1))
    sizes = np.diff(starts)
    cells = np.flatnonzero((sizes > 0)[printed.keys])
    keys = printed.keys[cells]
    rows = np.searchsorted(printed.starts, cells, side="right") - 1
    pairs = np.repeat(rows, sizes[keys]) * max(1, len(names)) + named[ranges(starts[:-1][keys], sizes[keys])]
    pairs = distinct(pairs)
    return pairs // max(1, len(names)), pairs % max(1, len(names))


def _remembered(
    memo: Memo, batches: Sequence[Batch], tasks: Sequence[_Task], executor: Executor
) -> list[list[tuple[int, Mapping[str, str]]]]:
    """The mentions in each batch: places of papers among the task's, with the names that each contains."""
    mentions: list[Any] = []
    stale = []
    for number, (batch, task) in enumerate(zip(batches, tasks, strict=True)):
        digest, value = task.digest(batch), memo.get(_name_of(batch))
        known = json.loads(value) if value else ("", [])
        mentions.append(known[1])
        if known[0] != digest:
            stale.append((number, digest))
    lots = shards([tasks[number] for number, _ in stale], AT_A_TIME, executor, weight=USUAL)
    fresh = chain.from_iterable(executor.map(_read, lots))
    for (number, digest), mentioned in zip(stale, fresh, strict=True):
        mentions[number] = mentioned
        memo.put(_name_of(batches[number]), json.dumps((digest, mentioned)).encode())
    return mentions


def _name_of(batch: Batch) -> bytes:
    """What the memo has the mentions in a batch under."""
    return key_of("mentions", batch.papers[0].slug.encode())


def _topics(wiki: Wiki, slug: Slug) -> frozenset[TopicId]:
    return frozenset(topic.id for topic in wiki.topics_of(slug))


def _read(tasks: Sequence[_Task]) -> list[list[tuple[int, dict[str, str]]]]:
    """The mentions in each batch."""
    return [[(place, surfaces) for place, surfaces in enumerate(task.mentions()) if surfaces] for task in tasks]


def _owners(claims: Iterable[tuple[Slug, Claims]], wiki: Wiki, ordinary: Set[str]) -> Mapping[str, Owner]:
    """Names that stand for one paper."""
    owners: dict[str, list[Slug]] = defaultdict(list)
    for slug, names in claims:
        for name, is_word in names.items():
            if not is_word or name.lower() not in ordinary:
                owners[name].append(slug)
    return {
        name: (slugs[0], _topics(wiki, slugs[0]) if len(name) <= SHORT else frozenset())
        for name, slugs in owners.items()
        if len(slugs) == 1
    }


def _surfaces(paper: Paper, names: Mapping[str, Owner], longest: "_Longest") -> Iterator[str]:
    """The names that a paper's texts contain, in their order."""
    for text in (rich(paper.title).plain, rich(paper.summary).plain, to_plain(paper.abstract or ""), paper.notes):
        tokens = text.split()
        for start, most in enumerate(map(longest.__getitem__, tokens)):
            if not most:
                continue
            bare = [token.strip(EDGES) for token in tokens[start : start + most]]
            for length in range(len(bare), 0, -1):
                surface = _name_in(" ".join(bare[:length]), names)
                if surface:
                    yield surface
                    break
    for word in paper.terms:
        surface = _name_in(word, names)
        if surface:
            yield surface


class _Longest(dict[str, int]):
    """How many words the longest name has that begins with a word of a text, which may have signs around it and an
    ending: mostly 0.
    """

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.first: dict[str, int] = {}
        for name in names:
            parts = name.split()
            self.first[parts[0]] = max(self.first.get(parts[0], 0), len(parts))

    def __missing__(self, token: str) -> int:
        word = token.strip(EDGES)
        most = self.first.get(word, 0)
        if not most and (word.endswith("s") or "-" in word):  # all endings
            most = max((self.first.get(form, 0) for form in _without_endings(word)), default=0)
        self[token] = most
        return most


def _name_in(phrase: str, names: Mapping[str, Owner]) -> str | None:
    """The name that a phrase is, perhaps in the plural or with an ending: `LoRAs`, `LoRA-based`."""
    if phrase in names:
        return phrase
    return next((shorter for shorter in _without_endings(phrase) if shorter in names), None)


@functools.lru_cache(maxsize=100_000)
def _without_endings(phrase: str) -> tuple[str, ...]:
    return tuple(phrase[: ending.start()] for ending in (PLURAL.search(phrase), SUFFIX.search(phrase)) if ending)


PLURAL = re.compile(r"(?:'s|’s|s)\Z")
SUFFIX = re.compile(r"-[a-z]+\Z")
