"""The story: what is empty is filled with who said it, what a person wrote stays, what is not certain is asked."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from litwiki import content
from litwiki.cli import cli
from litwiki.curation import ingest
from litwiki.curation.enrich import Manner, Report, enrich
from litwiki.curation.review import answer, questions
from litwiki.model.entries import Entry, Link, ListingHead, ListingReading, Publication, RawListing
from litwiki.model.errors import UnsoundError
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.sources import read_arguments

TITLE = "Boiling Water in Enamel Kettles with Closed Lids"
RECORD: dict[str, Any] = {
    "title": TITLE,
    "authors": ["Ada Boyle", "Ben Sample"],
    "year": 2024,
    "arxiv": "2401.00011",
    "venue": "Journal of Tea Research",
    "code": "https://github.com/example/kettle",
}


def put(root: Path, *entries: Entry) -> None:
    reading = ListingReading(RawListing("x", "", ""), ListingHead("command"), entries, ())
    ingest.ingest(root, readings=[reading], manner=ingest.Manner(has_ledgers=False))


def dump(root: Path, *records: dict[str, Any], name: str = "tea-list.jsonl") -> Path:
    path = root.parent / name
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def run(root: Path, *records: dict[str, Any], name: str = "tea-list.jsonl", **manner: Any) -> Report:
    report = enrich(root, [dump(root, *records, name=name)], Manner(**manner))
    assert isinstance(report, Report)
    return report


def paper(root: Path, slug: str) -> Paper:
    loaded = content.load(root)
    assert loaded.problems == ()
    return loaded.wiki.papers[Slug(slug)]


def asked(root: Path, kind: str) -> list[str]:
    return [question.id for question in questions(root) if question.kind == kind]


SLUG = "boiling-water-in-enamel-kettles-with-closed-lids"


@pytest.fixture
def wiki(new_wiki: Path) -> Path:
    put(new_wiki, Entry(TITLE, None, 1, year=2024))
    return new_wiki


def test_what_is_empty_is_filled_with_who_said_it(wiki: Path) -> None:
    report = run(wiki, RECORD, {**RECORD, "title": "Another Paper of Nobody"})
    assert report.filled.keys() == {SLUG}
    found = paper(wiki, SLUG)
    assert found.authors == ("Ada Boyle", "Ben Sample")
    assert (found.ids, found.publication.venue) == ({"arxiv": "2401.00011"}, "Journal of Tea Research")
    assert {said.who for said in found.sources.values()} == {"tea-list"}
    assert "year" not in found.sources
    assert {"authors", "ids.arxiv", "venue", "type", "links.code"} <= found.sources.keys()
    assert run(wiki, RECORD).filled == {}


def test_a_persons_value_stays_and_another_one_is_asked_about(wiki: Path) -> None:
    path = wiki / "content" / "papers" / f"{SLUG}.md"
    path.write_text(path.read_text().replace("venue: ''", "venue: Tea Letters"))
    report = run(wiki, RECORD, update=True)
    assert paper(wiki, SLUG).publication.venue == "Tea Letters"
    assert [(c.field, c.given) for c in report.conflicts] == [("venue", "Journal of Tea Research")]
    (question,) = asked(wiki, "conflict")
    answer(wiki, question, "keep")
    assert run(wiki, RECORD, update=True).conflicts == ()


def test_a_machines_value_is_replaced_only_by_update_of_the_same_source(wiki: Path) -> None:
    run(wiki, RECORD)
    other = {**RECORD, "venue": "Annals of Tea"}
    assert paper(wiki, SLUG).publication.venue == "Journal of Tea Research"
    run(wiki, other, update=True, name="worse.jsonl")
    assert paper(wiki, SLUG).publication.venue == "Journal of Tea Research"
    run(wiki, other, update=True)
    assert paper(wiki, SLUG).publication.venue == "Annals of Tea"
    path = wiki / "content" / "papers" / f"{SLUG}.md"
    path.write_text(path.read_text().replace("Annals of Tea", "Annals of Black Tea"))
    run(wiki, {**RECORD, "venue": "Tea Weekly"}, update=True)
    assert paper(wiki, SLUG).publication.venue == "Annals of Black Tea"


def test_a_link_that_a_person_took_away_does_not_come_back(wiki: Path) -> None:
    run(wiki, RECORD)
    assert paper(wiki, SLUG).links == (Link("code", "https://github.com/example/kettle"),)
    path = wiki / "content" / "papers" / f"{SLUG}.md"
    path.write_text("".join("links: []\n" if x.startswith("links:") else x for x in path.read_text().splitlines(True)))
    run(wiki, RECORD, update=True)
    assert paper(wiki, SLUG).links == ()


def test_what_is_not_certain_is_a_question(new_wiki: Path) -> None:
    put(new_wiki, Entry(TITLE, None, 1))
    report = run(new_wiki, RECORD)
    assert (report.filled, len(report.candidates)) == ({}, 1)
    (question,) = asked(new_wiki, "candidate")
    answer(new_wiki, question, "yes")
    assert paper(new_wiki, SLUG).authors == ("Ada Boyle", "Ben Sample")
    assert paper(new_wiki, SLUG).sources["authors"].who == "tea-list"
    assert asked(new_wiki, "candidate") == []


def test_a_record_that_was_turned_down_is_not_asked_about_again(new_wiki: Path) -> None:
    put(new_wiki, Entry(TITLE, None, 1))
    run(new_wiki, RECORD)
    answer(new_wiki, asked(new_wiki, "candidate")[0], "no")
    assert asked(new_wiki, "candidate") == []
    assert run(new_wiki, RECORD).candidates == ()
    assert paper(new_wiki, SLUG).authors == ()


def test_records_that_contradict_each_other_are_questions(wiki: Path) -> None:
    other = {**RECORD, "arxiv": "2401.00099", "authors": ["Ines Ladle"]}
    report = run(wiki, RECORD, other)
    assert (report.filled, len(report.candidates)) == ({}, 2)


def test_a_record_that_agrees_with_two_papers_is_a_question(wiki: Path) -> None:
    twin = wiki / "content" / "papers" / "twin.md"
    twin.write_text(f"---\ntitle: '{TITLE}'\nyear: 2024\nids: {{doi: '10.1000/1'}}\n---\n")
    report = run(wiki, RECORD)
    assert (report.filled, {c.slug for c in report.candidates}) == ({}, {Slug(SLUG), Slug("twin")})


def test_an_id_that_waits_becomes_a_paper(new_wiki: Path) -> None:
    from litwiki.curation.ingest import ingest

    ingest(new_wiki, readings=[read_arguments(["2401.00011", "2401.00012"])])
    report = run(new_wiki, RECORD)
    assert (report.born, report.still_waiting) == ((SLUG,), ("arxiv:2401.00012",))
    wiki = content.load(new_wiki).wiki
    assert [one.id for one in wiki.pending] == ["arxiv:2401.00012"]
    assert {said.who for said in wiki.papers[Slug(SLUG)].sources.values()} == {"tea-list"}
    assert wiki.appearances[Slug(SLUG)]


def test_the_published_version_is_named_beside_the_preprint(new_wiki: Path) -> None:
    publication = Publication(type="preprint")
    put(new_wiki, Entry(TITLE, None, 1, (), {"arxiv": "2401.00011"}, ("Ada Boyle",), 2023, publication=publication))
    report = run(new_wiki, {**RECORD, "doi": "10.1000/jtr.4.10", "authors": ["Ada Boyle"], "type": "article"})
    found = paper(new_wiki, SLUG)
    assert (found.year, found.publication.date, found.publication.venue) == (2023, "2024", "Journal of Tea Research")
    assert found.ids == {"arxiv": "2401.00011", "doi": "10.1000/jtr.4.10"}
    assert {c.field for c in report.conflicts} <= {"type"}


def test_only_what_was_asked_for_is_filled(wiki: Path) -> None:
    report = run(wiki, RECORD, only="authors")
    assert {*report.filled[Slug(SLUG)]} == {"authors"}
    assert paper(wiki, SLUG).ids == {}


def test_a_dry_run_writes_nothing_and_a_limit_holds(wiki: Path) -> None:
    put(wiki, Entry("Ladle Dynamics in Viscous Soups", None, 1))
    before = {p: p.read_bytes() for p in (wiki / "content").rglob("*") if p.is_file()}
    assert run(wiki, RECORD, is_dry=True).written
    assert {p: p.read_bytes() for p in (wiki / "content").rglob("*") if p.is_file()} == before
    assert run(wiki, RECORD, limit=1).asked == 1


def litwiki(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def test_the_command_says_what_was_taken_from_where(wiki: Path) -> None:
    path = dump(wiki, RECORD)
    result = litwiki("enrich", "--dump", path, "--root", wiki)
    assert result.exit_code == 0
    assert "authors: 1 from tea-list" in result.stdout
    again = litwiki("enrich", "--dump", path, "--root", wiki, "--json", "--update", "--vouched", SLUG)
    assert json.loads(again.stdout)["filled"] == {}
    assert litwiki("enrich", "--dump", path, "--root", wiki, "no-such-paper").exit_code == 2


def test_a_run_that_is_refused_leaves_no_trace(wiki: Path) -> None:
    broken = wiki / "content" / "papers" / "broken.md"
    broken.write_text("no front matter")
    with pytest.raises(UnsoundError):
        enrich(wiki, [dump(wiki, RECORD)])
    broken.unlink()
    assert paper(wiki, SLUG).sources == {}


def test_names_ids_and_texts_of_a_hostile_list_do_no_harm(wiki: Path) -> None:
    hostile = {
        **RECORD,
        "authors": ["Ada Boyle", "x" * 10_000, "- [a]: {b", "et al.", "\u202e\x00"],
        "venue": "'''\n---\nids: {arxiv: 1}\n",
        "code": "javascript:alert(1)",
        "doi": "10.1000/" + "x" * 5_000,
        "openreview": "a b: c",
    }
    run(wiki, hostile)
    found = paper(wiki, SLUG)
    assert found.authors[0] == "Ada Boyle"
    assert not found.authors_complete
    assert found.links == ()
    assert found.ids.keys() <= {"arxiv"}


def test_orcids_go_into_the_file_of_people_and_change_no_paper(new_wiki: Path) -> None:
    put(new_wiki, Entry(TITLE, None, 1, authors=("Ada Boyle", "Ben Sample"), ids={"doi": "10.1000/tea"}))
    person = {"author": {"display_name": "Ada Boyle", "orcid": "https://orcid.org/0000-0002-1825-0097"}}
    wrong = {"author": {"display_name": "Ben Sample", "orcid": "https://orcid.org/0000-0002-1825-0098"}}
    stranger = {"author": {"display_name": "Eve Cup", "orcid": "https://orcid.org/0000-0001-5109-3700"}}
    work = {
        "id": "https://openalex.org/W1",
        "title": TITLE,
        "doi": "https://doi.org/10.1000/tea",
        "authorships": [person, wrong, stranger],
    }
    run(new_wiki, work, name="works.jsonl")
    people = new_wiki / "content" / "people.yml"
    line = f"- {{name: 'Ada Boyle', orcid: '0000-0002-1825-0097', papers: [{SLUG}], source: 'openalex'}}"
    assert people.read_text().splitlines()[1:] == ["orcid:", line]
    assert paper(new_wiki, SLUG).authors == ("Ada Boyle", "Ben Sample")
    changed = people.read_text().replace("0000-0002-1825-0097", "0000-0001-5109-3700")
    people.write_text(changed)
    run(new_wiki, work, name="works.jsonl", update=True)
    assert people.read_text() == changed, "a person has corrected the line"
