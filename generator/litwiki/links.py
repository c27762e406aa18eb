"""What connects papers: the wiki in, a `LinkGraph` out.

Related papers are near by the cosine of their rows in the text model. SVD brought 0.01 nDCG over that on
held-out judgements and cannot say which words two papers share, so it is left out here.

A mention is a paper's name in another paper's text. Names are the curated ones and what stands before the
colon of a title. Observed: `KIVI`, `Adam` and `GPT-3` name one paper each; `Flames`, `Less` and `Core`
are words. Rule: a name must match with its case, and a name without an unusual form (an inner capital, a
digit, a sign) must occur nowhere in the collection as an ordinary lower-case word. A name of two papers
names neither. An acronym of two or three letters (`DSL`) means something else in the next field, so it links
only papers that share a topic. Where this is wrong a link is missing, not false.
"""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from scipy import sparse

from litwiki import processes
from litwiki.addresses import without_links
from litwiki.ids import Slug, TopicId
from litwiki.latex import to_plain
from litwiki.model import CoTopic, LinkGraph, Mention, Paper, Related
from litwiki.text import words
from litwiki.textmodel import TextModel
from litwiki.wiki import Wiki

MOST_RELATED = 6
LEAST_SIMILAR = 0.06
REASON_TERMS = 3
BLOCK = 512
"""Papers whose similarities are computed at a time; bounds memory, not results."""


def make_graph(wiki: Wiki, model: TextModel) -> LinkGraph:
    """Every link of the collection; `model` is that of its papers."""
    mentions = _mentions(wiki)
    backlinks: dict[Slug, list[Slug]] = defaultdict(list)
    for slug, found in mentions.items():
        for mention in found:
            backlinks[mention.slug].append(slug)
    return LinkGraph(
        mentions=mentions,
        backlinks={slug: tuple(sorted(sources)) for slug, sources in sorted(backlinks.items())},
        related=dict(_related(wiki, model)),
        co_topics=_co_topics(wiki),
    )


def _co_topics(wiki: Wiki) -> Mapping[TopicId, tuple[CoTopic, ...]]:
    counts: dict[TopicId, Counter[TopicId]] = defaultdict(Counter)
    for slug in wiki.papers:
        topics = [topic.id for topic in wiki.topics_of(slug)]
        for topic in topics:
            counts[topic].update(other for other in topics if other != topic)
    return {
        topic: tuple(CoTopic(other, n) for other, n in sorted(found.items(), key=lambda x: (-x[1], x[0])))
        for topic, found in sorted(counts.items())
    }


# --- related papers ------------------------------------------------------------------------------------


def _related(wiki: Wiki, model: TextModel) -> Iterator[tuple[Slug, tuple[Related, ...]]]:
    topics = [{topic.id for topic in wiki.topics_of(slug)} for slug in model.slugs]
    transposed = model.matrix.T.tocsr()

    def relate_some(starts: Sequence[int], _: Callable[[], None]) -> list[tuple[Slug, tuple[Related, ...]]]:
        return [found for start in starts for found in _related_block(wiki, model, topics, transposed, start)]

    starts = range(0, len(model.slugs) if model.terms else 0, BLOCK)
    for some in processes.share(relate_some, processes.contiguous(starts, processes.worth(len(starts), 2))):
        yield from some


def _related_block(
    wiki: Wiki, model: TextModel, topics: Sequence[set[TopicId]], transposed: sparse.csr_matrix, start: int
) -> Iterator[tuple[Slug, tuple[Related, ...]]]:
    slugs, rows = model.slugs, model.rows
    block = (model.matrix[start : start + BLOCK] @ transposed).tocsr()
    for row in range(block.shape[0]):
        index = start + row
        mine = rows[index]
        found = []
        for other, score in _nearest(block, row, index):
            theirs = rows[other]
            shared = sorted((-mine[column] * theirs[column], column) for column in mine.keys() & theirs.keys())
            best = [model.shown[column] for _, column in shared[: 2 * REASON_TERMS] if column in model.shown]
            found.append(
                Related(
                    slug=slugs[other],
                    score=score,
                    topics=tuple(t.id for t in wiki.topics_of(slugs[index]) if t.id in topics[other]),
                    terms=tuple(dict.fromkeys(best))[:REASON_TERMS],
                )
            )
        if found:
            yield slugs[index], tuple(found)


def _nearest(block: sparse.csr_matrix, row: int, index: int) -> list[tuple[int, float]]:
    """The best other columns of a row with their rounded scores; equal ones in the order of slugs."""
    begin, end = block.indptr[row], block.indptr[row + 1]
    columns, scores = block.indices[begin:end], block.data[begin:end]
    if len(scores) > 8 * MOST_RELATED:
        # Whatever may be among the best after rounding; sorting ten thousand scores for six is most of the cost.
        least = np.partition(scores, len(scores) - MOST_RELATED - 1)[len(scores) - MOST_RELATED - 1]
        kept = np.flatnonzero(scores >= least - 0.0001)
        columns, scores = columns[kept], scores[kept]
    scores = np.round(scores, 4)
    order = np.lexsort((columns, -scores))
    best = [(int(columns[i]), float(scores[i])) for i in order[: MOST_RELATED + 1]]
    return [(other, score) for other, score in best if other != index and score >= LEAST_SIMILAR][:MOST_RELATED]


# --- mentions ------------------------------------------------------------------------------------------

NAME_WORDS = 3
SHORT = 3
UNUSUAL = re.compile(r"[A-Z].*[A-Z]|\d|[+μγ]|[a-z][A-Z]")


def _mentions(wiki: Wiki) -> Mapping[Slug, tuple[Mention, ...]]:
    ordinary = _ordinary_words(wiki)
    names = _names(wiki, ordinary)
    beginnings = _beginnings(names)
    topics = {slug: {topic.id for topic in wiki.topics_of(slug)} for slug in wiki.papers}

    def find_some(papers: Sequence[tuple[Slug, Paper]], _: Callable[[], None]) -> dict[Slug, tuple[Mention, ...]]:
        return dict(_mentioned(papers, names, beginnings, topics))

    shards = processes.contiguous(list(wiki.papers.items()), processes.worth(len(wiki.papers), 1_000))
    return {slug: found for some in processes.share(find_some, shards) for slug, found in some.items()}


def _mentioned(
    papers: Sequence[tuple[Slug, Paper]],
    names: Mapping[str, Slug],
    beginnings: Mapping[str, int],
    topics: Mapping[Slug, set[TopicId]],
) -> Iterator[tuple[Slug, tuple[Mention, ...]]]:
    for slug, paper in papers:
        seen: dict[Slug, str] = {}
        for surface in _surfaces(paper, names, beginnings):
            target = names[surface]
            if target != slug and (len(surface) > SHORT or topics[slug] & topics[target]):
                seen.setdefault(target, surface)
        if seen:
            yield slug, tuple(Mention(target, seen[target]) for target in sorted(seen))


def _ordinary_words(wiki: Wiki) -> set[str]:
    """Words that occur in lower case somewhere in the collection, with the parts of compounds."""
    printed: set[str] = set()
    for paper in wiki.papers.values():
        printed.update(words(f"{paper.title} {paper.summary} {to_plain(without_links(paper.abstract or ''))}"))
        printed.update(paper.terms)
    return {part for word in printed for part in (word, *word.split("-")) if part.islower()}


def title_name(title: str) -> str:
    """What a title names before its colon, or nothing.

    >>> title_name("KIVI: A Tuning-Free Quantization"), title_name("How Far Are We? A Study: Part I")
    ('KIVI', '')
    """
    name, colon, rest = to_plain(title).partition(":")
    name = name.strip()
    is_name = colon and rest[:1] == " " and 0 < len(name.split()) <= NAME_WORDS
    return name if is_name and not re.search(r"[?!,.]\s|[?!]$", name) else ""


def _names(wiki: Wiki, ordinary: set[str]) -> Mapping[str, Slug]:
    """Names that stand for one paper."""
    owners: dict[str, set[Slug]] = defaultdict(set)
    for slug, paper in wiki.papers.items():
        for name in paper.names:
            if _is_distinctive(name, ordinary, curated=True):
                owners[name].add(slug)
        name = title_name(paper.title)
        if name and _is_distinctive(name, ordinary, curated=False):
            owners[name].add(slug)
    return {name: next(iter(slugs)) for name, slugs in sorted(owners.items()) if len(slugs) == 1}


def _is_distinctive(name: str, ordinary: set[str], *, curated: bool) -> bool:
    parts = words(name)
    if not parts or len(name) < 2:
        return False
    if len(parts) == 1:
        return bool(UNUSUAL.search(name)) or (name[0].isupper() and name.lower() not in ordinary)
    # Several words: a person chose them, or one of them is unusual ("Transfer Q Star").
    return curated or any(UNUSUAL.search(part) for part in parts)


def _surfaces(paper: Paper, names: Mapping[str, Slug], beginnings: Mapping[str, int]) -> Iterator[str]:
    """The names that a paper's texts contain, in their order; `beginnings` has the first words of names, with and
    without endings, and how many words the longest of them has."""
    for text in (to_plain(paper.title), paper.summary, to_plain(paper.abstract or ""), paper.notes):
        bare = [token.strip(".,;:!?()[]{}\"'“”’‘*`") for token in text.split()]
        for start, word in enumerate(bare):
            longest = beginnings.get(word, 0) or max(
                (beginnings.get(form, 0) for form in _without_endings(word)), default=0
            )
            for length in range(min(longest, len(bare) - start), 0, -1):
                surface = _name_in(" ".join(bare[start : start + length]), names)
                if surface:
                    yield surface
                    break
    for word in paper.terms:
        surface = _name_in(word, names)
        if surface:
            yield surface


def _beginnings(names: Iterable[str]) -> Mapping[str, int]:
    """The first words of names with the number of words of the longest name."""
    found: dict[str, int] = {}
    for name in names:
        parts = name.split()
        found[parts[0]] = max(found.get(parts[0], 0), len(parts))
    return found


def _name_in(phrase: str, names: Mapping[str, Slug]) -> str | None:
    """The name that a phrase is, perhaps in the plural or with an ending: `LoRAs`, `LoRA-based`."""
    if phrase in names:
        return phrase
    return next((shorter for shorter in _without_endings(phrase) if shorter in names), None)


@functools.lru_cache(maxsize=100_000)
def _without_endings(phrase: str) -> tuple[str, ...]:
    return tuple(phrase[: ending.start()] for ending in (PLURAL.search(phrase), SUFFIX.search(phrase)) if ending)


PLURAL = re.compile(r"(?:'s|’s|s)\Z")
SUFFIX = re.compile(r"-[a-z]+\Z")
