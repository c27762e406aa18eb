import pytest

from litwiki.content.front_matter import read
from litwiki.content.papers import read_paper
from litwiki.content.topics import read_topic
from litwiki.model.ids import Slug, TopicId
from litwiki.model.problems import Problem
from litwiki.model.records import Authorship, Paper, Topic
from litwiki.model.results import Column, Result


def paper_of(*lines: str) -> tuple[Paper, list[str]]:
    problems: list[Problem] = []
    text = "\n".join(["---", "title: 'Kettle'", *lines, "---", ""])
    paper = read_paper(read(text.encode(), "x.md"), Slug("kettle"), {}, problems.append)
    return paper, [f"{p.place.line} {p.code} {p.message}; {p.fix}" for p in problems]


def topic_of(*lines: str) -> tuple[Topic, list[str]]:
    problems: list[Problem] = []
    text = "\n".join(["---", "name: 'Tea'", "definition: 'Leaves.'", *lines, "---", ""])
    topic = read_topic(read(text.encode(), "x.md"), TopicId("tea"), problems.append)
    return topic, [f"{p.place.line} {p.code} {p.message}; {p.fix}" for p in problems]


def test_values_are_numbers_or_short_texts() -> None:
    paper, problems = paper_of(
        "results:",
        "  tea: {minutes: 4, liters: '1–2', lid: on, note: 'Abstract; the small pot'}",
        "  kettles:\n    watts: 2.5\n    note: 'Table 3'",
    )
    assert problems == []
    assert paper.results == {
        "tea": Result({"minutes": "4", "liters": "1–2", "lid": "on"}, "Abstract; the small pot"),
        "kettles": Result({"watts": "2.5"}, "Table 3"),
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{tea: 4}", "3 F003 expected values by column, and a note; write tea: {column: 4, note: 'Abstract'}"),
        ("{tea: {minutes: 4}}", "3 F002 'note' is missing or empty; write note: '…'"),
        ("{tea: {note: 'Abstract'}}", "3 F002 no value; write a column's key and its value, or remove this line"),
        ("{tea: {minutes: [4], note: 'x'}}", "3 F003 expected a number or a short text"),
        ("{tea: {minutes: null, note: 'x'}}", "3 F003 expected a number or a short text"),
        ("{tea: {minutes: '3,5', note: 'x'}}", "3 F004 '3,5' may be one number or two; write 3.5, or '3, 5'"),
        (f"{{tea: {{minutes: '{'4' * 61}', note: 'x'}}}}", "3 F005 61 characters; at most 60"),
        ("{Green Tea: {minutes: 4, note: 'x'}}", "3 F004 'Green Tea' is no topic; write green-tea"),
        ("{tea: {Min.: 4, note: 'x'}}", "3 F004 'Min.' is no key of a column; write it as the topic does"),
        ("4", "3 F003 expected results by topic"),
    ],
)
def test_what_is_no_result_is_said(line: str, said: str) -> None:
    paper, problems = paper_of(f"results: {line}")
    assert problems[0].startswith(said)
    assert paper.results == {}


def test_columns_have_a_key_and_a_name() -> None:
    topic, problems = topic_of(
        "columns:",
        "- key: minutes",
        "  name: 'Time to boil'",
        "  unit: min",
        "  better: lower",
        "- {key: lid, name: Lid}",
    )
    assert problems == []
    assert topic.columns == (Column("minutes", "Time to boil", "min", "lower"), Column("lid", "Lid"))
    assert [column.label for column in topic.columns] == ["Time to boil (min)", "Lid"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("minutes", "4 F003 expected a list"),
        ("[minutes]", "4 F003 expected key and name"),
        ("[{key: minutes}]", "4 F002 'name' is missing or empty"),
        ("[{key: 'Time to boil', name: Time}]", "4 F004 'Time to boil' is no key of a column; write time_to_boil"),
        ("[{key: note, name: Note}]", "4 F004 'note' is where a value was read, and no column; choose another key"),
        ("[{key: a, name: A}, {key: a, name: B}]", "4 F004 two columns have the key 'a'"),
        (
            "[{key: lid, name: Lid}, {key: cover, name: LID}]",
            "4 F004 the columns 'lid' and 'cover' have one heading, 'LID'",
        ),
        ("[{key: year_of_test, name: Year}]", "4 F004 'Year' is a heading of every table in spreadsheets"),
        ("[{key: a, name: A, better: {a: 1}}]", "4 F004 this is none of higher, lower; choose one"),
        ("[{key: a, name: A, better: more}]", "4 F004 'more' is none of higher, lower"),
        ("[{key: a, name: A, units: kg}]", "4 F001 unknown key 'units'; did you mean 'unit'?"),
        (f"[{', '.join(f'{{key: a{n}, name: A{n}}}' for n in range(13))}]", "4 F005 13 columns; at most 12"),
    ],
)
def test_what_is_no_column_is_said(line: str, said: str) -> None:
    _, problems = topic_of(f"columns: {line}")
    assert problems[0].startswith(said)


@pytest.mark.parametrize(
    ("line", "found", "verified"),
    [
        ("{written: person}", Authorship("person"), True),
        ("{written: model}", Authorship("model"), False),
        ("{written: model, checked: 2026-03-17}", Authorship("model", "2026-03-17"), True),
        ("{written: model, checked: 2026-03-17, checked_by: model}", Authorship("model", "2026-03-17", "model"), False),
        ("{written: both, checked_by: person}", Authorship("both", "", "person"), True),
    ],
)
def test_who_wrote_and_checked_a_summary(line: str, found: Authorship, verified: bool) -> None:
    paper, problems = paper_of(f"summary_by: {line}")
    assert (paper.summary_by, problems) == (found, [])
    assert found.is_verified is verified


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("model", "3 F003 expected who wrote it; write {written: model}"),
        ("AI", "3 F003 expected who wrote it; write {written: model}"),
        ("[a]", "3 F003 expected who wrote it"),
        ("{checked: 2026-03-17}", "3 F002 'written' is missing or empty"),
        ("{written: human}", "3 F004 'human' is none of model, person, both; write person"),
        ("{written: model, checked: yesterday}", "3 F004 expected a date"),
        ("{written: model, checked_by: both}", "3 F004 'both' is none of model, person"),
    ],
)
def test_what_says_nobody_is_said(line: str, said: str) -> None:
    _, problems = paper_of(f"summary_by: {line}")
    assert problems[0].startswith(said)
