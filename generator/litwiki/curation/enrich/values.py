"""Who said the values of papers, by their fields (`offers.text_of`)."""

from collections.abc import Mapping

from litwiki.curation.offers import text_of
from litwiki.model.ids import digest
from litwiki.model.records import Attribution, Paper

DIGITS = 4
RANKS = (
    *("crossref", "datacite", "doi", "acl", "openreview", "dblp", "arxiv", "openalex"),
    *("semantic-scholar", "huggingface"),
)
"""Who may replace whose values, best first: who registers a publication, who keeps a bibliography by hand, who hosts
the preprint, who gathers from all of them. Lists of people's own come last."""


def attribution(paper: Paper, field: str, who: str) -> Attribution:
    """That `who` said the value which `paper` has."""
    return Attribution(who, digest(text_of(paper, field), DIGITS))


def is_by_machine(paper: Paper, field: str) -> bool:
    """Whether the value is still the one that a source said: a person who changes it makes it a person's."""
    said = paper.sources.get(field)
    return said is not None and bool(said.digest) and said.digest == digest(text_of(paper, field), DIGITS)


def may_replace(who: str, paper: Paper, field: str) -> bool:
    """Whether a value of `who` may take the place of the one that is there: a machine's, of the same or a worse
    source."""
    return is_by_machine(paper, field) and (
        who == paper.sources[field].who or rank(who) < rank(paper.sources[field].who)
    )


def rank(who: str) -> int:
    """The place of a source in `RANKS`, 0 for the best."""
    return RANKS.index(who) if who in RANKS else len(RANKS)


def fields_of(paper: Paper) -> Mapping[str, str]:
    """Everything that a source may say of a paper, by field, as far as it is said."""
    names = ("authors", "year", "abstract", "also_titled", "status")
    publication = ("type", "venue", "volume", "issue", "pages", "publisher", "editors", "date")
    links = dict.fromkeys(f"links.{link.kind}" for link in paper.links)
    fields = (*names, *publication, *(f"ids.{kind}" for kind in paper.ids), *links)
    return {field: text for field in fields if (text := text_of(paper, field))}
