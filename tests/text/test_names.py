"""Names of people: their parts, and what two printings have in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki.model.ids import is_slug, slug_of_key
from litwiki.text.name_parts import Name, from_parts, parse_name, person_key, spoken, without_marks
from litwiki.text.names import from_bibtex_names, split_printed_names


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Ada Boyle", Name("Boyle", "Ada")),
        ("Boyle, Ada", Name("Boyle", "Ada")),
        ("Ada  B. Boyle", Name("Boyle", "Ada B.")),
        ("Ludwig van Beethoven", Name("van Beethoven", "Ludwig")),
        ("Martin King Jr.", Name("King", "Martin", "Jr.")),
        ("King, Jr., Martin", Name("King", "Martin", "Jr.")),
        ("King, Martin, Jr.", Name("King", "Martin", "Jr.")),
        ("Martin King, Jr.", Name("King", "Martin", "Jr.")),
        ("茶小明", Name("茶小明")),
        ("茶 小明", Name("茶", "小明")),
        ("José Pot y Lid", Name("Pot y Lid", "José")),
        ("Jan Van Der Pot", Name("Van Der Pot", "Jan")),
        ("Ali al-Ibriq", Name("al-Ibriq", "Ali")),
        ("{Spoon Works}", Name("Spoon Works")),
        ("Spoon and Ladle", Name("Spoon and Ladle")),
        ("Karl von und zu Pot", Name("von und zu Pot", "Karl")),
        ("Lab, Ada", Name("Lab", "Ada")),
        ("Kettle Team", Name("Kettle Team")),
        ("Teapots, Inc.", Name("Teapots, Inc.")),
        ("One, Two, Three, Four", Name("One, Two, Three, Four")),
        ("Boyle,", Name("Boyle,")),
        ("", Name("")),
    ],
)
def test_a_name_has_parts(printed: str, name: Name) -> None:
    assert parse_name(printed) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Boyle", "Boyle, Ada"),
        ("Ada B. Boyle", "ada b boyle"),
        ("Jean-Luc Pot", "Jean Luc Pot"),
        ("Zoë O'Hara", "Zoe\u0308 O’Hara"),
    ],
)
def test_two_printings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert person_key(one) == person_key(other)


@pytest.mark.parametrize(("one", "other"), [("Zoë Pot", "Zoe Pot"), ("A. Pot", "Ada Pot"), ("王 茶", "汪 茶")])
def test_other_names_have_other_keys_and_addresses(one: str, other: str) -> None:
    assert person_key(one) != person_key(other)
    assert slug_of_key(person_key(one), "person", 4, lambda _: False) != slug_of_key(
        person_key(other), "person", 4, lambda _: False
    )


def test_an_address_that_is_taken_gets_more_digits() -> None:
    taken = {"ada-boyle", slug_of_key("ada boyle", "person", 4, {"ada-boyle"}.__contains__)}
    assert slug_of_key("ada boyle", "person", 4, taken.__contains__) not in taken


@pytest.mark.parametrize("name", ["a-z", "Con", "index", "", "—", "'", "x" * 200, "\u0301", "茶" * 80])
def test_odd_names_have_addresses(name: str) -> None:
    assert is_slug(slug_of_key(person_key(name), "person", 4, lambda _: False))


@given(st.text(max_size=80))
def test_every_name_has_an_address(name: str) -> None:
    assert is_slug(slug_of_key(person_key(name), "person", 4, lambda _: False))


@pytest.mark.parametrize(
    ("raw", "names", "complete"),
    [
        (
            "Pot Lid, Pablo and Vale-Real Lid, Marta and de la Taza, Juan",
            ("Pot Lid, Pablo", "Vale-Real Lid, Marta", "Juan de la Taza"),
            True,
        ),
        (
            "{Spoon and Ladle} and {Spoon Works} and {Tea, Pots, Lids and More}",
            ("Spoon and Ladle", "{Spoon Works}", "Tea, Pots, Lids and More"),
            True,
        ),
        (
            r"{\v{S}}imek, Jan and Dvo\v{r}\'{a}k, Eva and Te{\'a}z{\H o}, Pista",
            ("Jan Šimek", "Eva Dvořák", "Pista Teáző"),
            True,
        ),
        (r"{\'{E}}douard Pot and {\O}ystein Kanne", ("Édouard Pot", "Øystein Kanne"), True),
        ("Boyle, Ada and others", ("Ada Boyle",), False),
        ("Boyle, Ada and others, ", ("Ada Boyle",), False),
        ("Boyle, Ada and et al.", ("Ada Boyle",), False),
        ("Ada Boyle and Ben Sample et al.", ("Ada Boyle", "Ben Sample"), False),
        ("others", (), False),
        ("Boyle, Ada and {others}", ("Ada Boyle",), False),
        ("王, 小明 and 李明", ("王, 小明", "李明"), True),
        ("Boyle, Jr., Ada and Ober, Max, III", ("Ada Boyle Jr.", "Max Ober III"), True),
        ("family=Pot, given=Ada, prefix=von", ("Ada von Pot",), True),
        (r"Boyle$^{1,*}$, Ada and Max Ober\textsuperscript{2}\thanks{the cook}", ("Ada Boyle", "Max Ober"), True),
        ("Sandy Anders and AND Lid and Max {and} Moritz", ("Sandy Anders", "Lid", "Max and Moritz"), True),
        ("", (), True),
    ],
)
def test_a_bibliography_says_how_names_are_parted(raw: str, names: tuple[str, ...], complete: bool) -> None:
    assert from_bibtex_names(raw) == (names, complete)


@pytest.mark.parametrize(
    ("line", "names", "complete"),
    [
        ("Ada Boyle, Ben Sample and Max Ober", ("Ada Boyle", "Ben Sample", "Max Ober"), True),
        ("Ada Boyle, Ben Sample, et al.", ("Ada Boyle", "Ben Sample"), False),
        ("Ada Boyle and 12 others", ("Ada Boyle",), False),
        ("Ada Boyle, +3 authors", ("Ada Boyle",), False),
        ("Ada Boyle, …", ("Ada Boyle",), False),
        ("Boyle, A.; Sample, B. C.", ("A. Boyle", "B. C. Sample"), True),
        ("Boyle, A., Sample, B. C., & Ober, M.", ("A. Boyle", "B. C. Sample", "M. Ober"), True),
        ("Boyle A, Sample BC", ("A Boyle", "BC Sample"), True),
        ("Ada Boyle1,2, Ben Sample2*, Max Ober†", ("Ada Boyle", "Ben Sample", "Max Ober"), True),
        ("Ada Boyle ¹ ², Ben Sample^{1,2}, Max Ober [3]", ("Ada Boyle", "Ben Sample", "Max Ober"), True),
        ("Ada Boyle (Kettle Works), Ben Sample <ben@tea.example>", ("Ada Boyle", "Ben Sample"), True),
        ("王小明，李华、张三", ("王小明", "李华", "张三"), True),
        ("Ada Boyle, Jr., Ben Sample", ("Ada Boyle Jr.", "Ben Sample"), True),
        ("", (), True),
    ],
)
def test_a_line_of_a_page_has_names(line: str, names: tuple[str, ...], complete: bool) -> None:
    assert split_printed_names(line) == (names, complete)


@pytest.mark.parametrize("name", ["O'Hara", "Ada B. Pot", "Team 7", "Jean-Luc", "D'Arcy², Ada".split(",")[0], "X Æ"])
def test_only_marks_go(name: str) -> None:
    assert without_marks(name) == name.rstrip("²")


@given(st.text("ab 王é,.-'{}", max_size=12), st.text("ab 王é,.-'{}", max_size=12), st.sampled_from(["", "von", "d'"]))
def test_a_stored_name_is_read_as_it_was_parted(family: str, given_name: str, particle: str) -> None:
    stored = from_parts(family, given_name, particle)
    assert from_parts(parse_name(stored).family, parse_name(stored).given, suffix=parse_name(stored).suffix) == stored
    assert "{" not in spoken(stored)


def test_three_thousand_authors_are_ordinary() -> None:
    raw = " and ".join(f"Pot{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}, A." for i in range(3000))
    names, complete = from_bibtex_names(raw)
    assert complete
    assert len(set(names)) == 3000
