"""What people said of names: read strictly, written one line an item."""

import pytest

from litwiki.content.decisions import with_item
from litwiki.content.people import ABOUT, namesake_item, orcid_item, read_people, same_item
from litwiki.content.strict_yaml import parse
from litwiki.model.ids import Slug
from litwiki.model.problems import Problem
from litwiki.model.records import NameAnswers, Namesake, Orcid

NUMBER = "0000-0002-1825-0097"
SAID = NameAnswers(
    same=(("Ada Boyle", "A. Boyle"), ("O'Hara, Zoë: #1", "[x]")),
    different=(
        Namesake("Wei Li", (Slug("kettle"), Slug("no"))),
        Namesake("Wei Li", (Slug("tea"),), Slug("wei-li-heating"), NUMBER),
        Namesake("J. Sample", unlike="Jane Sample"),
    ),
    orcids=(Orcid("Max Ober", NUMBER), Orcid("M. Ober", NUMBER, (Slug("kettle"),), "openalex")),
)


def test_what_is_written_reads_back() -> None:
    text = ABOUT
    for names in SAID.same:
        text = with_item(text, "same", same_item(names), "content/people.yml")
    for one in SAID.different:
        text = with_item(text, "different", namesake_item(one), "content/people.yml")
    for orcid in SAID.orcids:
        text = with_item(text, "orcid", orcid_item(orcid), "content/people.yml")
    found: list[Problem] = []
    assert read_people(parse(text, "content/people.yml"), found.append) == SAID
    assert found == []
    assert text.startswith(ABOUT)
    assert text.count("\n- ") == 7, "one line an item"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("same: Ada", 1, "expected a list of lists"),
        ("same:\n- [Ada Boyle]", 2, "expected two names"),
        ("same:\n- [Ada Boyle, Ada Boyle]", 2, "expected two names"),
        ("different:\n- Wei Li", 2, "expected keys with values"),
        ("different:\n- {name: Wei Li}", 2, "nothing tells which 'Wei Li'"),
        ("different:\n- {papers: [kettle]}", 2, "'name' is missing"),
        ("different:\n- {name: Wei Li, papers: [Kettle!]}", 2, "is no slug"),
        ("orcid:\n- {name: Ada Boyle, orcid: '0000-0002-1825-0098'}", 2, "wrong digit"),
        ("orcid:\n- {name: Ada Boyle}", 2, "'orcid' is missing"),
        ("orcids: []", 1, "unknown key 'orcids'"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, said: str) -> None:
    found: list[Problem] = []
    read_people(parse(text, "content/people.yml"), found.append)
    assert any(problem.place.line == line and said in problem.message for problem in found), found


def test_an_address_is_as_good_as_the_number() -> None:
    text = f"orcid:\n- {{name: Ada Boyle, orcid: 'https://orcid.org/{NUMBER}'}}\n"
    assert read_people(parse(text, "x.yml"), lambda _: None).orcids == (Orcid("Ada Boyle", NUMBER),)
