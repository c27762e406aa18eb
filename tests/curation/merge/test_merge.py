"""Merging and renaming: everything that names a paper or topic follows, and nothing a person wrote is lost."""

import shutil
from pathlib import Path

import pytest

from litwiki import content
from litwiki.build import build
from litwiki.curation.checks import check_content
from litwiki.curation.merge import merge, rename
from litwiki.model.entries import Gone, Link, Status
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug, TopicId
from litwiki.model.problems import Severity
from litwiki.model.records import Authorship, Paper
from tests.conftest import DATA, change


@pytest.fixture
def kitchen(tmp_path: Path) -> Path:
    root = tmp_path / "kitchen"
    shutil.copytree(DATA / "wiki", root)
    return root


def tree(root: Path) -> dict[str, str]:
    folder = root / "content"
    return {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.is_file()}


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    old, new = before.split("\n"), after.split("\n")
    assert len(old) == len(new)
    return [(a, b) for a, b in zip(old, new, strict=True) if a != b]


def errors(root: Path) -> list[str]:
    return [str(p) for p in check_content(root)[1] if p.severity is Severity.ERROR]


def test_a_renamed_paper_is_followed_everywhere(kitchen: Path) -> None:
    before = tree(kitchen)
    outcome = change(kitchen, rename, "kettle", "boiler")
    after = tree(kitchen)
    assert "papers/kettle.md" not in after
    assert changed_lines(before["papers/kettle.md"], after["papers/boiler.md"]) == [
        ("aliases: [boiling-water]", "aliases: [boiling-water, kettle]")
    ]
    assert changed_lines(before["topics/heating.md"], after["topics/heating.md"]) == [
        ("- paper: kettle", "- paper: boiler"),
        (
            "Most energy of a kitchen goes into water. [[kettle|One line of work]] learns schedules, [[teapot|another]]",
            "Most energy of a kitchen goes into water. [[boiler|One line of work]] learns schedules, [[teapot|another]]",
        ),
    ]
    assert changed_lines(before["index.md"], after["index.md"]) == [
        ("[[kettle|the kettle]].", "[[boiler|the kettle]].")
    ]
    assert set(changed_lines(before["listings/mar-17.yml"], after["listings/mar-17.yml"])) == {
        ("- paper: kettle", "- paper: boiler")
    }
    assert errors(kitchen) == []
    assert set(outcome.written) == {
        f"content/{name}" for name in {*before, *after} if before.get(name) != after.get(name)
    }


def test_a_name_can_be_taken_back(kitchen: Path) -> None:
    change(kitchen, rename, "kettle", "boiler")
    change(kitchen, rename, "boiler", "kettle")
    assert content.load(kitchen).wiki.papers[Slug("kettle")].aliases == ("boiling-water", "boiler")
    assert errors(kitchen) == []


def test_a_renamed_topic_is_followed_everywhere(kitchen: Path) -> None:
    before = content.load(kitchen).wiki
    change(kitchen, rename, "heating", "warming")
    after = content.load(kitchen).wiki
    assert after.topics[TopicId("warming")].aliases == ("boiling", "heating")
    assert after.papers_by_topic[TopicId("warming")] == before.papers_by_topic[TopicId("heating")]
    assert "[[topic:warming|heating]]" in after.papers[Slug("kettle")].notes
    assert "[[topic:warming]]" in after.home
    assert errors(kitchen) == []


def test_merged_papers_are_one_and_nothing_is_lost(kitchen: Path) -> None:
    before = content.load(kitchen).wiki
    kettle, teapot = before.papers[Slug("kettle")], before.papers[Slug("teapot")]
    outcome = change(kitchen, merge, "kettle", "teapot")
    wiki = content.load(kitchen).wiki
    assert "kettle" not in wiki.papers
    one = wiki.papers[Slug("teapot")]
    assert one.title == teapot.title
    assert {kettle.title, *kettle.also_titled} <= set(one.also_titled)
    assert {"kettle", "boiling-water"} <= set(one.aliases)
    assert set(one.topics) == {*kettle.topics, *teapot.topics}
    assert set(one.names) == {*kettle.names, *teapot.names}
    assert kettle.notes.strip() in one.notes.replace("[[teapot]]", "[[teapot]]")
    assert [pin.paper for pin in wiki.topics[TopicId("heating")].pinned] == ["teapot"]
    for listing in wiki.listings.values():
        assert "kettle" not in {entry.paper for entry in listing.entries}
    said = "\n".join(outcome.said)
    for text in (kettle.summary, kettle.abstract):
        assert text
        assert text in said
    assert "Start here: the question in its plainest form." in said
    assert errors(kitchen) == []
    assert wiki.decisions[-1].papers == {"kettle", "teapot"}


def test_a_merged_paper_that_is_listed_again_is_known(kitchen: Path) -> None:
    from litwiki.curation.ingest import Report, ingest

    change(kitchen, merge, "kettle", "teapot")
    before = tree(kitchen)
    report = ingest(kitchen, sorted((kitchen / "inbox").glob("*.txt")))
    assert isinstance(report, Report)
    assert report.new == ()
    assert tree(kitchen) == before


def test_merged_topics_are_one(kitchen: Path) -> None:
    before = content.load(kitchen).wiki
    change(kitchen, merge, "topic:heating", "topic:control")
    wiki = content.load(kitchen).wiki
    topic = wiki.topics[TopicId("control")]
    assert {"heating", "boiling"} <= set(topic.aliases)
    assert set(before.topics[TopicId("heating")].keywords) <= set(topic.keywords)
    assert "Most energy of a kitchen" in topic.introduction
    together = {*before.papers_by_topic[TopicId("heating")], *before.papers_by_topic[TopicId("control")]}
    assert set(wiki.papers_by_topic[TopicId("control")]) == together
    assert errors(kitchen) == []


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("nobody", "x"), "no paper or topic 'nobody'"),
        (("kettle", "teapot"), "under this name"),
        (("kettle", "A Name"), "no name for a file"),
        (("heating", "boiling-water!"), "no name for a file"),
        (("heating", "control"), "under this name"),
    ],
)
def test_what_cannot_be_renamed_is_said(names: tuple[str, str], message: str, kitchen: Path) -> None:
    before = tree(kitchen)
    with pytest.raises(UsageError, match=message):
        change(kitchen, rename, *names)
    assert tree(kitchen) == before


@pytest.mark.parametrize(
    ("names", "message"),
    [(("kettle", "heating"), "only two of a kind"), (("kettle", "boiling-water"), "one paper already")],
)
def test_what_cannot_be_merged_is_said(names: tuple[str, str], message: str, kitchen: Path) -> None:
    with pytest.raises(UsageError, match=message):
        change(kitchen, merge, *names)


def test_papers_that_a_person_called_different_are_not_merged(kitchen: Path) -> None:
    (kitchen / "content/decisions.yml").write_text("different:\n- [kettle, teapot]\n", encoding="utf-8")
    with pytest.raises(UsageError, match="different"):
        change(kitchen, merge, "kettle", "teapot")


def test_code_and_other_words_are_left_alone(kitchen: Path) -> None:
    path = kitchen / "content/papers/socks.md"
    text = path.read_text(encoding="utf-8")
    notes = (
        "A kettle, `[[kettle]]`, [[ kettle | see ]], [x](kettle.md#top), [y](../papers/kettle.md), [[paper:kettle]],\n"
        "[z](https://example.org/kettle.md).\n\n```\n[[kettle]]\n```\n\n[r]: kettle.md\n"
    )
    path.write_text(text + notes, encoding="utf-8", newline="\r\n")
    change(kitchen, rename, "kettle", "boiler")
    written = path.read_bytes().decode()
    assert written.endswith(
        "A kettle, `[[kettle]]`, [[ boiler | see ]], [x](boiler.md#top), [y](../papers/boiler.md), [[paper:boiler]],\r\n"
        "[z](https://example.org/kettle.md).\r\n\r\n```\r\n[[kettle]]\r\n```\r\n\r\n[r]: boiler.md\r\n"
    )


def test_old_addresses_lead_to_the_new_page(kitchen: Path) -> None:
    change(kitchen, rename, "kettle", "boiler")
    change(kitchen, rename, "heating", "warming")
    assert build(kitchen).site
    for old, new in (("papers/kettle", "boiler"), ("papers/boiling-water", "boiler"), ("topics/heating", "warming")):
        stub = (kitchen / "site" / old / "index.html").read_text(encoding="utf-8")
        assert f'<meta http-equiv="refresh" content="0; url=../{new}/">' in stub
        assert 'rel="canonical"' in stub
        assert (kitchen / "site" / old.split("/")[0] / new / "index.html").is_file()
    assert "papers/kettle/" not in (kitchen / "site" / "sitemap.xml").read_text(encoding="utf-8")


def test_a_name_that_yaml_takes_for_something_else_is_quoted(kitchen: Path) -> None:
    change(kitchen, rename, "kettle", "2024")
    change(kitchen, rename, "heating", "no")
    ledger = (kitchen / "content/listings/mar-17.yml").read_text(encoding="utf-8")
    assert "- paper: '2024'\n" in ledger
    assert "topics: ['no', control]" in (kitchen / "content/papers/2024.md").read_text(encoding="utf-8")
    assert errors(kitchen) == []


def test_who_said_the_values_goes_with_them(kitchen: Path) -> None:
    papers = kitchen / "content" / "papers"
    ours = (
        "---\ntitle: 'Ladle'\nyear: 2020\nids: {arxiv: '2001.00001'}\n"
        "sources: {year: 'dblp 1234', ids.arxiv: 'arxiv 5678'}\n---\n"
    )
    theirs = (
        "---\ntitle: 'The Ladle'\nyear: 2021\nvenue: 'Journal of Soup'\nids: {doi: '10.1000/ladle'}\n"
        "links: [{code: 'https://pots.example/l'}]\n"
        "sources: {venue: 'crossref abcd', year: 'crossref ef01', ids.doi: 'crossref 2345', links.code: 'own 6789'}\n---\n"
    )
    (papers / "ladle.md").write_text(ours)
    (papers / "the-ladle.md").write_text(theirs)
    change(kitchen, merge, "the-ladle", "ladle")
    found = content.load(kitchen).wiki.papers[Slug("ladle")]
    assert (found.year, found.publication.venue) == (2021, "Journal of Soup")
    assert {field: f"{said.who} {said.digest}" for field, said in found.sources.items()} == {
        "year": "crossref ef01",
        "ids.arxiv": "arxiv 5678",
        "venue": "crossref abcd",
        "ids.doi": "crossref 2345",
        "links.code": "own 6789",
    }


COLUMNS = "columns:\n- {key: watts, name: Power, unit: W}\n- {key: lid, name: Lid}\n"


def with_lines(path: Path, lines: str) -> None:
    first, rest = path.read_text(encoding="utf-8").split("\n---\n", 1)
    path.write_text(f"{first}\n{lines}---\n{rest}", encoding="utf-8")


def test_results_and_columns_follow_a_renamed_topic(kitchen: Path) -> None:
    with_lines(kitchen / "content/topics/heating.md", COLUMNS)
    with_lines(kitchen / "content/papers/kettle.md", "results:\n  heating: {watts: 4, note: 'Abstract'} # mine\n")
    change(kitchen, rename, "topic:heating", "boiling")
    assert "\n  boiling: {watts: 4, note: 'Abstract'} # mine\n" in tree(kitchen)["papers/kettle.md"]
    assert errors(kitchen) == []


def test_results_of_merged_topics_stand_in_columns_that_mean_the_same(kitchen: Path) -> None:
    with_lines(kitchen / "content/topics/heating.md", COLUMNS)
    with_lines(
        kitchen / "content/topics/control.md", "columns: [{key: watts, name: Heat, unit: W}, {key: lid, name: Lid}]\n"
    )
    lines = "results:\n  heating: {watts: 4, lid: no, note: 'Abstract'}\n  control: {lid: yes, note: 'Table 2'}\n"
    with_lines(kitchen / "content/papers/kettle.md", lines)
    with_lines(kitchen / "content/papers/teapot.md", "results: {heating: {watts: 7, note: 'Abstract'}}\n")
    outcome = change(kitchen, merge, "topic:heating", "topic:control")
    assert "not kept, lid of kettle: no" in outcome.said
    assert errors(kitchen) == []
    wiki = content.load(kitchen).wiki
    assert [(c.key, c.name) for c in wiki.topics[TopicId("control")].columns] == [
        ("watts", "Heat"),
        ("lid", "Lid"),
        ("watts_2", "Power"),
    ]
    (kettle,) = wiki.papers[Slug("kettle")].results.items()
    assert (kettle[0], kettle[1].values, kettle[1].note) == (
        "control",
        {"watts_2": "4", "lid": "yes"},
        "Table 2; Abstract",
    )
    assert wiki.papers[Slug("teapot")].results["control"].values == {"watts_2": "7"}


def test_merged_papers_keep_their_results_and_their_steps(kitchen: Path) -> None:
    for topic in ("heating", "control"):
        with_lines(kitchen / f"content/topics/{topic}.md", COLUMNS)
    with_lines(kitchen / "content/papers/kettle.md", "results: {heating: {watts: 4, note: 'Abstract'}}\n")
    lines = "results:\n  heating: {watts: 5, note: 'Table 1'}\n  control: {lid: no, note: 'Table 2'}\n"
    with_lines(kitchen / "content/papers/teapot.md", lines)
    (kitchen / "content/paths").mkdir()
    path = kitchen / "content/paths/start.md"
    path.write_text("---\ntitle: 'Tea'\ndescription: 'All of it.'\n---\n[[teapot]]\n", encoding="utf-8")
    outcome = change(kitchen, merge, "teapot", "kettle")
    assert "not kept, results for heating: {watts: 5, note: 'Table 1'}" in outcome.said
    results = content.load(kitchen).wiki.papers[Slug("kettle")].results
    assert {topic: one.values for topic, one in results.items()} == {
        "heating": {"watts": "4"},
        "control": {"lid": "no"},
    }
    assert path.read_text(encoding="utf-8").endswith("[[kettle]]\n")
    assert errors(kitchen) == []


def test_what_only_the_paper_that_goes_says_is_taken_over(kitchen: Path) -> None:
    code = Link("code", "https://pots.example/jug")
    jug = Paper(
        Slug("jug"),
        "Jugs",
        added="2026-01-01",
        summary="Jugs pour.",
        summary_by=Authorship("person"),
        links=(code,),
        gone=(Gone(code.url, "2026-02-01"),),
        status=Status("corrected"),
    )
    for paper in (jug, Paper(Slug("jar"), "Jars", added="2026-01-02")):
        path = kitchen / "content" / "papers" / f"{paper.slug}.md"
        path.write_text(content.write_paper(paper, abstract=False), encoding="utf-8")
    people = kitchen / "content" / "people.yml"
    people.write_text("different:\n- {name: Ada Boyle, papers: [jug]}\n", encoding="utf-8")
    change(kitchen, merge, "jug", "jar")
    wiki = content.load(kitchen).wiki
    jar = wiki.papers[Slug("jar")]
    assert (jar.added, jar.summary, jar.summary_by) == (jug.added, jug.summary, jug.summary_by)
    assert (jar.links, jar.gone, jar.status) == (jug.links, jug.gone, jug.status)
    assert [one.papers for one in wiki.names.different] == [("jar",)]


def test_a_topic_is_not_left_below_one_that_went(kitchen: Path) -> None:
    change(kitchen, merge, "control", "heating")
    topics = content.load(kitchen).wiki.topics
    assert topics[TopicId("heating")].parent is None
    assert TopicId("control") not in {topic.parent for topic in topics.values()}
