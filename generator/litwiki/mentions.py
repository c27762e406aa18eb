"""Which papers name which in their texts: the wiki and its printed words in, the names found in each paper out.

A mention is a paper's name in another paper's text. Names are the curated ones and what stands before the
colon of a title. Observed: `KIVI`, `Adam` and `GPT-3` name one paper each; `Flames`, `Less` and `Core`
are words. Rule: a name must match with its case, and a name without an unusual form (an inner capital, a
digit, a sign) must occur nowhere in the collection as an ordinary lower-case word. A name of two papers
names neither. An acronym of two or three letters (`DSL`) means something else in the next field, so it links
only papers that share a topic. Where this is wrong a link is missing, not false.

Texts are read again only where they changed, or have a word that a name begins with which came, went, or
stands for another paper.
"""

import functools
import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

import numpy as np

from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Mention, Paper
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.sparse import Table
from litwiki.text.latex import to_plain
from litwiki.text.words import WORD, words

NAME_WORDS = 3
SHORT = 3
UNUSUAL = re.compile(r"[A-Z].*[A-Z]|\d|[+μγ]|[a-z][A-Z]")
JOINTS = ("", *"-'’.+")
"""What may stand behind the beginning of a name within a word as `text.words` cuts it."""
EDGES = ".,;:!?()[]{}\"'“”’‘*`"

Claims = Mapping[str, bool]
"""Names that a paper goes by, each with whether it is one only where it is no ordinary word."""
Owner = tuple[Slug, tuple[TopicId, ...]]
"""The paper that a name stands for; the topics that another must share to mean it, where the name is short."""


@dataclass(frozen=True)
class Memory:
    """The names that each paper goes by, whom the names stand for, and who is mentioned where, by which name."""

    claims: Mapping[Slug, Claims]
    owners: Mapping[str, Owner]
    found: Mapping[Slug, tuple[Mention, ...]]

    def save(self, folder: Path) -> None:
        """Writes a file that `load` reads."""
        found = {slug: [(m.slug, m.surface) for m in own] for slug, own in self.found.items()}
        (folder / "mentions.json").write_text(json.dumps([self.claims, self.owners, found]), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Memory":
        """Raises `OSError`, `ValueError` and `TypeError`."""
        claims, owners, found = json.loads((folder / "mentions.json").read_text(encoding="utf-8"))
        mentions = {slug: tuple(Mention(target, surface) for target, surface in own) for slug, own in found.items()}
        return cls(claims, {name: (slug, tuple(topics)) for name, (slug, topics) in owners.items()}, mentions)


def update(
    wiki: Wiki, table: Table, topics: Callable[[Slug], Set[TopicId]], changed: Set[Slug] | None, memory: Memory | None
) -> tuple[Memory, Set[Slug]]:
    """Names and mentions of all papers, and the papers whose mentions may be others than before.

    `table` has the printed words of every paper, in the order of the wiki. Papers but for `changed` ones have the
    texts and topics that they had for `memory`.
    """
    old = memory if memory and changed is not None else Memory({}, {}, {})
    fresh = {slug for slug in wiki.papers if slug not in old.claims or slug in (changed or ())}
    claims = {slug: _claims(wiki.papers[slug]) if slug in fresh else old.claims[slug] for slug in wiki.papers}
    owners = _owners(claims, topics, _ordinary_words(table))
    again: Set[Slug] = fresh
    if len(fresh) < len(claims):
        differing = {name.split()[0] for name, _ in old.owners.items() ^ owners.items()}
        again = fresh | _having(table, tuple(wiki.papers), differing)
    beginnings = _Beginnings(owners)
    found = {slug: own for slug, own in old.found.items() if slug in claims and slug not in again}
    for slug in again:
        if own := _mentions(wiki.papers[slug], owners, beginnings, topics(slug)):
            found[slug] = own
    return Memory(claims, owners, dict(sorted(found.items()))), again


def _having(table: Table, slugs: Sequence[Slug], firsts: Set[str]) -> Set[Slug]:
    """The papers whose texts may have one of the words that names begin with.

    A text that has such a word has one that begins with the same letters and digits, and goes on with a sign if at
    all, or with an s.
    """
    columns = np.zeros(len(table.names), dtype=bool)
    for first in firsts:
        match = WORD.match(first)
        if not match:
            return {*slugs}
        for column in range(bisect_left(table.names, match[0]), len(table.names)):
            word = table.names[column]
            if not word.startswith(match[0]):
                break
            columns[column] |= word[match.end() :][:1] in JOINTS or word[match.end() :] == "s"
    return {slugs[row] for row in np.flatnonzero(table.rows.any_of(columns)).tolist()}


def _ordinary_words(table: Table) -> set[str]:
    """Words that occur in lower case somewhere in the collection, with the parts of compounds."""
    counts = np.bincount(table.rows.keys, table.rows.values, len(table.names))
    lower = [*filter(str.islower, compress(table.names, (counts > 0).tolist()))]
    return {*lower, *" ".join(lower).replace("-", " ").split()}


def title_name(title: str) -> str:
    """What a title names before its colon, or nothing.

    >>> title_name("KIVI: A Tuning-Free Quantization"), title_name("How Far Are We? A Study: Part I")
    ('KIVI', '')
    """
    name, colon, rest = to_plain(title).partition(":")
    name = name.strip()
    is_name = colon and rest[:1] == " " and 0 < len(name.split()) <= NAME_WORDS
    return name if is_name and not re.search(r"[?!,.]\s|[?!]$", name) else ""


def _claims(paper: Paper) -> Claims:
    found = {name: is_word for name in paper.names if (is_word := _is_word(name, curated=True)) is not None}
    name = title_name(paper.title)
    if name and name not in found and (is_word := _is_word(name, curated=False)) is not None:
        found[name] = is_word
    return found


def _is_word(name: str, *, curated: bool) -> bool | None:
    """Whether a name looks like a word, nothing where it cannot be told from other text at all."""
    parts = words(name)
    if not parts or len(name) < 2:
        return None
    if len(parts) == 1:
        return False if UNUSUAL.search(name) else True if name[0].isupper() else None
    # Several words: a person chose them, or one of them is unusual ("Transfer Q Star").
    return False if curated or any(UNUSUAL.search(part) for part in parts) else None


def _owners(
    claims: Mapping[Slug, Claims], topics: Callable[[Slug], Set[TopicId]], ordinary: Set[str]
) -> Mapping[str, Owner]:
    """Names that stand for one paper."""
    owners: dict[str, list[Slug]] = defaultdict(list)
    for slug, names in claims.items():
        for name, is_word in names.items():
            if not is_word or name.lower() not in ordinary:
                owners[name].append(slug)
    return {
        name: (slugs[0], tuple(sorted(topics(slugs[0]))) if len(name) <= SHORT else ())
        for name, slugs in owners.items()
        if len(slugs) == 1
    }


def _mentions(
    paper: Paper, owners: Mapping[str, Owner], beginnings: "_Beginnings", topics: Set[TopicId]
) -> tuple[Mention, ...]:
    seen: dict[Slug, str] = {}
    for surface in _surfaces(paper, owners, beginnings):
        target, shared = owners[surface]
        if target != paper.slug and (len(surface) > SHORT or not topics.isdisjoint(shared)):
            seen.setdefault(target, surface)
    return tuple(Mention(target, seen[target]) for target in sorted(seen))


def _surfaces(paper: Paper, names: Mapping[str, Owner], beginnings: "_Beginnings") -> Iterator[str]:
    """The names that a paper's texts contain, in their order."""
    for text in (rich(paper.title).plain, rich(paper.summary).plain, to_plain(paper.abstract or ""), paper.notes):
        tokens = text.split()
        for start, longest in enumerate(map(beginnings.__getitem__, tokens)):
            if not longest:
                continue
            bare = [token.strip(EDGES) for token in tokens[start : start + longest]]
            for length in range(len(bare), 0, -1):
                surface = _name_in(" ".join(bare[:length]), names)
                if surface:
                    yield surface
                    break
    for word in paper.terms:
        surface = _name_in(word, names)
        if surface:
            yield surface


class _Beginnings(dict[str, int]):
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
        forms = () if word in self.first else _without_endings(word)
        self[token] = longest = max(self.first.get(form, 0) for form in (word, *forms))
        return longest


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
