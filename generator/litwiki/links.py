"""What connects papers: the wiki in, a `LinkGraph` out.

Related papers are near by the cosine of their rows in the text model (`related`). SVD brought 0.01 nDCG over that on
held-out judgements and cannot say which words two papers share, so it is left out here. Mentions are names of papers
in others' texts (`mentions`). What one build found out, the next brings up to date: `update`.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from litwiki import mentions, related, textmodel
from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import CoTopic, LinkGraph
from litwiki.model.wiki import Wiki
from litwiki.related import Nearest, RelatedPapers
from litwiki.textmodel import TextModel


@dataclass(frozen=True)
class Memory:
    """What a build found out about the papers of a wiki and what connects them."""

    texts: textmodel.Memory
    nearest: Nearest
    mentions: mentions.Memory
    meanings: Mapping[str, TopicId | None]
    """Names by which papers are filed, and the topics that they meant."""

    def save(self, folder: Path) -> None:
        """Writes files that `load` reads, into a folder that is there."""
        (folder / "meanings.json").write_text(json.dumps(self.meanings), encoding="utf-8")
        for part in (self.texts, self.nearest, self.mentions):
            part.save(folder)

    @classmethod
    def load(cls, folder: Path) -> "Memory | None":
        """What `save` wrote; nothing where it cannot be read."""
        try:
            meanings = {**json.loads((folder / "meanings.json").read_text(encoding="utf-8"))}
            return cls(textmodel.Memory.load(folder), Nearest.load(folder), mentions.Memory.load(folder), meanings)
        except (OSError, ValueError, TypeError, AttributeError, EOFError):
            return None


@dataclass(frozen=True)
class Links:
    """The text model of a wiki and its links; `papers` are those with other related papers, mentions or backlinks
    than in the memory that they were made with, and perhaps some more.
    """

    model: TextModel
    graph: LinkGraph
    papers: Set[Slug]


def make_graph(wiki: Wiki, model: TextModel) -> LinkGraph:
    """Every link of the collection; `model` is that of its papers."""
    found, _ = mentions.update(wiki, model.words, _topics(wiki), None, None)
    return _graph(wiki, model, related.nearest(model), found)


def update(wiki: Wiki, changed: Set[Slug] | None, memory: Memory | None) -> tuple[Links, Memory]:
    """Everything that connects papers, as if it were made anew.

    `changed` are the papers that changed, came or went since `memory` was made; nothing where that is not known.
    """
    if memory is None or changed is None:
        memory, changed = None, None
    meanings = _meanings(wiki)
    model, texts, change = textmodel.update(wiki, changed, memory.texts if memory else textmodel.NOTHING)
    named = memory.mentions if memory and _agree(memory.meanings, meanings) else None
    found, read = mentions.update(wiki, model.words, _topics(wiki), changed, named)
    papers: Set[Slug] = {*model.slugs}
    if memory:
        nearest, rows = related.update(model, change, memory.nearest)
        if named:
            papers = {model.slugs[row] for row in np.flatnonzero(rows).tolist()} | read | _targets(named, found, read)
    else:
        nearest = related.nearest(model)
    graph = _graph(wiki, model, nearest, found)
    return Links(model, graph, papers), Memory(texts, nearest, found, meanings)


def _graph(wiki: Wiki, model: TextModel, nearest: Nearest, found: mentions.Memory) -> LinkGraph:
    backlinks: dict[Slug, list[Slug]] = defaultdict(list)
    for slug, own in found.found.items():
        for mention in own:
            backlinks[mention.slug].append(slug)
    return LinkGraph(
        mentions=found.found,
        backlinks={slug: tuple(sorted(sources)) for slug, sources in sorted(backlinks.items())},
        related=RelatedPapers(wiki, model, nearest),
        co_topics=_co_topics(wiki),
    )


def _targets(before: mentions.Memory, after: mentions.Memory, read: Set[Slug]) -> Set[Slug]:
    """Whom the papers that were read again, or are gone, mentioned or mention."""
    sources = read | (before.found.keys() - after.found.keys())
    return {m.slug for memory in (before, after) for slug in sources for m in memory.found.get(slug, ())}


def _topics(wiki: Wiki) -> Callable[[Slug], Set[TopicId]]:
    return lambda slug: {topic.id for topic in wiki.topics_of(slug)}


def _meanings(wiki: Wiki) -> Mapping[str, TopicId | None]:
    """The topics that papers are filed under by name."""
    names = sorted({name for names in {paper.topics for paper in wiki.papers.values()} for name in names})
    return {name: wiki.resolve_topic(name) for name in names}


def _agree(before: Mapping[str, TopicId | None], now: Mapping[str, TopicId | None]) -> bool:
    return all(before.get(name, topic) == topic for name, topic in now.items())


def _co_topics(wiki: Wiki) -> Mapping[TopicId, tuple[CoTopic, ...]]:
    counts: dict[TopicId, Counter[TopicId]] = defaultdict(Counter)
    for names, papers in Counter(paper.topics for paper in wiki.papers.values()).items():
        topics = {topic for name in names if (topic := wiki.resolve_topic(name))}
        for topic in topics:
            own = counts[topic]
            for other in topics - {topic}:
                own[other] += papers
    return {
        topic: tuple(CoTopic(other, n) for other, n in sorted(found.items(), key=lambda x: (-x[1], x[0])))
        for topic, found in sorted(counts.items())
    }
