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
from functools import partial

from litwiki.links.cited import cited_of
from litwiki.links.terms import TextModel, beginning
from litwiki.model.batches import Batch
from litwiki.model.ids import Slug, TopicId
from litwiki.model.memo import Memo, key_of, remembered
from litwiki.model.records import Mention, Paper
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.text.latex import to_plain
from litwiki.text.words import words

NAME_WORDS = 3
SHORT = 3
UNUSUAL = re.compile(r"[A-Z].*[A-Z]|\d|[+μγ]|[a-z][A-Z]")
SPELLINGS = (
    (re.compile(r"-(?=\d)"), ("", " ")),
    (re.compile("μ"), ("mu",)),
    (re.compile(r"(?<=[a-zμ])(?=[A-Z][a-z])"), ("-",)),
    (re.compile(r"parameteri(?=[sz]ation)"), ("parametri",)),
    (re.compile(r"parametri(?=[sz]ation)"), ("parameteri",)),
    (re.compile("ization"), ("isation",)),
    (re.compile("isation"), ("ization",)),
)
"""Where a name is also spelled otherwise, and how."""
EDGES = ".,;:!?()[]{}\"'“”’‘*`"

Claims = Mapping[str, bool]
"""Names that a paper goes by, each with whether it is one only where it is no ordinary word."""
Owner = tuple[Slug, frozenset[TopicId]]
"""The paper that a name stands for; the topics of which another must share one to mean it, where the name is short."""


def mentions_of(
    wiki: Wiki, batches: Sequence[Batch], model: TextModel, memo: Memo
) -> Mapping[Slug, tuple[Mention, ...]]:
    """The papers that each paper's texts name, by slug.

    A batch of texts is read for names that begin with one of its words; what was found follows from it, these names
    and, for short ones, the topics of its papers.
    """
    claims: dict[Slug, Claims] = {}
    for batch in batches:
        names = remembered(memo, key_of("names", batch.digest), lambda batch=batch: _claims_of(batch))  # type: ignore[misc]
        claims.update(zip((paper.slug for paper in batch.papers), json.loads(names), strict=True))
    owners = _owners(claims, wiki, model.ordinary)
    by_beginning: dict[str, list[str]] = defaultdict(list)
    for name in owners:
        by_beginning[beginning(name)].append(name)
    found: dict[Slug, dict[Slug, str]] = defaultdict(dict)
    for batch, beginnings in zip(batches, model.beginnings, strict=True):
        begun = by_beginning.keys() & {"", *beginnings}
        named = {name: owners[name] for word in sorted(begun) for name in by_beginning[word]}
        is_short = any(len(name) <= SHORT for name in named)
        topics = [_topics(wiki, paper.slug) if is_short else frozenset() for paper in batch.papers]
        said = repr([(name, slug, sorted(shared)) for name, (slug, shared) in sorted(named.items())])
        said += repr([sorted(some) for some in topics])
        read = partial(_read, batch, named, topics)
        for slug, mentions in json.loads(remembered(memo, key_of("mentions", batch.digest, said.encode()), read)):
            found[Slug(slug)] = {Slug(target): surface for target, surface in mentions}
    for slug, cited in cited_of(wiki, batches, memo).items():
        found[slug] = {**cited, **found[slug]}
    return {
        slug: tuple(Mention(target, own[target]) for target in sorted(own))
        for slug in wiki.papers
        if (own := found.get(slug))
    }


def _topics(wiki: Wiki, slug: Slug) -> frozenset[TopicId]:
    return frozenset(topic.id for topic in wiki.topics_of(slug))


def _read(batch: Batch, owners: Mapping[str, Owner], topics: Sequence[Set[TopicId]]) -> bytes:
    """The mentions in a batch, as JSON."""
    beginnings = _Beginnings(owners)
    found = [
        (paper.slug, [(mention.slug, mention.surface) for mention in mentions])
        for paper, own in zip(batch.papers, topics, strict=True)
        if (mentions := _mentions(paper, owners, beginnings, own))
    ]
    return json.dumps(found).encode()


def title_name(title: str) -> str:
    """What a title names before its colon, or nothing.

    >>> title_name("KIVI: A Tuning-Free Quantization"), title_name("How Far Are We? A Study: Part I")
    ('KIVI', '')
    """
    name, colon, rest = to_plain(title).partition(":")
    name = name.strip()
    is_name = colon and rest[:1] == " " and 0 < len(name.split()) <= NAME_WORDS
    return name if is_name and not re.search(r"[?!,.]\s|[?!]$", name) else ""


def _claims_of(batch: Batch) -> bytes:
    """The names of each paper of a batch, as JSON."""
    return json.dumps([_claims(paper) for paper in batch.papers]).encode()


def _claims(paper: Paper) -> Claims:
    found = {name: is_word for name in paper.names if (is_word := _is_word(name, curated=True)) is not None}
    name = title_name(paper.title)
    if name and name not in found and (is_word := _is_word(name, curated=False)) is not None:
        found[name] = is_word
    for name, is_word in tuple(found.items()):
        for other in spellings(name) if not is_word and len(name) > SHORT else ():
            found.setdefault(other, False)
    return found


def spellings(name: str) -> tuple[str, ...]:
    """Other spellings of a name: hyphens, a Greek letter, capitals, British and American.

    >>> spellings("GPT-3"), spellings("μTransfer"), spellings("LoRA"), spellings("optimal heat")
    (('GPT3', 'GPT 3'), ('muTransfer', 'μ-Transfer', 'mu-Transfer'), (), ('Optimal Heat',))
    """
    found = {name: None}
    for pattern, others in SPELLINGS:
        found |= dict.fromkeys(pattern.sub(other, known) for known in tuple(found) for other in others)
    if " " in name and name.islower():
        found |= dict.fromkeys(known.title() for known in tuple(found))
    return tuple(found)[1:]


def _is_word(name: str, *, curated: bool) -> bool | None:
    """Whether a name looks like a word, nothing where it cannot be told from other text at all."""
    parts = words(name)
    if not parts or len(name) < 2:
        return None
    if len(parts) == 1:
        return False if UNUSUAL.search(name) else True if name[0].isupper() else None
    # Several words: a person chose them, or one of them is unusual ("Transfer Q Star").
    return False if curated or any(UNUSUAL.search(part) for part in parts) else None


def _owners(claims: Mapping[Slug, Claims], wiki: Wiki, ordinary: Set[str]) -> Mapping[str, Owner]:
    """Names that stand for one paper."""
    owners: dict[str, list[Slug]] = defaultdict(list)
    for slug, names in claims.items():
        for name, is_word in names.items():
            if not is_word or name.lower() not in ordinary:
                owners[name].append(slug)
    return {
        name: (slugs[0], _topics(wiki, slugs[0]) if len(name) <= SHORT else frozenset())
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
