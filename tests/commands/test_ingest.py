import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from litwiki import content
from litwiki.cli import cli

BIB = """@article{tea1, title = {How to Boil Water on a Hill}, author = {Boyle, Ada}, year = 2020, keywords = {kettles, High Places}}
@misc{tea2, title = {Tea for All of Us}, author = {Ober, Max and others}, year = 2021, keywords = {kettle}, mood = {calm}}
"""


def run(root: Path, *arguments: object, text: str | None = None) -> Result:
    words = [str(argument) for argument in (*arguments, "--root", root)]
    return CliRunner().invoke(cli, words, input=text, catch_exceptions=False)


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    path = tmp_path / "refs.bib"
    path.write_text(BIB, encoding="utf-8")
    return path


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in (root / "content").rglob("*") if p.is_file()}


def test_a_dry_run_says_what_would_happen_and_writes_nothing(new_wiki: Path, bib: Path) -> None:
    before = tree(new_wiki)
    planned = json.loads(run(new_wiki, "ingest", bib, "--dry-run", "--json").stdout)
    assert tree(new_wiki) == before
    done = json.loads(run(new_wiki, "ingest", bib, "--json").stdout)
    assert {**planned, "dry_run": False} == done
    assert (done["format"], done["kept_fields"], done["topics_proposed"]) == (
        "bibtex",
        {"mood": 1},
        {"kettle": 2, "High Places": 1},
    )


def test_a_person_is_told_what_the_file_was_taken_for_and_what_became_of_it(new_wiki: Path, bib: Path) -> None:
    said = run(new_wiki, "ingest", bib)
    assert said.exit_code == 0
    assert f"{bib}: BibTeX, 2 entries" in said.stdout
    assert "fields without a place: 1 (kept in the ledger: mood 1)" in said.stdout
    assert "topics proposed: 2 (kettle 2, High Places 1)" in said.stdout
    assert run(new_wiki, "ingest", bib, "-q").output == ""


def test_ids_and_addresses_wait_until_a_bibliography_has_them(new_wiki: Path, tmp_path: Path) -> None:
    said = run(new_wiki, "ingest", "https://arxiv.org/abs/2410.23168v2", "10.1000/182")
    assert said.exit_code == 0
    assert "litwiki add ID --title TITLE" in said.stdout
    assert list((new_wiki / "content" / "papers").glob("*.md")) == []
    assert [one.id for one in content.load(new_wiki).wiki.pending] == ["arxiv:2410.23168", "doi:10.1000/182"]
    refs = tmp_path / "refs.bib"
    refs.write_text("@misc{a, title = {Tea for All of Us}, doi = {10.48550/arXiv.2410.23168}}", encoding="utf-8")
    run(new_wiki, "ingest", refs)
    run(new_wiki, "add", "doi:10.1000/182", "--title", "Cups and Their Owners", "--author", "Ada Boyle")
    wiki = content.load(new_wiki).wiki
    assert wiki.pending == ()
    assert sorted(len(places) for places in wiki.appearances.values()) == [1, 2]


def test_standard_input_and_a_format_that_a_person_names(new_wiki: Path) -> None:
    said = json.loads(
        run(new_wiki, "ingest", "-", "--titles", "--json", text="Tea for All of Us\nCups of Some\n").stdout
    )
    assert (said["format"], said["new"]) == ("titles", ["cups-of-some", "tea-for-all-of-us"])
    wrong = run(new_wiki, "ingest", "-", "--format", "kettle", text="x")
    assert (wrong.exit_code, "bibtex" in wrong.stderr) == (2, True)


def test_columns_are_mapped_by_an_option_and_by_a_file(new_wiki: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Title,Where,Who\nTea for All of Us,Journal of Tea,Ada Boyle\n", encoding="utf-8")
    (new_wiki / "site_config" / "columns.yml").write_text("Where: venue\n", encoding="utf-8")
    assert run(new_wiki, "ingest", table, "--map", "Who=authors").exit_code == 0
    (paper,) = content.load(new_wiki).wiki.papers.values()
    assert (paper.publication.venue, paper.authors) == ("Journal of Tea", ("Ada Boyle",))
    (new_wiki / "site_config" / "columns.yml").write_text("Where: [venue]\n", encoding="utf-8")
    assert "columns.yml:1:8" in run(new_wiki, "ingest", table).stderr


def test_keywords_become_topics_where_a_person_asks_for_it(new_wiki: Path, bib: Path) -> None:
    said = json.loads(run(new_wiki, "ingest", bib, "--topics-from", "keywords", "--json").stdout)
    assert sorted(said["topics_made"]) == ["high-places", "kettle"]
    wiki = content.load(new_wiki).wiki
    assert wiki.papers_by_topic["kettle"] == ("how-to-boil-water-on-a-hill", "tea-for-all-of-us")  # type: ignore[index]
    assert {paper.topics_status for paper in wiki.papers.values()} == {"suggested"}
    assert run(new_wiki, "check").exit_code == 0


@pytest.mark.parametrize(
    "arguments", [["ingest"], ["ingest", "x.bib", "--titles", "--format", "bibtex"], ["add", "--bibtex", "x", "T"]]
)
def test_wrong_usage_is_said(arguments: list[str], new_wiki: Path) -> None:
    assert run(new_wiki, *arguments).exit_code == 2


def test_a_joined_entry_is_told_apart_and_stays_so(new_wiki: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{n}.bib" for n in range(2)]
    for number, file in enumerate(files):
        file.write_text(f"@misc{{k{number}, title = {{Tea for All of Us}}, volume = {{{number}}}}}", encoding="utf-8")
    run(new_wiki, "ingest", *files)
    assert len(content.load(new_wiki).wiki.papers) == 1
    questions = json.loads(run(new_wiki, "review", "--joined", "--json").stdout)["questions"]
    second = next(q["id"] for q in questions if q["sides"][1]["key"] == "k1")
    assert run(new_wiki, "review", "--answer", f"{second}=two").exit_code == 0
    for _ in range(2):
        run(new_wiki, "ingest", *files)
    wiki = content.load(new_wiki).wiki
    assert len(wiki.papers) == 2
    assert wiki.papers["tea-for-all-of-us-k1"].publication.volume == "1"  # type: ignore[index]
    questions = json.loads(run(new_wiki, "review", "--json").stdout)["questions"]
    assert [question["kind"] for question in questions if question["kind"] == "pair"] == []


def test_a_paper_that_others_refer_to_is_not_taken_out(new_wiki: Path, bib: Path) -> None:
    run(new_wiki, "ingest", bib)
    other = new_wiki / "content" / "papers" / "tea-for-all-of-us.md"
    other.write_text(other.read_text(encoding="utf-8") + "See [[how-to-boil-water-on-a-hill]].\n", encoding="utf-8")
    before = tree(new_wiki)
    said = run(new_wiki, "exclude", "how-to-boil-water-on-a-hill", "--because", "x")
    assert (said.exit_code, tree(new_wiki)) == (2, before)
    assert "content/papers/tea-for-all-of-us.md" in said.stderr
    for arguments in (["tea-for-all-of-us"], ["nothing", "--because", "x"], ["tea-for-all-of-us", "--undo"]):
        assert run(new_wiki, "exclude", *arguments).exit_code == 2


def test_two_files_for_one_paper_merge_with_all_that_both_say(new_wiki: Path, tmp_path: Path) -> None:
    refs = tmp_path / "refs.bib"
    refs.write_text(
        "@article{a, title = {Tea for All of Us}, author = {Boyle, Ada}, journal = {Letters on Tea}, year = 2010, pages = {1--9}}\n"
        "@article{b, title = {Tea for All of Us}, author = {Boyle, A.}, year = 2019, publisher = {Kitchen Press}}\n",
        encoding="utf-8",
    )
    said = json.loads(run(new_wiki, "ingest", refs, "--json").stdout)
    (pair,) = said["uncertain"]
    assert pair["reason"] == "9 years apart"
    gone, stays = sorted((pair["slug"], pair["other"]), key=lambda slug: slug == "tea-for-all-of-us")
    merged = run(new_wiki, "merge", gone, stays)
    assert merged.exit_code == 0
    assert "not kept, year" in merged.stdout
    (paper,) = content.load(new_wiki).wiki.papers.values()
    publication = paper.publication
    assert (publication.publisher, publication.venue, {*paper.keys}) == ("Kitchen Press", "Letters on Tea", {"a", "b"})
