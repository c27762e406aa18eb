"""A comparison table goes to a spreadsheet and comes back: nothing is lost, nothing of a person's is overwritten."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from litwiki import content
from litwiki.cli import cli
from litwiki.content.front_matter import read
from litwiki.content.results import with_result
from litwiki.curation.checks import check_content
from litwiki.curation.comparison_table import export_table, import_table
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug
from litwiki.model.results import Result

TOPIC = """---
name: 'Tea'
definition: 'Leaves.'
aliases: [cha]
columns:
- {key: minutes, name: Time to boil, unit: min, better: lower}
- {key: lid, name: Lid}
---
"""
PAPERS = {
    "kettle": "topics: [tea]\nresults: # mine\n  bread: {crumbs: 3, note: 'x'}   # here\n"
    '  cha: {minutes:   4, note: "Abstract"} # there\nadded: 2026-03-17\n',
    "ladle": "topics: [tea]\n",
    "pot": "topics: [tea]\nresults: {tea: {lid: '=yes', note: 'Table 1'}}\n",
    "sock": "topics: [bread]\n",
}


@pytest.fixture
def kitchen(new_wiki: Path) -> Path:
    (new_wiki / "content/topics/tea.md").write_text(TOPIC, encoding="utf-8")
    bread = "---\nname: 'Bread'\ndefinition: 'Loaves.'\ncolumns: [{key: crumbs, name: Crumbs}]\n---\n"
    (new_wiki / "content/topics/bread.md").write_text(bread, encoding="utf-8")
    for slug, lines in PAPERS.items():
        (new_wiki / f"content/papers/{slug}.md").write_text(f"---\ntitle: 'The {slug}'\n{lines}---\n", encoding="utf-8")
    return new_wiki


def run(root: Path, table: str, *, update: bool = False, is_dry: bool = False) -> tuple[tuple[str, ...], list[str]]:
    file = root / "table.csv"
    file.write_bytes(table.encode())
    outcome, rejected = import_table(root, "tea", file, update=update, is_dry=is_dry)
    assert [p for p in check_content(root)[1] if p.code.startswith(("F", "Y"))] == []
    return outcome.said, [f"{one.line}: {one.reason}" for one in rejected]


def results(root: Path, slug: str) -> dict[str, Result]:
    return dict(content.load(root).wiki.papers[Slug(slug)].results)


def text(root: Path, slug: str) -> str:
    return (root / f"content/papers/{slug}.md").read_text(encoding="utf-8")


def test_the_table_has_every_paper_and_column_and_comes_back_without_a_change(kitchen: Path) -> None:
    written = export_table(content.load(kitchen).wiki, "cha")
    assert list(csv.reader(StringIO(written))) == [
        ["paper", "title", "year", "Time to boil (min)", "Lid", "note"],
        ["kettle", "The kettle", "", "4", "", "Abstract"],
        ["ladle", "The ladle", "", "", "", ""],
        ["pot", "The pot", "", "", "'=yes", "Table 1"],
    ]
    before = {slug: text(kitchen, slug) for slug in PAPERS}
    assert run(kitchen, "\ufeff" + written) == (("new or changed: 0 values of 0 papers",), [])
    assert {slug: text(kitchen, slug) for slug in PAPERS} == before


def test_what_is_empty_is_filled_and_the_rest_of_a_file_stays(kitchen: Path) -> None:
    table = "paper;Time to boil;lid;Note;Mood\nkettle;;yes;;good\nladle;2–4;'-x;Table 2\npot;7;;\n"
    said, rejected = run(kitchen, table)
    assert rejected == []
    assert said[0] == "not read, for the topic has no such column: Mood"
    assert "new or changed: 4 values of 3 papers" in said
    assert text(kitchen, "kettle") == (
        "---\ntitle: 'The kettle'\ntopics: [tea]\nresults: # mine\n  bread: {crumbs: 3, note: 'x'}   # here\n"
        "  cha: {minutes: 4, lid: 'yes', note: 'Abstract'} # there\nadded: 2026-03-17\n---\n"
    )
    assert results(kitchen, "ladle") == {"tea": Result({"minutes": "2–4", "lid": "-x"}, "Table 2")}
    assert results(kitchen, "pot") == {"tea": Result({"lid": "=yes", "minutes": "7"}, "Table 1")}


def test_a_value_that_is_there_stays_unless_the_person_says_otherwise(kitchen: Path) -> None:
    table = "paper,Time to boil (min),note\nkettle,5,Table 9\n"
    before = text(kitchen, "kettle")
    said, _ = run(kitchen, table)
    assert "kettle, minutes: stays 4; the table has 5" in said
    assert "kettle, note: stays 'Abstract'; the table has 'Table 9'" in said
    assert said[-1] == "not taken: 1 value where a file has another one; --update takes the table's"
    assert text(kitchen, "kettle") == before
    said, _ = run(kitchen, table, update=True, is_dry=True)
    assert "kettle: minutes 4 → 5, note" in said
    assert text(kitchen, "kettle") == before
    run(kitchen, table, update=True)
    assert results(kitchen, "kettle")["cha"] == Result({"minutes": "5"}, "Table 9")


def test_a_heading_with_the_signs_of_other_tables_comes_back(kitchen: Path) -> None:
    topic = kitchen / "content/topics/tea.md"
    topic.write_text(
        topic.read_text("utf-8").replace("name: Lid", "name: 'Lid; pot; cup; tea; ladle; sieve; pan'"), "utf-8"
    )
    table = export_table(content.load(kitchen).wiki, "tea")
    assert "Lid; pot; cup" in table
    assert run(kitchen, table) == (("new or changed: 0 values of 0 papers",), [])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("ketle,4,,x", "2: no paper 'ketle'; did you mean 'kettle'?"),
        ("sock,4,,x", "2: sock is not filed under tea"),
        ("ladle,4,,", "2: no note says where the values were read"),
        ('ladle,"3,5",,x', "2: Time to boil (min): '3,5' may be one number or two; write 3.5, or '3, 5'"),
        (f"ladle,{'4' * 70},,x", "2: Time to boil (min): 70 characters; at most 60"),
        (f"ladle,4,,{'tea ' * 200}", "2: note: 799 characters; at most 500"),
        ("ladle,,,Table 2", "2: a note, and no value that it is about"),
        ("pot,1,,x\npot,2,,x", "3: pot stands on line 2 already"),
        ("ladle,4,,x,more", "2: a row of 5 cells where the header has 4"),
    ],
)
def test_a_row_that_cannot_be_used_is_said_and_the_others_count(row: str, reason: str, kitchen: Path) -> None:
    _, rejected = run(kitchen, f"paper,minutes,lid,note\n{row}\nkettle,,closed,\n")
    assert len(rejected) == 1
    assert rejected[0].startswith(reason)
    assert results(kitchen, "kettle")["cha"].values == {"minutes": "4", "lid": "closed"}


@pytest.mark.parametrize(
    ("topic", "table", "message"),
    [
        ("tee", "paper\n", "no topic 'tee'; did you mean 'tea'?"),
        ("tea", "slug,lid\nkettle,x\n", "no column is called paper"),
        ("tea", "paper,Lid,lid\nkettle,a,b\n", "two columns hold lid"),
        ("tea", "", "has no rows"),
        ("tea", f"paper{',lid' * 2_000}\nkettle,x\n", "table.csv:1: a header of 2,001 columns"),
    ],
)
def test_a_table_that_is_none_is_wrong_usage(topic: str, table: str, message: str, kitchen: Path) -> None:
    (kitchen / "table.csv").write_text(table, encoding="utf-8")
    with pytest.raises(UsageError, match=message.replace("?", r"\?")):
        import_table(kitchen, topic, kitchen / "table.csv")


def test_the_commands(kitchen: Path) -> None:
    def command(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli, ["table", *arguments, "--root", str(kitchen)], catch_exceptions=False)
        return result.exit_code, result.stdout

    file = str(kitchen / "table.csv")
    assert command("export", "tea", file) == (0, f"wrote {file}\n")
    assert Path(file).read_bytes().startswith(b"\xef\xbb\xbfpaper,title")
    assert command("export", "tea")[1].startswith("paper,title,year,")
    Path(file).write_text("paper,lid,note\nladle,yes,Table 1\nnobody,no,x\n", encoding="utf-8")
    code, said = command("import", "tea", file, "--json")
    assert code == 1
    assert json.loads(said)["written"] == ["content/papers/ladle.md"]
    assert json.loads(said)["rejected"] == [f"{file}:3: no paper 'nobody'"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", "results:\n  tea: {lid: 'no', note: 'x'}\n"),
        ("results: null\n", "results:\n  tea: {lid: 'no', note: 'x'}\n"),
        ("results: {cup: {a: 1, note: 'y'}}\n", "results:\n  cup: {a: 1, note: 'y'}\n  tea: {lid: 'no', note: 'x'}\n"),
        (
            "results:\n    cup: {a: 1, note: y} # !\n",
            "results:\n    cup: {a: 1, note: y} # !\n    tea: {lid: 'no', note: 'x'}\n",
        ),
        ("results:\n  tea:\n    a: 1\n    note: y\n", "results:\n  tea: {lid: 'no', note: 'x'}\n"),
        ("results:\n  tea: {a: 1,\n    note: y}\n", "results:\n  tea: {lid: 'no', note: 'x'}\n"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_result_is_written_where_it_stands(lines: str, expected: str, end: str) -> None:
    before = f"---\ntitle: x\n{lines}---\nNotes\n".replace("\n", end)
    after = with_result(read(before.encode(), "x.md"), "tea", Result({"lid": "no"}, "x"))
    assert after == f"---\ntitle: x\n{expected}---\nNotes\n".replace("\n", end)
