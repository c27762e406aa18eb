"""What connects papers: the wiki in, a `LinkGraph` out.

Related papers are near by the cosine of their rows in the text model, by topics, and by what curators say of them
together (`related`). SVD cannot say which words two papers share, so it is left out here. Mentions are names of papers
in others' texts, and citations (`mentions`, `cited`), and the map shows related papers side by side (`map_layout`).
"""

from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import Executor
from hashlib import blake2b
from itertools import chain

from msgspec import Struct

from litwiki.links.in_common import InCommon
from litwiki.links.map_layout import nearest_of
from litwiki.links.mentions import mentions_of
from litwiki.links.passages import Passages, passages_of
from litwiki.links.related import RelatedPapers, lists_of
from litwiki.links.terms import TextModel
from litwiki.memo import Memo, MemoryMemo, key_of
from litwiki.memo.batches import USUAL, Batch, batches_of
from litwiki.model.ids import Slug
from litwiki.model.link_graph import LinkGraph, Mention
from litwiki.model.wiki import Wiki
from litwiki.workers import InProcess, papers_of

__all__ = ["Links", "TextModel", "Texts", "make"]


class Texts(Struct, frozen=True, eq=False):
    """What links are found in: papers in batches, and what curators say of papers elsewhere."""

    batches: tuple[Batch, ...]
    passages: Passages

    @classmethod
    def of(cls, wiki: Wiki, executor: Executor) -> "Texts":
        """Those of a wiki, in batches for an executor."""
        return cls(batches_of(wiki, min(USUAL, papers_of(executor) or USUAL)), passages_of(wiki))


class Links(Struct, frozen=True, eq=False):
    """The batches of a wiki's papers, the printed forms by which readers know terms, what curators say of papers
    elsewhere, and the links that follow from it. Not the text model: it is large, and nobody needs it any more."""

    batches: tuple[Batch, ...]
    forms: Mapping[str, str]
    passages: Passages
    graph: LinkGraph
    related: RelatedPapers

    def digests(self, papers: Mapping[Slug, str]) -> dict[Slug, str]:
        """A digest of each paper's record and of what links it, but for the scores of related papers; `papers` are
        hexadecimal digests of what is told of each paper where it is linked."""
        records = chain.from_iterable(batch.digests for batch in self.batches)
        related = self.related.described([papers[slug] for slug in self.related.slugs])
        mentions, backlinks = self.graph.mentions, self.graph.backlinks
        digests = {}
        for slug, record, near in zip(self.related.slugs, records, related, strict=True):
            names = [(papers[mention.slug], mention) for mention in mentions.get(slug, ())]
            named = repr((names, [papers[other] for other in backlinks.get(slug, ())])).encode("utf-8", "surrogatepass")
            digests[slug] = blake2b(record + len(near).to_bytes(8, "big") + near + named, digest_size=16).hexdigest()
        return digests


def make(
    wiki: Wiki,
    memo: Memo | None = None,
    executor: Executor | None = None,
    texts: Texts | None = None,
    model: TextModel | None = None,
) -> Links:
    """Everything that connects the papers of a wiki; by default without a memo from before, and in this process.
    `texts` and `model` are the wiki's, where somebody has them."""
    memo = MemoryMemo() if memo is None else memo
    executor = executor or InProcess()
    texts = texts or Texts.of(wiki, executor)
    batches, passages = texts.batches, texts.passages
    model = model or TextModel(batches, memo, executor)
    # All that links follow from: papers, how they are filed, and what curators say of them together.
    filed = [(topic.id, topic.aliases, topic.group) for topic in wiki.topics.values()]
    groups = [name for name, _ in wiki.groups]
    said = repr((filed, groups, passages.together)).encode("utf-8", "surrogatepass")
    basis = key_of("links", model.state, said)
    mentions = mentions_of(wiki, batches, model, memo, executor, basis)
    lists = lists_of(model, memo, basis, lambda: InCommon(wiki, passages), executor, wiki.config.build)
    related = RelatedPapers(wiki, model.slugs, lists)
    graph = LinkGraph(
        mentions=mentions,
        backlinks=_backlinks(mentions),
        related=related,
        nearest=nearest_of(lists.others),
    )
    return Links(batches, model.shown, passages, graph, related)


def _backlinks(mentions: Mapping[Slug, tuple[Mention, ...]]) -> Mapping[Slug, tuple[Slug, ...]]:
    sources_of: dict[Slug, list[Slug]] = defaultdict(list)
    for slug, some in mentions.items():
        for mention in some:
            sources_of[mention.slug].append(slug)
    return {slug: tuple(sorted(sources)) for slug, sources in sorted(sources_of.items())}
