import posixpath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.model.ids import (
    MAX_SLUG,
    DocPath,
    is_slug,
    propose_slug,
    relative_path,
    relative_url,
    slugify,
    url_of,
)


def never(_: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("KIVI: A Tuning-Free Quantization", "kivi"),
        ("(Mis)Fitting: A Survey", "misfitting-survey"),
        ("A Large-Scale Exploration of μ-Transfer", "a-large-scale-exploration-of-mu-transfer"),
        ("Don't Be Lazy: CompleteP", "dont-be-lazy"),
        ("Über Naïve Größe", "uber-naive-grosse"),
        (
            "A Study of What a Very Long Title Does to an Address of the Site",
            "a-study-of-what-a-very-long-title-does-to-an-address",
        ),
        ("One: Two words", "one-two-words"),
        ("Tea: of the and", "tea"),
        ("TokenKettle: Boiling Words", "tokenkettle"),
        ("Kettle 2: Boiling Again", "kettle-2"),
        ("LID: On Covers", "lid-covers"),
        ("Boil, Pour and Wait: A Study of Tea", "boil-pour-and-wait"),
    ],
)
def test_slugs_are_short_and_readable(title: str, slug: str) -> None:
    assert propose_slug(title, never) == slug


@pytest.mark.parametrize("title", ["Con: A Study", "Index", "深度学习", "🙂", "...", "nul"])
def test_odd_titles_have_slugs_too(title: str) -> None:
    assert is_slug(propose_slug(title, never))


def test_a_taken_slug_gets_digits_of_its_title() -> None:
    first = propose_slug("KIVI: One", lambda s: s == "kivi")
    second = propose_slug("KIVI: Two", lambda s: s == "kivi")
    assert first != second
    assert first.startswith("kivi-")
    assert propose_slug("KIVI: One", {"kivi", first}.__contains__) not in {"kivi", first}


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_every_text_makes_a_slug(title: str) -> None:
    slug = propose_slug(title, never)
    assert is_slug(slug)
    assert len(slug) <= MAX_SLUG
    assert len(slugify(title)) <= MAX_SLUG


def test_addresses_follow_from_paths() -> None:
    assert [url_of(DocPath(p)) for p in ("index.md", "papers/index.md", "papers/x.md", "api/index.json")] == [
        "",
        "papers/",
        "papers/x/",
        "api/index.json",
    ]
    assert relative_path(DocPath("topics/peft.md"), DocPath("papers/x.md")) == "../topics/peft.md"
    assert relative_url(DocPath("topics/peft.md"), DocPath("papers/x.md")) == "../../topics/peft/"
    assert relative_url(DocPath("index.md"), DocPath("papers/x.md")) == "../../"
    assert relative_url(DocPath("papers/x.md"), DocPath("index.md")) == "papers/x/"
    assert relative_url(DocPath("api/papers/x.json"), DocPath("papers/x.md")) == "../../api/papers/x.json"


FOLDERS = st.lists(st.sampled_from(["papers", "topics", "a-z", "peft"]), max_size=4)


@given(FOLDERS, FOLDERS)
def test_the_way_between_two_pages_is_the_shortest(goal: list[str], start: list[str]) -> None:
    target, source = DocPath("/".join([*goal, "x.md"])), DocPath("/".join([*start, "y.md"]))
    assert relative_path(target, source) == posixpath.relpath(target, "/".join(start) or ".")
    assert relative_url(target, source) == posixpath.relpath(url_of(target), url_of(source)) + "/"
