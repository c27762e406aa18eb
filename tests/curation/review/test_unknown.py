"""What a person may know and nobody has said: who is who, and where a paper is."""

import shutil
from pathlib import Path

import pytest

from litwiki import content
from litwiki.curation.review import answer, questions
from litwiki.curation.review.names_alike import alike_names
from litwiki.model.config import Config
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug
from litwiki.model.records import NameAnswers, Namesake, Orcid, Paper
from litwiki.model.wiki import Wiki
from tests.conftest import DATA


def wiki_of(*lists: tuple[str, ...], names: NameAnswers | None = None) -> Wiki:
    papers = {Slug(f"p{n}"): Paper(Slug(f"p{n}"), f"Title {n}", authors=some) for n, some in enumerate(lists)}
    return Wiki(Config(DATA, "Kitchen"), papers, {}, {}, names=names or NameAnswers())


def pairs(wiki: Wiki) -> list[tuple[str, str]]:
    return [(one.name, other.name) for one, other, _ in alike_names(wiki)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Boyle", "A. Boyle"),
        ("Ada M. Boyle", "Ada Boyle"),
        ("Ada M. Boyle", "A. Boyle"),
        ("Boyle, Ada M.", "A M Boyle"),
    ],
)
def test_a_short_name_and_a_long_one_with_a_colleague_in_common(one: str, other: str) -> None:
    assert len(pairs(wiki_of((one, "Max Ober"), (other, "Max Ober")))) == 1
    assert pairs(wiki_of((one, "Max Ober"), (other, "Ben Sample"))) == [], "no colleague in common"


def test_accents_and_case_need_no_colleague() -> None:
    assert pairs(wiki_of(("Zoë Pot",), ("Zoe Pot",))) == [("Zoë Pot", "Zoe Pot")]


@pytest.mark.parametrize(
    "wiki",
    [
        wiki_of(("Ada Boyle", "Max Ober"), ("Anna Boyle", "Max Ober")),
        wiki_of(("Ada Boyle", "Max Ober"), ("Ada Boil", "Max Ober")),
        wiki_of(("Ada Boyle", "A. Boyle", "Max Ober"), ("A. Boyle", "Max Ober")),
        wiki_of(
            ("Ada Boyle", "Max Ober"),
            ("A. Boyle", "Max Ober"),
            names=NameAnswers(different=(Namesake("A. Boyle", unlike="Ada Boyle"),)),
        ),
        wiki_of(
            ("Ada Boyle", "Max Ober"),
            ("A. Boyle", "Max Ober"),
            names=NameAnswers(
                orcids=(Orcid("Ada Boyle", "0000-0002-1825-0097"), Orcid("A. Boyle", "0000-0001-5109-3700"))
            ),
        ),
    ],
    ids=["other name", "other family", "one paper", "answered", "two numbers"],
)
def test_who_is_known_to_be_two_is_not_asked_about(wiki: Wiki) -> None:
    assert pairs(wiki) == []


def test_a_name_that_thousands_share_costs_no_square_of_them() -> None:
    many = wiki_of(*((f"Wei{n} Li", "Max Ober") for n in range(3_000)))
    assert pairs(many) == []


@pytest.fixture
def kitchen(tmp_path: Path) -> Path:
    root = tmp_path / "kitchen"
    shutil.copytree(DATA / "wiki", root, ignore=shutil.ignore_patterns("build", "site"))
    for slug, authors in (("ladle", "[Ada Boyle, Max Ober]"), ("whisk", "[A. Boyle, Max Ober]")):
        text = (
            f"---\ntitle: 'The {slug} & all'\nauthors: {authors}\ntopics_status: curated\nsummary: 'It stirs.'\n---\n"
        )
        (root / "content/papers" / f"{slug}.md").write_text(text)
    return root


def asked(root: Path, kind: str) -> dict[str, object]:
    return {one.id: one for one in questions(root) if one.kind == kind}


def test_an_answer_about_names_stands_in_a_file_and_is_not_asked_again(kitchen: Path) -> None:
    assert list(asked(kitchen, "person")) == ["person:ada-boyle:a-boyle"]
    answer(kitchen, "person:ada-boyle:a-boyle", "different")
    assert asked(kitchen, "person") == {}
    (kitchen / "content/people.yml").unlink()
    outcome = answer(kitchen, "person:ada-boyle:a-boyle", "same")
    assert outcome.written == ("content/people.yml",)
    assert asked(kitchen, "person") == {}
    assert content.load(kitchen).wiki.people.by_slug[Slug("ada-boyle")].papers[-2:] == ("ladle", "whisk")


def test_an_id_or_an_address_that_is_pasted_goes_into_the_paper(kitchen: Path) -> None:
    question = asked(kitchen, "address")["address:ladle"]
    assert ("arXiv", "https://arxiv.org/search/?searchtype=title&query=The%20ladle%20%26%20all") in question.sides[1]  # type: ignore[attr-defined]
    answer(kitchen, "address:ladle", "https://arxiv.org/abs/2601.00001v2")
    answer(kitchen, "address:whisk", "https://pots.example/whisk.pdf")
    papers = content.load(kitchen).wiki.papers
    assert papers[Slug("ladle")].ids == {"arxiv": "2601.00001"}
    assert [link.url for link in papers[Slug("whisk")].links] == ["https://pots.example/whisk.pdf"]
    assert not {"address:ladle", "address:whisk"} & asked(kitchen, "address").keys()


@pytest.mark.parametrize("given", ["kettle", "javascript:alert(1)", ""])
def test_what_is_no_address_is_refused(given: str, kitchen: Path) -> None:
    with pytest.raises(UsageError, match="neither an id"):
        answer(kitchen, "address:ladle", given)


def test_an_id_that_another_paper_has_is_refused_with_a_way_on(kitchen: Path) -> None:
    answer(kitchen, "address:ladle", "arxiv:2601.00001")
    with pytest.raises(UsageError, match="litwiki merge whisk ladle"):
        answer(kitchen, "address:whisk", "2601.00001")
