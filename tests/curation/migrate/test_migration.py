"""Sources of every kind become whole wikis: nothing is missing, check has no errors, they build."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from litwiki import content
from litwiki.build import build
from litwiki.cli import cli
from litwiki.curation.migrate import filing, migration
from litwiki.curation.migrate.topics import place_headings
from litwiki.model.ids import TopicId
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from tests import living_reviews
from tests.living_reviews import ODD_FRONT_MATTER


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["migrate", *map(str, arguments), "--json", "--no-git"], catch_exceptions=False)


def migrated(source: Path, target: Path, *options: str) -> dict[str, object]:
    """What the command says; the wiki that it makes has no errors."""
    result = run(source, target, *options)
    assert result.exit_code in {0, 1}, result.output
    found: dict[str, object] = json.loads(result.stdout)
    assert found["adds_up"]
    assert CliRunner().invoke(cli, ["check", "--root", str(target)]).exit_code == 0
    return found


def balance(found: dict[str, object]) -> dict[str, dict[str, int]]:
    lines = found["balance"]
    assert isinstance(lines, list)
    return {line["name"]: {where: count for where, count in line["out"].items() if count} for line in lines}


def wiki_of(root: Path) -> Wiki:
    return content.load(root).wiki


def test_a_bibliography_with_sections(tmp_path: Path) -> None:
    living_reviews.bibliography_with_sections(tmp_path / "review")
    found = migrated(tmp_path / "review", tmp_path / "wiki")
    assert balance(found)["entries"] == {"papers": 320, "joined with one of these": 1}
    assert balance(found)["headings and tags"] == {"topics": 10}
    assert found["unknown_keys"] == [{"key": "Missing:2020", "path": "KITCHEN.tex", "line": 8}]
    assert isinstance(found["under_no_heading"], list)
    assert len(found["under_no_heading"]) == 5
    wiki = wiki_of(tmp_path / "wiki")
    assert wiki.topics[content_id(wiki, "Other (Sorting)")].parent == "sorting"
    assert wiki.topics[content_id(wiki, "Other (Heat)")].group == "Heat"
    assert wiki.topics[content_id(wiki, "Modern reviews")].parent == "reviews"
    first = next(paper for paper in wiki.papers.values() if "Cook:0000" in paper.keys)
    assert (first.keys, len(first.topics)) == (("Cook:0000", "Again:0000"), 2)
    assert first.title.endswith("naïvely")
    crowd = next(paper for paper in wiki.papers.values() if "Cook:0007" in paper.keys)
    assert (len(crowd.authors), crowd.authors[0]) == (40, "A. Écook")
    assert "today" in wiki.home
    assert "[[why-tin" not in wiki.home
    third = next(slug for slug, paper in wiki.papers.items() if "Cook:0003" in paper.keys)
    assert f"[[{third}]]" in wiki.topics[content_id(wiki, "Reviews")].introduction
    assert "$x\\in\\mathbb{R}^n$" in wiki.topics[content_id(wiki, "Pots")].introduction
    assert build(tmp_path / "wiki", site=tmp_path / "site").pages > 140


def content_id(wiki: Wiki, name: str) -> TopicId:
    return next(topic.id for topic in wiki.topics.values() if topic.name == name)


def test_a_folder_of_pages_with_odd_front_matter(tmp_path: Path) -> None:
    living_reviews.pages(tmp_path / "pages")
    found = migrated(tmp_path / "pages", tmp_path / "wiki")
    entries = balance(found)["entries"]
    assert entries == {"papers": 149}, "all but the page whose front matter never ends"
    assert found["skipped"] == ["_config.yml", "index.md", "_publications/odd-endless.md"]
    wiki = wiki_of(tmp_path / "wiki")
    papers = {paper.title: paper for paper in wiki.papers.values()}
    assert papers["Ladles: A Survey"].authors == ("Jane Lee", "Bo Kim")
    assert papers["Tabbed Tongs"].authors == ("Jane Lee", "Bo Kim")
    assert {*papers["Twice a Trivet"].topics} == {"trivets", "stands"}
    assert papers["People of Pans"].authors == ("Jane Lee", "Bo Kim")
    assert papers["A Dated Dish"].publication.date == "2021-03-04"
    assert papers["Nested Nets"].ids == {"doi": "10.1000/nested.1"}
    assert [link.kind for link in papers["Nested Nets"].links] == ["code"]
    assert {*papers["Anchored Aprons"].topics} == {"aprons", "cloth"}
    assert papers["Carriage Carafes"].notes.strip() == "Line one.\nLine two."
    assert papers["Marked Mugs"].year == 2018
    assert (papers["Toml Toasters"].year, papers["Toml Toasters"].topics) == (2020, ("toasters",))
    assert [link.kind for link in papers["Toml Toasters"].links] == ["code"]
    assert papers['The "Quoted" Quiche'].authors == ("Ada O'Tea",)
    assert papers["Unclosed Urns"].year == 2017
    third = next(slug for slug, paper in wiki.papers.items() if "boyle3" in paper.keys)
    assert papers["Obsidian Ovens"].notes.strip() == f"Like [[{third}|the third]] and No Such Note."
    assert "**bold**" in papers["Hyper Hobs"].notes
    assert "<script>" not in papers["Hyper Hobs"].notes
    assert "Nameless Nutcracker" in papers
    kinds = [link.kind for link in papers[living_reviews.title(0)].links]
    assert (kinds, papers[living_reviews.title(0)].ids) == (["code", "project"], {"arxiv": "1801.10000"})
    assert found["spellings"] == {"Transformer": ["Transformer", "trans-former", "transformers"]}
    assert len(ODD_FRONT_MATTER) == 18
    assert {redirect.address for redirect in wiki.redirects} >= {"/publications/paper-003.html"}
    assert build(tmp_path / "wiki", site=tmp_path / "site").pages > 140
    assert (tmp_path / "site" / "publications" / "paper-003.html").is_file()


def test_what_keys_and_tags_mean_can_be_corrected(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for number in range(3):
        text = f"---\ntitle: {living_reviews.title(number)}\nmood: MoodConf\ntags: [LLMs, misc]\n---\n"
        (tmp_path / "pages" / f"p{number}.md").write_text(text, encoding="utf-8")
    migrated(tmp_path / "pages", tmp_path / "wiki")
    settings = tmp_path / "wiki" / "site_config" / "migration.yml"
    text = settings.read_text(encoding="utf-8").replace("'mood': 'keep'", "'mood': 'venue'")
    assert "'mood': 'venue'" in text
    tags = "tags:\n- {tag: 'LLMs', topic: 'language models'}\n- {tag: misc, topic: ''}\n"
    text = text.replace("tags: []\n", tags)
    again = tmp_path / "again" / "site_config"
    again.mkdir(parents=True)
    run(tmp_path / "pages", tmp_path / "again-wiki")
    (tmp_path / "again-wiki" / "site_config" / "migration.yml").write_text(text, encoding="utf-8")
    found = migrated(tmp_path / "pages", tmp_path / "again-wiki")
    assert found["fields"] == {"mood": "venue", "tags": "keywords", "title": "title"}
    assert "language models" in {topic.name for topic in wiki_of(tmp_path / "again-wiki").topics.values()}
    settings.write_text("fields: {mood: nonsense}\n", encoding="utf-8")
    wrong = run(tmp_path / "pages", tmp_path / "wiki")
    assert (wrong.exit_code, "'nonsense' is no field of a paper" in wrong.stderr) == (2, True)


def test_an_awesome_list_in_four_styles(tmp_path: Path) -> None:
    living_reviews.awesome_list(tmp_path / "README.md")
    found = migrated(tmp_path / "README.md", tmp_path / "wiki")
    lines = balance(found)
    assert lines["entries"] == {"papers": 200}
    assert lines["filings"] == {"kept": 200}
    assert lines["headings and tags"] == {"topics": 5}
    assert sum(lines["links of lists"].values()) == 1 + 1 + 50 + 100 + 100 + 100 + 3 + 1 - 1 + 1
    wiki = wiki_of(tmp_path / "wiki")
    names = {topic.name for topic in wiki.topics.values()}
    assert {"Methods", "Training (Methods)", "Applications", "Training (Applications)"} <= names
    for number in (0, 60, 120, 170):
        paper = next(paper for paper in wiki.papers.values() if paper.title == living_reviews.title(number))
        assert (paper.year, len(paper.topics)) == (2024, 1)
    talks = wiki.topics[content_id(wiki, "Methods")]
    assert "A talk on Methods" in talks.introduction
    assert talks.pinned[0].note == "A fine start, number 0."
    assert {("Boyle",), ("Kim",)} <= {paper.authors for paper in wiki.papers.values()}
    assert "TeaConf" in {paper.publication.venue for paper in wiki.papers.values()}
    assert "badge" not in wiki.home
    assert f"[[{next(s for s, p in wiki.papers.items() if p.title == living_reviews.title(0))}|the first]]" in wiki.home
    assert "papers named in a paragraph" not in (tmp_path / "wiki" / "migration-report.md").read_text(encoding="utf-8")
    assert {redirect.address: redirect.target for redirect in wiki.redirects}["/#training-1"].startswith("topic:")
    assert build(tmp_path / "wiki", site=tmp_path / "site").pages > 140


def test_commands_that_print_nothing_are_no_text(tmp_path: Path) -> None:
    text = r"\begin{document}\maketitle\section{Pots}\label{p}\begin{center}\end{center}\cite{a}\section{Pans}\label{q}\end{document}"
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "r.tex").write_text(text, encoding="utf-8")
    (tmp_path / "r" / "r.bib").write_text("@misc{a, title={On a Pot of Clay}}", encoding="utf-8")
    found = migrated(tmp_path / "r", tmp_path / "wiki")
    assert balance(found)["headings and tags"] == {"topics": 2}
    assert {topic.name for topic in wiki_of(tmp_path / "wiki").topics.values()} == {"Pots", "Pans"}


def test_groups_and_keywords_of_a_bibliography(tmp_path: Path) -> None:
    (tmp_path / "group.bib").write_text(living_reviews.GROUPS, encoding="utf-8")
    found = migrated(tmp_path / "group.bib", tmp_path / "wiki")
    wiki = wiki_of(tmp_path / "wiki")
    assert {topic.name: topic.parent for topic in wiki.topics.values()} == {
        "kettle": None,
        "energy": None,
        "Boiling": None,
        "Heat": "boiling",
        "Steam": "boiling",
        "Tools": None,
        "Ladles": "tools",
    }
    kettles = wiki.papers[next(slug for slug in wiki.papers if slug.startswith("kettles"))]
    assert kettles.notes.strip() == "Very \\*good\\*.\n\nAsk Ada."
    assert {*kettles.topics} == {"kettle", "energy", "heat", "steam"}
    assert found["used_once"] == ["Boiling › Heat", "Boiling › Steam", "Tools › Ladles", "energy", "kettle"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "tea.json",
            json.dumps(
                [
                    {"id": f"t{n}", "type": "article-journal", "title": living_reviews.title(n), "keyword": "Tea,Pots"}
                    for n in range(3)
                ]
            ),
        ),
        (
            "tea.ris",
            "".join(f"TY  - JOUR\nTI  - {living_reviews.title(n)}\nKW  - Tea\nKW  - Pots\nER  - \n" for n in range(3)),
        ),
        ("tea.csv", "Title,Year,Tags\n" + "".join(f"{living_reviews.title(n)},2020,Tea; Pots\n" for n in range(3))),
    ],
)
def test_a_library(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = migrated(tmp_path / name, tmp_path / "wiki")
    assert (balance(found)["entries"], balance(found)["filings"]) == ({"papers": 3}, {"kept": 6})
    assert {topic.name for topic in wiki_of(tmp_path / "wiki").topics.values()} == {"Tea", "Pots"}


def test_a_folder_with_several_of_these_is_read_together(tmp_path: Path) -> None:
    living_reviews.bibliography_with_sections(tmp_path / "all", 60)
    living_reviews.awesome_list(tmp_path / "all" / "README.md", 20)
    (tmp_path / "all" / "more.csv").write_text("Title,Tags\nA Table of Teas and Cups,Tea\n", encoding="utf-8")
    (tmp_path / "all" / "LICENSE").write_text("free", encoding="utf-8")
    found = migrated(tmp_path / "all", tmp_path / "wiki")
    assert found["kinds"] == ["latex", "awesome", "library"]
    assert found["skipped"] == ["LICENSE"]


# --- a balance that fails ------------------------------------------------------------------------------


def test_what_is_lost_on_the_way_fails_the_command_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    living_reviews.awesome_list(tmp_path / "README.md", 12)
    monkeypatch.setattr(filing, "_file", lambda edit, run, slug, topics: None)
    result = run(tmp_path / "README.md", tmp_path / "wiki")
    assert result.exit_code == 3
    assert "the balance does not add up (filings)" in result.stderr
    report = (tmp_path / "wiki" / "migration-report.md").read_text(encoding="utf-8")
    assert "| 12 | filings |  **— 12 missing** |" in report


def test_an_introduction_that_is_lost_is_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    living_reviews.awesome_list(tmp_path / "README.md", 12)
    original = place_headings

    def without_one(*arguments: object) -> object:
        placed = original(*arguments)  # type: ignore[arg-type]
        return replace(placed, ids=dict([*placed.ids.items()][:-1]))

    monkeypatch.setattr(migration, "place_headings", without_one)
    result = run(tmp_path / "README.md", tmp_path / "wiki")
    assert result.exit_code == 3
    assert "headings and tags" in result.stderr
