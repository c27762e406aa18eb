"""Records that may be about a paper, as questions: a candidate in, what a person sees and what an answer does out."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from litwiki import content
from litwiki.content.edit import Edit
from litwiki.curation import evidence
from litwiki.curation.enrich.apply import RECORD, record_digest
from litwiki.curation.enrich.fill import fill_from
from litwiki.markup import yaml_map
from litwiki.model.errors import UsageError
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
    is_known = bool(evidence.of_paper(paper).ids & theirs.ids) and "same" not in candidate.reason.split(" ")[:2]
    return not is_known and not _says_nothing_new(wiki, candidate)


def _says_nothing_new(wiki: Wiki, candidate: Candidate) -> bool:
    paper = wiki.papers[candidate.slug]
    document = content.read_document(wiki.config.root, f"content/papers/{paper.slug}.md")
    found = fill_from(paper, candidate.entry, candidate.who, document, only="", abstracts=False, update=False)
    return not found.fields


def side_of(candidate: Candidate) -> tuple[tuple[str, str], ...]:
    """The record beside the paper."""
    entry = candidate.entry
    lines = (
        ("record", f"{candidate.path}:{entry.line}"),
        ("title", entry.title),
        ("authors", ", ".join(entry.authors)),
        ("year", str(entry.year or "")),
        ("type", entry.publication.type),
        ("venue", entry.publication.venue),
        ("ids", ", ".join(f"{kind} {value}" for kind, value in entry.ids.items())),
        ("abstract", entry.abstract or ""),
    )
    return tuple((name, text) for name, text in lines if text)


def answer_candidate(edit: Edit, candidate: Candidate, given: str) -> Iterable[str]:
    """Fills the paper, or remembers that the record is not about it. Raises `UsageError`."""
    slug = candidate.slug
    if given == "no":
        edit.decide("kept", yaml_map({"paper": slug, "field": RECORD, "given": record_digest(candidate)}))
        return [f"{candidate.path}:{candidate.entry.line} is not about {slug}"]
    if given != "yes":
        raise UsageError(f"{given!r} is no answer; yes and no are")
    paper, keeps = edit.wiki.papers[slug], edit.wiki.config.abstracts == "keep"
    document = edit.document(f"papers/{slug}.md")
    found = fill_from(paper, candidate.entry, candidate.who, document, only="", abstracts=keeps, update=False)
    edit.save(f"papers/{slug}.md", document, found.document.text)
    abstract = candidate.entry.abstract
    if not keeps and abstract and not (paper.terms or paper.abstract):
        terms = content.write_terms(content.terms_of_abstract(abstract))
        edit.changes[PurePosixPath(f"terms/{slug}.txt")] = terms
    return [f"{slug} has got {', '.join(found.fields) or 'nothing'} from {candidate.who}"]
