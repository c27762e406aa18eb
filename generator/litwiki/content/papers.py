"""Paper files: `content/papers/<slug>.md` and, where abstracts are not stored, `content/terms/<slug>.txt`."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import asdict

from litwiki.content import strict_yaml as yaml
from litwiki.content.date_fields import DATE_KIND, PARTIAL_DATE_KIND, YEAR_KIND
from litwiki.content.fields import Key, Report, fields_of, written
from litwiki.content.front_matter import Document, front_matter
from litwiki.content.ids_and_links import ADDRESSES_KIND, IDENTIFIERS_KIND
from litwiki.content.misplaced import meant_by_key
from litwiki.content.record_fields import AUTHORSHIP_KIND, GONE_LINKS, SOURCES_KIND, STATUS_KIND
from litwiki.content.results import RESULTS_KIND
from litwiki.content.text_fields import SLUGS_KIND, choice_kind, list_kind, optional_kind, parted_authors, text_kind
from litwiki.markup.yaml import WIDTH, wrapped, yaml_block, yaml_items, yaml_list, yaml_map
from litwiki.model.entries import PAPER_TYPES, Link, Publication
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.text.addresses import without_links
from litwiki.text.latex import to_plain
from litwiki.text.words import clean, terms_of, words

# One paper has been seen with 5,154 authors (Phys. Rev. Lett. 114, 191803); a title has to fit a page.
LONGEST_TITLE = 500
LONGEST_ABSTRACT = 20_000

OTHER_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("conference", "proceedings", "conference paper", "workshop", "paper-conference"), "inproceedings"),
    **dict.fromkeys(("journal", "journal article", "article-journal"), "article"),
    **dict.fromkeys(("arxiv", "unpublished"), "preprint"),
    **dict.fromkeys(("incollection", "inbook", "book chapter"), "chapter"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "dissertation"), "thesis"),
    **dict.fromkeys(("techreport", "technical report"), "report"),
    "misc": "other",
}
"""Types of BibTeX and CSL, and what people write, with ours."""

TITLE = Key("title", text_kind(LONGEST_TITLE), "The title as printed, in single quotes.", needed=True)
AUTHORS = Key("authors", list_kind(parted_authors), "The authors' names as printed, in order.")
LINKS = Key("links", ADDRESSES_KIND, "Web addresses by what is found there.")
PUBLICATION_KEYS: tuple[Key[Any], ...] = (
    Key("type", choice_kind(("", *PAPER_TYPES), "", OTHER_TYPES), "What kind of paper it is."),
    Key("venue", text_kind(500), "The journal, conference or book that it appeared in, as printed."),
    Key("volume", text_kind(100), "The volume of the journal or series, as printed."),
    Key("issue", text_kind(100), "The issue of the journal, as printed."),
    Key("pages", text_kind(100), "Its pages there, as printed, such as 10-19."),
    Key("publisher", text_kind(300), "Who published it; of a thesis or report the school or institution."),
    Key("date", PARTIAL_DATE_KIND, "When it was published: YYYY-MM-DD, YYYY-MM or YYYY."),
    Key("editors", list_kind(), "The names of the editors as printed, in order."),
)
"""The keys of `Publication`, each by the name of its field."""
KEYS: tuple[Key[Any], ...] = (
    TITLE,
    AUTHORS,
    Key("year", YEAR_KIND, "The year in which the paper first came out: four digits without quotes."),
    *PUBLICATION_KEYS,
    Key("ids", IDENTIFIERS_KIND, "Identifiers by their kind, each as its source writes it and in quotes."),
    Key(
        "topics",
        replace(SLUGS_KIND, write=yaml_items),
        "Topics by the names of their files in content/topics/, the most central first.",
    ),
    Key(
        "topics_status",
        choice_kind(("curated", "suggested"), "suggested"),
        "curated: a person has chosen or confirmed the topics. suggested: nobody has looked yet.",
    ),
    Key(
        "summary",
        text_kind(4_000, write=yaml_block),
        "Two to four sentences of ours; the first one stands alone in lists as the TL;DR.",
    ),
    Key(
        "summary_by",
        AUTHORSHIP_KIND,
        "Who wrote the summary, who compared it with the paper, and when: "
        "{written: model, checked: YYYY-MM-DD, checked_by: person}.",
    ),
    LINKS,
    Key("names", list_kind(), "What other papers call it, such as the name of its method; their pages link here."),
    Key("keys", list_kind(), "Its keys in bibliographies; the first one is given back by exports."),
    Key("also_titled", list_kind(), "Other titles of the same paper; listings that print them are recognized."),
    Key("aliases", SLUGS_KIND, "Former names of this file; each leads here."),
    Key("added", DATE_KIND, "The day on which it came into this wiki: YYYY-MM-DD."),
    Key("status", STATUS_KIND, "retracted, withdrawn, corrected or superseded; null otherwise."),
    Key("gone", GONE_LINKS, "Links that lead nowhere any more; `litwiki check --online` writes it."),
    Key("sources", SOURCES_KIND, "Who said the values that no person wrote, by field; `litwiki enrich` writes it."),
    Key("results", RESULTS_KIND, "Values in the columns of its topics, by topic: {column: 4, note: 'Abstract'}."),
    Key(
        "abstract",
        optional_kind(text_kind(LONGEST_ABSTRACT, write=yaml_block)),
        "The authors' abstract, where this wiki keeps abstracts.",
    ),
)
"""The others are called as the fields of `Paper`."""
BLANK = frozenset("authors year type venue ids topics summary links names also_titled aliases added".split())
"""What a new file has without a value."""
MORE_AUTHORS = "et al."
"""Ends a list of authors that is not complete; no person."""
IS_MORE_AUTHORS = re.compile(r"(?:and\s+)?(?:et\s+al\.?|others)", re.IGNORECASE)


def read_paper(document: Document, slug: Slug, terms: Mapping[str, int], report: Report) -> Paper:
    """The record a paper file holds; what is wrong with it is reported and left out of the record."""
    values = fields_of(document, KEYS, report, meant_by_key).values()
    publication = Publication(**{key.name: values.pop(key.name) for key in PUBLICATION_KEYS})
    names: tuple[str, ...] = values.pop(AUTHORS.name)
    authors = tuple(name for name in names if not IS_MORE_AUTHORS.fullmatch(name))
    return Paper(
        slug,
        authors=authors,
        authors_complete=len(authors) == len(names),
        publication=publication,
        notes=document.body,
        terms=terms,
        **values,
    )


def write_paper(paper: Paper, *, abstract: bool) -> str:
    """A new paper file. Its keys stand in one order with what is to be filled in left empty."""
    values = {**asdict(paper), **asdict(paper.publication), "abstract": paper.abstract if abstract else None}
    authors = authors_value(paper.authors, complete=paper.authors_complete)
    return front_matter({**written(KEYS, values, BLANK), AUTHORS.name: authors}, paper.notes)


def links_value(links: Sequence[Link], document: Document | None = None) -> str:
    """Links in YAML, on one line: a list, since there may be several of a kind.

    A file that has a mapping (`{code: …}`) keeps that form as long as each kind stands once.
    """
    kinds = {link.kind for link in links}
    if document and isinstance(document.front.items.get(LINKS.name), yaml.Mapping) and len(kinds) == len(links):
        return yaml_map({link.kind: link.url for link in links})
    return LINKS.kind.write(tuple(links))


def authors_value(authors: Sequence[str], *, complete: bool) -> str:
    """Authors in YAML, on one line, with the mark of a list that is not complete."""
    return yaml_list([*authors, *([] if complete else [MORE_AUTHORS])])


def publication_values(publication: Publication) -> Mapping[str, str]:
    """The values of `Publication` in YAML by their keys; an empty text where nothing is said."""
    values = asdict(publication)
    return {key.name: key.kind.write(values[key.name]) if values[key.name] else "" for key in PUBLICATION_KEYS}


# --- terms ---------------------------------------------------------------------------------------------


def terms_of_abstract(abstract: str) -> Mapping[str, int]:
    """The words of an abstract that mean something, with their counts; their order is not kept.

    A word that begins a sentence is in lower case, any other as printed: `Adam` in the middle of a
    sentence is a name.
    """
    counts: Counter[str] = Counter()
    for sentence in re.split(r"(?<=[.!?])\s+", to_plain(clean(without_links(abstract)))):
        for index, word in enumerate(words(sentence)):
            if terms_of(word):
                begins = index == 0 and word[1:].islower()
                counts[word.lower() if begins else word] += 1
    return counts


def write_terms(terms: Mapping[str, int]) -> str:
    """A terms file: words in alphabetical order, each with its count where it is not one."""
    order = sorted(terms, key=lambda w: (w.casefold(), w))
    items = (word if terms[word] == 1 else f"{word}*{terms[word]}" for word in order)
    return "\n".join(wrapped(" ".join(items), WIDTH)) + "\n"


def read_terms(text: str) -> Mapping[str, int]:
    """The words of a terms file with their counts; what is no word counts once as it stands."""
    counts = {}
    for item in text.split():
        counted = re.fullmatch(r"(.+)\*([1-9][0-9]{0,5})", item)
        counts[counted[1] if counted else item] = int(counted[2]) if counted else 1
    return counts
