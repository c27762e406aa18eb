import pytest

from litwiki.text.orcid import parse_orcid, url_of_orcid


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        (" https://orcid.org/0000-0002-1694-233x/ ", "0000-0002-1694-233X"),
        ("orcid.org/0000-0002-1694-233X", "0000-0002-1694-233X"),
        *(
            (text, "")
            for text in ("0000-0002-1694-2330", "0000000218250097", "", "0000-0002-1825-0097 x", "9" * 10_000)
        ),
    ],
)
def test_a_number_is_known_by_its_check_digit(text: str, number: str) -> None:
    assert parse_orcid(text) == number


def test_a_number_has_a_page() -> None:
    assert url_of_orcid("0000-0002-1825-0097") == "https://orcid.org/0000-0002-1825-0097"
