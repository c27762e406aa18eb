"""Files of new papers: what entries say of each in, its file with suggested topics out, read again as `litwiki check`
would. Workers write them: neither needs another paper.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from itertools import chain
from pathlib import PurePosixPath

from msgspec import Struct

from litwiki import content
from litwiki.curation import topic_suggestions as topics
from litwiki.curation.ingest.limits import cut_text
from litwiki.markup.addresses import is_safe_url
from litwiki.markup.markdown import markdown_text
from litwiki.markup.references import disallowed_html, find_addresses, find_references
from litwiki.model.ids import TopicId
from litwiki.model.matches import Suggestion
from litwiki.model.problems import Problem
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.workers import shards
from litwiki.workers.broadcast import Broadcast

AT_A_TIME = 1_000
"""Papers that are written in one task."""
NewPaper = tuple[Paper, Sequence[TopicId]]
"""What entries say of a paper, and the topics that its keywords name."""


class NewFile(Struct, frozen=True):
    """The file of a new paper. `is_cut`: it could not hold the whole abstract and note."""

    text: str
    is_cut: bool
    suggested: tuple[Suggestion, ...]
    errors: tuple[Problem, ...]


class Writer(Struct, frozen=True):
    """What the files of all new papers of a run have in common; without a `model` no topics are suggested."""

    model: topics.Model | None
    keeps_abstracts: bool
    added: str

    @classmethod
    def of(cls, wiki: Wiki, papers: Sequence[NewPaper], added: str) -> "Writer":
        """The writer of these papers of a wiki."""
        return cls(topics.Model(wiki) if papers and wiki.topics else None, wiki.config.abstracts == "keep", added)

    def write(self, papers: Sequence[NewPaper]) -> list[NewFile]:
        """Their files, in the same order."""
        suggested = self.model.suggest([paper for paper, _ in papers]) if self.model else {}
        return [self._write(*paper, suggested.get(paper[0].slug, ())) for paper in papers]

    def _write(self, paper: Paper, named: Sequence[TopicId], suggested: tuple[Suggestion, ...]) -> NewFile:
        paper = replace(
            paper,
            topics=tuple(dict.fromkeys((*named, *topics.proposed(suggested)))),
            added=self.added,
            notes=f"{_notes(paper.notes)}\n" if paper.notes else "",
        )
        text, is_cut = content.write_paper(paper, abstract=self.keeps_abstracts), False
        # An abstract full of letters that YAML has to escape may be ten times as large as it looks.
        while len(text.encode()) > content.MAX_FILE and (paper.abstract or paper.notes):
            half, is_cut = len(paper.abstract or "") // 2, True
            paper = replace(paper, abstract=cut_text(paper.abstract or "", half) if half > 100 else None, notes="")
            text = content.write_paper(paper, abstract=self.keeps_abstracts)
        errors = content.read_again({PurePosixPath(f"papers/{paper.slug}.md"): text})
        return NewFile(text, is_cut, suggested, errors)


def write_all(shared: Broadcast[Writer], papers: Sequence[NewPaper], executor: Executor) -> Iterator[NewFile]:
    """The files of new papers, in the same order. Workers begin at once."""
    return chain.from_iterable(executor.map(partial(_write_some, shared), shards(papers, AT_A_TIME, executor)))


def _write_some(shared: Broadcast[Writer], papers: Sequence[NewPaper]) -> list[NewFile]:
    return shared.value.write(papers)


def _notes(text: str) -> str:
    """A note of a list as Markdown: as it stands where it is fine, else as plain text."""
    has_rule = any(line.startswith("---") for line in text.split("\n"))
    return text if is_fine(text) and not has_rule and not find_references(text) else as_words(text)


def is_fine(text: str) -> bool:
    """Whether `litwiki check` has nothing against the elements and addresses of Markdown."""
    return not disallowed_html(text) and all(is_safe_url(address) for _, address in find_addresses(text))


def as_words(text: str) -> str:
    """Lines of any text as paragraphs of Markdown that show as the same characters."""
    return "\n\n".join(markdown_text(line) for line in text.split("\n") if line.strip())
