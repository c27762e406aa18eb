"""Zotero's reading of our pages, by the rules of its translator (`tests.zotero`)."""

import pytest

from litwiki.citations import make_citation
from litwiki.model.entries import Publication
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.pages.metadata import highwire
from tests.zotero import Item, item_of

OURS = ("og:type", "article"), ("og:url", "https://pots.example/wiki/papers/tea/")


def read(publication: Publication, **ids: str) -> Item:
    paper = Paper(
        Slug("tea"),
        "Tea Leaves",
        authors=("Boyle, Ada", "López Rivera, Pablo", "Zoë M. O'Hara", "van der Pot, Jan Piet", "王, 小明"),
        year=2021,
        ids=ids,
        publication=publication,
    )
    return item_of([*OURS, *highwire(paper, make_citation(paper))])


@pytest.mark.parametrize(
    ("type_", "item_type", "where"),
    [
        ("preprint", "preprint", "publicationTitle"),
        ("article", "journalArticle", "publicationTitle"),
        ("inproceedings", "conferencePaper", "conferenceName"),
        ("book", "book", "series"),
        ("chapter", "bookSection", "bookTitle"),
        ("thesis", "thesis", ""),
        ("report", "report", ""),
        ("dataset", "dataset", ""),
        ("software", "computerProgram", ""),
        ("other", "document", ""),
    ],
)
def test_type_and_venue(type_: str, item_type: str, where: str) -> None:
    item = read(
        Publication(type_, "Kettle Days", publisher="Press", date="2021-06-12", pages="10-19"), isbn="978-3-16-148410-0"
    )
    assert item.type == item_type
    assert item.fields["date"] == "2021/06/12"
    assert item.fields["pages"] == "10-19"
    assert [name for name, text in item.fields.items() if text == "Kettle Days"] == ([where] if where else [])
    publisher = {"thesis": "university", "report": "institution"}.get(type_, "publisher")
    assert item.fields[publisher] == "Press"


def test_a_preprint_without_a_type_is_known_by_its_id() -> None:
    item = read(Publication(), arxiv="2101.01234")
    assert item.type == "preprint"
    assert item.pdf == "https://arxiv.org/pdf/2101.01234"
    assert item.fields["url"] == "https://arxiv.org/abs/2101.01234", "the paper's address, and not our page's"
    assert item.fields["date"] == "2021"


def test_an_article_without_a_type_is_what_its_doi_leads_to() -> None:
    item = read(Publication(venue="Journal of Tea"), doi="10.1000/tea")
    assert (item.type, item.fields["DOI"]) == ("journalArticle", "10.1000/tea")


def test_authors_keep_their_parts() -> None:
    assert read(Publication()).creators == (
        ("Boyle", "Ada"),
        ("López Rivera", "Pablo"),
        ("O'Hara", "Zoë M."),
        ("Pot", "Jan Piet van der"),
        ("王小明", ""),
    )
