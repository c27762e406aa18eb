import pytest

from litwiki.model.entries import ListingReading, RawListing
from litwiki.sources import read_text, titles


def reading(text: str) -> ListingReading:
    return read_text(RawListing("titles.txt", text, "0"), "titles")


def test_no_text_is_taken_for_titles_unasked() -> None:
    assert not titles.sniff("Kettle: Boiling Water with Gradient Descent\n" * 9)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("- Kettle", "Kettle"),
        ("  12.  Kettle", "Kettle"),
        ("(3) Kettle", "Kettle"),
        ("- [ ] Kettle", "Kettle"),
        ("«Чайник»", "Чайник"),
        ("'Kettle',", "Kettle"),
        ("「茶」", "茶"),
        ("„Käfer und Kessel“", "Käfer und Kessel"),
        ("Kettle (2026)", "Kettle (2026)"),
        ('"Hot", "Hotter", "Hottest"', '"Hot", "Hotter", "Hottest"'),
        ("3.5 Kettles", "3.5 Kettles"),
        ("1984", "1984"),
        ("-1 Degrees", "-1 Degrees"),
        ("A<i>b</i> &amp; x~1 $\\alpha$ \\emph{c}", "A<i>b</i> &amp; x~1 $\\alpha$ \\emph{c}"),
        ("#Tea on the Web", "#Tea on the Web"),
    ],
)
def test_the_dress_of_a_title_is_no_part_of_it(line: str, title: str) -> None:
    found = reading(line)
    assert [entry.title for entry in found.entries] == [title]
    assert found.rejected == ()


def test_a_heading_is_told_about() -> None:
    assert [str(remark) for remark in reading("## Tea\nKettle").remarks] == [
        "titles.txt:1: taken for a heading, not for a title: ## Tea"
    ]


def test_what_is_longer_than_a_title_is_rejected_and_the_others_are_read() -> None:
    found = reading(f"Kettle\n{'tea ' * 200}\n{'pot ' * 100_000}\nLadle")
    assert [entry.title for entry in found.entries] == ["Kettle", "Ladle"]
    assert [(r.line, r.reason) for r in found.rejected] == [(2, "longer than a title"), (3, "longer than a title")]
    assert max(len(r.raw) for r in found.rejected) < 1_000
