"""Records that may be about a paper, as questions: a candidate in, what a person sees and what an answer does out."""

from collections.abc import Iterable

from litwiki import content
from litwiki.content.edit import Edit
from litwiki.curation import evidence
from litwiki.curation.enrich.apply import RECORD, record_digest
from litwiki.curation.enrich.fill import fill_from
from litwiki.curation.ingest.filling import words_of
from litwiki.curation.review.question import Side, printed_lines, side
from litwiki.markup.yaml import yaml_map
from litwiki.model.matches import Candidate
from litwiki.model.records import Kept
from litwiki.model.wiki import Wiki


def candidate_id(candidate: Candidate) -> str:
    """The question's id: the paper, and digits of the record."""
    return f"candidate:{candidate.slug}:{record_digest(candidate)[:8]}"


def is_open(wiki: Wiki, candidate: Candidate) -> bool:
    """Whether nobody has answered: neither no, nor has the paper an id of the record, or all that it says."""
    paper = wiki.papers.get(candidate.slug)
    if paper is None or Kept(candidate.slug, RECORD, record_digest(candidate)) in wiki.kept:
        return False
    theirs = evidence.of_entry(candidate.entry)
    if evidence.of_paper(paper).ids & theirs.ids and "same" not in candidate.reason.split(" ")[:2]:
        return False
    document = content.read_document(wiki.config.root, f"content/papers/{paper.slug}.md")
    found = fill_from(paper, candidate.entry, candidate.who, document, only="", abstracts=False, update=False)
    return bool(found.fields)


def side_of(candidate: Candidate) -> Side:
    """The record beside the paper."""
    entry = candidate.entry
    return side(("record", f"{candidate.path}:{entry.line}"), *printed_lines(entry), ("abstract", entry.abstract or ""))


def answer_candidate(candidate: Candidate, edit: Edit, given: str) -> Iterable[str]:
    """Fills the paper, or remembers that the record is not about it."""
    slug = candidate.slug
    if given == "no":
        edit.decide("kept", yaml_map({"paper": slug, "field": RECORD, "given": record_digest(candidate)}))
        return [f"{candidate.path}:{candidate.entry.line} is not about {slug}"]
    paper, keeps = edit.wiki.papers[slug], edit.wiki.config.abstracts == "keep"
    document = edit.document(f"papers/{slug}.md")
    found = fill_from(paper, candidate.entry, candidate.who, document, only="", abstracts=keeps, update=False)
    edit.save(f"papers/{slug}.md", document, found.document.text)
    edit.changes |= words_of(edit.wiki, slug, candidate.entry.abstract)
    return [f"{slug} has got {', '.join(found.fields) or 'nothing'} from {candidate.who}"]
