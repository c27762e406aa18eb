from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki import content
from litwiki.content.front_matter import read
from litwiki.content.papers import links_value, read_paper, read_terms, terms_of_abstract, write_paper, write_terms
from litwiki.model.entries import PAPER_TYPES, Link, Publication, Status
from litwiki.model.ids import Slug, TopicId
from litwiki.model.problems import Problem
from litwiki.model.records import Attribution, Authorship, Paper
from litwiki.model.results import Result
from litwiki.text.words import clean

line = st.text(max_size=30).map(clean)
filled = line.filter(bool)
slugs = st.from_regex(r"[b-d][a-z0-9]{0,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
papers = st.builds(
    Paper,
    slug=st.just(Slug("kettle")),
    title=filled,
    authors=st.lists(filled, max_size=3).map(tuple),
    year=st.one_of(st.none(), st.integers(1000, 2099)),
    ids=st.dictionaries(st.sampled_from(["openreview", "acl", "dblp"]), filled, max_size=2),
    topics=st.lists(slugs.map(TopicId), max_size=3, unique=True).map(tuple),
    topics_status=st.sampled_from(["curated", "suggested"]),
    summary=st.one_of(line, st.text("abc d.'#:", min_size=100, max_size=300).map(clean)),
    links=st.lists(
        st.sampled_from(
            [Link("code", "https://x.org/a'b"), Link("code", "https://y.org"), Link("data", "https://y.org")]
        ),
        max_size=3,
        unique=True,
    ).map(tuple),
    names=st.lists(filled, max_size=2).map(tuple),
    also_titled=st.lists(filled, max_size=2).map(tuple),
    aliases=st.lists(slugs.map(Slug), max_size=2, unique=True).map(tuple),
    abstract=st.one_of(st.none(), filled),
    publication=st.builds(
        Publication,
        type=st.sampled_from(["", *PAPER_TYPES]),
        venue=line,
        volume=line,
        issue=line,
        pages=line,
        publisher=line,
        editors=st.lists(filled, max_size=2).map(tuple),
        date=st.sampled_from(["", "2024", "2024-02", "2024-02-29"]),
    ),
    authors_complete=st.booleans(),
    keys=st.lists(filled, max_size=2).map(tuple),
    added=st.sampled_from([None, "2026-11-28"]),
    status=st.sampled_from([None, Status("retracted"), Status("corrected", "https://x.org/a'b", "someone", "2024-02")]),
    sources=st.dictionaries(
        st.sampled_from(["year", "ids.doi", "links.code"]), st.just(Attribution("arxiv", "0f1e")), max_size=2
    ),
    summary_by=st.sampled_from([None, Authorship("both"), Authorship("model", "2026-11-28", "person")]),
    results=st.dictionaries(
        slugs,
        st.builds(
            Result,
            st.dictionaries(
                st.sampled_from(["bits", "on", "n_1"]),
                st.sampled_from(["4", "-0.5", "2–4", "null", "it's: {x}"]),
                min_size=1,
            ),
            filled,
        ),
        max_size=2,
    ),
    notes=st.sampled_from(["", "Notes\n", "---\ntitle: x\n---\n", "\n\u2028\x0c[[a]]"]),
)


@pytest.mark.slow
@settings(max_examples=80)
@given(papers)
def test_a_paper_that_is_written_reads_back_the_same(paper: Paper) -> None:
    problems: list[Problem] = []
    text = write_paper(paper, abstract=True)
    assert read_paper(read(text.encode(), "x.md"), paper.slug, {}, problems.append) == paper
    assert problems == []


def test_an_abstract_is_written_only_where_it_may_be() -> None:
    paper = Paper(Slug("kettle"), "Kettle", abstract="Secret words.")
    assert "Secret words" in write_paper(paper, abstract=True)
    assert "abstract" not in write_paper(paper, abstract=False)


def test_a_new_file_has_every_key_in_one_order_ready_to_be_filled_in() -> None:
    text = write_paper(Paper(Slug("kettle"), "Kettle's #1"), abstract=False)
    assert text.splitlines() == [
        "---",
        "title: 'Kettle''s #1'",
        "authors: []",
        "year: null",
        "type: null",
        "venue: ''",
        "ids: {}",
        "topics: []",
        "topics_status: suggested",
        "summary: ''",
        "links: []",
        "names: []",
        "also_titled: []",
        "aliases: []",
        "added: null",
        "---",
    ]


def test_links_keep_the_form_that_their_file_has_as_long_as_it_can_hold_them() -> None:
    one, two = Link("code", "https://x.org"), Link("code", "https://y.org")
    data = Link("data", "https://y.org")
    old = read(b"---\ntitle: x\nlinks: {code: 'https://x.org'}\n---\n", "x.md")
    new = read(b"---\ntitle: x\nlinks: [{code: 'https://x.org'}]\n---\n", "x.md")
    assert links_value([one, data], old) == "{code: 'https://x.org', data: 'https://y.org'}"
    assert links_value([one, two], old) == "[{code: 'https://x.org'}, {code: 'https://y.org'}]"
    assert links_value([one], new) == links_value([one]) == "[{code: 'https://x.org'}]"


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("title: Update #2", [("Y011", 2, 14)]),
        ("title: Update # a comment", []),
        ("title: 'Update #2'", []),
        ("title: Update\nsummary: two\n  lines #3", [("Y011", 4, 8)]),
    ],
)
def test_text_that_yaml_would_drop_is_warned_of(front: str, expected: list[tuple[str, int, int]]) -> None:
    problems: list[Problem] = []
    read_paper(read(f"---\n{front}\n---\n".encode(), "x.md"), Slug("x"), {}, problems.append)
    assert [(p.code, p.place.line, p.place.column) for p in problems] == expected


# --- terms ---------------------------------------------------------------------------------------------

word = st.text(st.characters(blacklist_categories=["Z", "C"]), min_size=1, max_size=8).filter(
    lambda t: not t.split()[1:]
)


@settings(max_examples=80)
@given(st.dictionaries(word.filter(lambda t: "*" not in t), st.integers(1, 99_999), max_size=30))
def test_terms_that_are_written_read_back_the_same(terms: dict[str, int]) -> None:
    text = write_terms(terms)
    assert read_terms(text) == terms
    assert all(len(line.encode()) <= 500 for line in text.splitlines())


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("kettle*2 pot", {"kettle": 2, "pot": 1}),
        ("a*0 b*-1 c* *3 d*²", {"a*0": 1, "b*-1": 1, "c*": 1, "*3": 1, "d*²": 1}),
        ("a*" + "9" * 5000, {"a*" + "9" * 5000: 1}),
        ("a**2", {"a*": 2}),
        ("", {}),
    ],
)
def test_a_damaged_terms_file_is_words(text: str, terms: dict[str, int]) -> None:
    assert read_terms(text) == terms


def test_terms_forget_the_order_and_keep_names() -> None:
    text = "Boiling water wastes energy. Kettle boils, and Adam boils water at https://x.org/kettle by GPT-3."
    terms = terms_of_abstract(text)
    assert dict(terms) == {
        "boiling": 1,
        "water": 2,
        "wastes": 1,
        "energy": 1,
        "kettle": 1,
        "boils": 2,
        "Adam": 1,
        "GPT-3": 1,
    }
    assert write_terms(terms).split() == [
        "Adam",
        "boiling",
        "boils*2",
        "energy",
        "GPT-3",
        "kettle",
        "wastes",
        "water*2",
    ]


def test_terms_belong_to_the_paper_of_their_name(new_wiki: Path) -> None:
    for path, text in {
        "papers/kettle.md": "---\ntitle: 'Kettle'\n---\n",
        "papers/pot.md": "---\ntitle: 'Pot'\n---\n",
        "terms/kettle.txt": "boil*2 water\n",
        "terms/gone.txt": "nobody\n",
    }.items():
        (new_wiki / "content" / path).parent.mkdir(exist_ok=True)
        (new_wiki / "content" / path).write_text(text)
    loaded = content.load(new_wiki)
    assert loaded.problems == ()
    assert dict(loaded.wiki.papers[Slug("kettle")].terms) == {"boil": 2, "water": 1}
    assert dict(loaded.wiki.papers[Slug("pot")].terms) == {}
