"""What curators say of papers beside their own pages: the wiki in, for each paper the passages that refer to it out.

A passage is a note on a reading list, the text below a step of a reading path, or the part of a topic's introduction or
of another paper's notes around a reference to it (`[[kivi|KIVI]]`), up to where its clause ends. Like the text of
links into a page, it says in others' words what the paper is about (Craswell, Hawking and Robertson 2001, "Effective
site finding using link anchor information"), and papers that one clause refers to have something in common.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import takewhile

from msgspec import Struct

from litwiki.markup.tokens import REFERENCE
from litwiki.model.ids import Slug
from litwiki.model.records import ReadingPath
from litwiki.model.wiki import Wiki

AROUND = 300
"""Characters of a passage before and after a reference, at most: work stays linear where no clause ends."""
MOST = 20
"""References that are looked at on each side of one, to say which papers stand together."""
END = re.compile(r"[.!?;:](?=\s)|\n\s*\n")
PAPER_LINK = re.compile(
    r"\[(?P<label>[^\[\]]{1,200})\]\((?:[^()\s]{0,200}papers/)?(?P<target>[^()\s/]{1,120})\.md(?:#[^()\s]*)?\)"
)

_Texts = dict[Slug, dict[str, None]]
_Together = dict[Slug, Counter[Slug]]


class Passages(Struct, frozen=True):
    """What is said of papers: `texts` by paper, each once and in order; `together` has for each paper how many clauses
    refer to it and to each of some others."""

    texts: Mapping[Slug, tuple[str, ...]]
    together: Mapping[Slug, Mapping[Slug, int]]


def passages_of(wiki: Wiki) -> Passages:
    """The passages about every paper that has some."""
    texts: _Texts = defaultdict(dict)
    together: _Together = defaultdict(Counter)
    for topic in wiki.topics.values():
        for pin in topic.pinned:
            if (slug := wiki.resolve(pin.paper)) and pin.note:
                texts[slug][plain(pin.note)] = None
        _gather(wiki, topic.introduction, texts, together)
    for path in wiki.reading_paths.values():
        _gather(wiki, path.text, texts, together)
        for slug, passage in _steps(wiki, path):
            texts[slug][passage] = None
    for slug, paper in wiki.papers.items():
        if "](" in paper.notes or "[[" in paper.notes:
            _gather(wiki, paper.notes, texts, together, but=slug)
    return Passages(
        {slug: tuple(said) for slug, said in sorted(texts.items())},
        {slug: dict(sorted(others.items())) for slug, others in sorted(together.items())},
    )


def plain(text: str) -> str:
    """A text with the words of its references in their places.

    >>> plain("Read [[kettle|the kettle]] before [[ladle]].")
    'Read the kettle before ladle.'
    """
    said = REFERENCE.sub(lambda one: one["label"] or one["target"].rpartition(":")[2].strip(), text)
    return " ".join(PAPER_LINK.sub(r"\g<label>", said).split())


def _gather(wiki: Wiki, text: str, texts: _Texts, together: _Together, but: Slug | None = None) -> None:
    """Adds the passages of a text about papers, `but` the one that it belongs to."""
    clause: list[Slug] = []
    last = -1
    for slug, first, passage in _references(wiki, text):
        if first != last:
            clause, last = [], first
        if slug != but:
            texts[slug][passage] = None
        for other in {*clause[-MOST:]} - {slug}:
            together[slug][other] += 1
            together[other][slug] += 1
        clause.append(slug)


def _steps(wiki: Wiki, path: ReadingPath) -> Iterator[tuple[Slug, str]]:
    """The papers that are steps of a path, each with the text up to the next heading or step."""
    lines = path.text.split("\n")
    ends = [*(step.first_line for step in path.steps[1:]), len(lines)]
    for step, end in zip(path.steps, ends, strict=True):
        said = "\n".join(takewhile(lambda line: not line.startswith("#"), lines[step.end_line : end]))
        if (slug := wiki.resolve(step.target)) and said.strip():
            yield slug, plain(said[: 2 * AROUND])


def _references(wiki: Wiki, text: str) -> Iterator[tuple[Slug, int, str]]:
    """Each reference to a paper: the paper, where its clause begins, and the passage."""
    ends = [match.end() for match in END.finditer(text)]
    number, first = 0, 0
    for match in sorted((*REFERENCE.finditer(text), *PAPER_LINK.finditer(text)), key=re.Match.start):
        while number < len(ends) and ends[number] <= match.start():
            first = ends[number]
            number += 1
        end = max(match.end(), ends[number] if number < len(ends) else len(text))
        if slug := wiki.resolve(match["target"].strip().removeprefix("paper:")):
            yield slug, first, plain(text[max(first, match.start() - AROUND) : min(end, match.end() + AROUND)])
