"""Records that may be about a paper, as questions: a candidate in, what a person sees and what an answer does out."""

from collections.abc import Iterable
from functools import partial

from litwiki import content
from litwiki.content.edit import Edit
from litwiki.curation import evidence
from litwiki.curation.enrich.apply import RECORD, record_digest
from litwiki.curation.enrich.fill import fill_from
from litwiki.curation.ingest.filling import words_of
from litwiki.curation.review.question import Question, printed_lines, side, side_of
from litwiki.markup.yaml import yaml_map
from litwiki.model.matches import Candidate
from litwiki.model.records import Kept
from litwiki.model.wiki import Wiki


def candidates(wiki: Wiki) -> Iterable[Question]:
    """Records that may be about a paper and are still open."""
    for one in content.CANDIDATES.of(wiki):
        if _is_open(wiki, one):
            where, entry = f"{one.path}:{one.entry.line}", one.entry
            record = side(("record", where), *printed_lines(entry), ("abstract", entry.abstract or ""))
            yield Question(
                id=f"candidate:{one.slug}:{record_digest(one)[:8]}",
                text=f"Is this record about {one.slug} ({one.reason})?",
                sides=(side_of(wiki, wiki.papers[one.slug]), record),
                answers={
                    "y": ("yes", "fills what the paper lacks"),
                    "n": ("no", "leaves the paper as it is, and asks no more"),
                },
                act=partial(_answer, one),
            )


def _is_open(wiki: Wiki, candidate: Candidate) -> bool:
    """Whether nobody has answered: neither no, nor has the paper an id of the record, or all that it says."""
    paper = wiki.papers.get(candidate.slug)
    if paper is None or Kept(candidate.slug, RECORD, record_digest(candidate)) in wiki.kept:
        return False
    theirs = evidence.of_entry(candidate.entry)
    if evidence.of_paper(paper).ids & theirs.ids and "same" not in candidate.reason.split(" ")[:2]:
        return False
    document = content.read_document(wiki.config.root, f"content/papers/{paper.slug}.md")
    filling = fill_from(paper, candidate.entry, candidate.who, document, abstracts=False)
    return bool(filling.fields)


def _answer(candidate: Candidate, edit: Edit, reply: str) -> Iterable[str]:
    """Fills the paper, or remembers that the record is not about it."""
    slug = candidate.slug
    if reply == "no":
        edit.decide("kept", yaml_map({"paper": slug, "field": RECORD, "given": record_digest(candidate)}))
        return [f"{candidate.path}:{candidate.entry.line} is not about {slug}"]
    paper, keeps = edit.wiki.papers[slug], edit.wiki.config.abstracts == "keep"
    document = edit.document(f"papers/{slug}.md")
    filling = fill_from(paper, candidate.entry, candidate.who, document, abstracts=keeps)
    edit.save(f"papers/{slug}.md", document, filling.document.text)
    edit.changes |= words_of(edit.wiki, slug, candidate.entry.abstract)
    return [f"{slug} has got {', '.join(filling.fields) or 'nothing'} from {candidate.who}"]
