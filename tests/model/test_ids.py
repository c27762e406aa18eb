import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.model.ids import (
    MAX_SLUG,
    DocPath,
    is_slug,
    propose_slug,
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
