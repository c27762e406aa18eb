import pytest

from litwiki.search.author_names import author_terms, other_spellings


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("Jörg Müller", "muller mueller jorg joerg"),
        ("Joerg Mueller", "muller mueller jorg joerg"),
        ("Søren Ångström", "soren soeren angstrom aangstroem"),
        ("Łucja Strauß", "lucja strauss"),
        ("Xiao-Ming Li", "xiao ming xiaoming xiao-ming li"),
        ("Ana Teapot-Núñez", "nunez teapot"),
    ],
)
def test_an_author_is_found_as_people_type(printed: str, typed: str) -> None:
    assert {f"author:{word}" for word in typed.split()} <= set(author_terms([printed]))


@pytest.mark.parametrize("name", ["Xue Samuel", "Michael Joe", "Miguel Baer", "Raphael Vazquez", "Yue Wu"])
def test_letters_that_stand_for_themselves_stay(name: str) -> None:
    assert not list(other_spellings([name]))


def test_a_term_is_said_once() -> None:
    terms = list(author_terms(["Ada Kettle", "Ada Pot"]))
    assert terms == ["author:ada", "author:kettle", "author:pot"]
