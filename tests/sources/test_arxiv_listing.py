import re
from collections.abc import Callable
from pathlib import Path

import pytest

from litwiki.model.entries import Entry, ListingReading, RawListing
from litwiki.sources import arxiv_listing, read_file, read_text
from tests.conftest import DATA

PAGES = DATA / "sources" / "arxiv-listing"


def reading(text: str) -> ListingReading:
    return read_text(RawListing("page.txt", text, "0"))


def said(entry: Entry) -> tuple[object, ...]:
    return entry.title, entry.authors, entry.abstract, dict(entry.ids), entry.keywords, entry.publication, entry.extra


LABEL = re.compile(r"^((?:Title|Authors|Abstract|Comments|Subjects|Journal-ref|DOI|MSC classes):)[ \t]*", re.MULTILINE)
SIBLINGS: dict[str, Callable[[str], str]] = {
    "blank lines dropped": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
    "each line twice as far": lambda text: text.replace("\n", "\n\n"),
    "blank lines doubled": lambda text: text.replace("\n\n", "\n\n\n"),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "indented": lambda text: "".join(f"    {line}\n" for line in text.split("\n")),
    "tabs and spaces behind": lambda text: text.replace("\n", " \t\n"),
    "labels in lines of their own": lambda text: LABEL.sub(r"\1\n", text),
}
WHERE_IT_HOLDS = {
    # Where a blank line is dropped or added, a paragraph or a wrapped field cannot be told from the next.
    "each line twice as far": ("new", "recent", "search", "abs"),
    "labels in lines of their own": ("new", "recent", "search", "abs", "wrapped"),
}


@pytest.mark.parametrize("page", ["new", "recent", "search", "abs", "mail", "wrapped"])
@pytest.mark.parametrize("sibling", SIBLINGS)
def test_a_page_says_the_same_however_it_was_pasted(sibling: str, page: str) -> None:
    if page not in WHERE_IT_HOLDS.get(sibling, (page,)):
        pytest.skip("this page is not printed like that")
    text = (PAGES / f"{page}.txt").read_text(encoding="utf-8")
    changed = read_text(RawListing("x", SIBLINGS[sibling](text).replace("\r\n", "\n"), "0"))
    assert [said(entry) for entry in changed.entries] == [said(entry) for entry in reading(text).entries]
    assert changed.rejected == ()
    assert changed.head == reading(text).head


def paper(*lines: str) -> Entry:
    text = "\n".join(["[1] arXiv:2611.05780 [pdf, html, other]", *lines])
    (entry,) = read_text(RawListing("x", text, "0"), "arxiv-listing").entries
    return entry


def test_a_day_of_the_real_shape(shared: Path) -> None:
    found = read_file(shared / "cases" / "15-arxiv-listing" / "listing.txt")
    assert [entry.ids["arxiv"] for entry in found.entries] == ["2611.05780", "2611.05783", "2611.05790"]
    assert [len(entry.authors) for entry in found.entries] == [3, 2, 1]
    assert all(entry.abstract for entry in found.entries)
    assert (found.head.date, found.head.title) == ("2026-11-19", "Computation and Language")
    assert found.rejected == ()


@pytest.mark.parametrize(
    ("start", "id"),
    [
        ("[1] arXiv:2611.05780 [pdf, html, other]", "2611.05780"),
        ("[12345]  arXiv:2611.05780v3 (replaced) [pdf, ps, other]", "2611.05780"),
        ("arXiv:hep-th/9901001 (cross-list from math.GT) [pdf]", "hep-th/9901001"),
        ("1. arXiv:math.GT/0309136 [pdf] math.GT", "math.GT/0309136"),
        ("arXiv:0704.0001", "0704.0001"),
    ],
)
def test_papers_begin_with_any_id(start: str, id: str) -> None:  # noqa: A002
    (entry,) = reading(f"{start}\nTitle: Kettle\nAda Boyle\nSubjects: Tea (cs.TE)\n").entries
    assert (entry.ids, entry.title, entry.authors) == ({"arxiv": id}, "Kettle", ("Ada Boyle",))


@pytest.mark.parametrize(
    "text",
    [
        "2611.05780\narXiv:2611.05781\narXiv:2611.05782v2\n",
        "We follow\narXiv:2611.05780\nand find that tea is hot.\n",
        "- Kettle. arXiv:2611.05780 [pdf]\n",
        "@misc{a,\n  note = {arXiv:2611.05780 [cs.CL]},\n}\n",
    ],
)
def test_an_id_in_another_text_begins_no_paper(text: str) -> None:
    assert not arxiv_listing.sniff(text)


def test_of_a_thousand_authors_all_are_read() -> None:
    names = [f"A{chr(97 + n % 26)}a B{chr(97 + n // 26)}bb" for n in range(26)] * 40
    entry = paper("Title: Kettle", ", ".join(names), "Subjects: Tea (cs.TE)", "Hot.")
    assert list(entry.authors) == names
    wrapped = ["Title: Kettle", *(", ".join(names[n : n + 5]) + "," for n in range(0, len(names), 5))]
    assert list(paper(*wrapped, "Subjects: Tea (cs.TE)", "Hot.").authors) == names


def test_links_in_abstract_and_comments_are_links() -> None:
    entry = paper(
        "Title: Kettle",
        "Ada Boyle",
        "Comments: Code at https://github.com/example/kettle",
        "Subjects: Tea (cs.TE)",
        "See https://kettle.example.",
    )
    assert [(link.kind, link.url) for link in entry.links] == [
        ("project", "https://kettle.example"),
        ("code", "https://github.com/example/kettle"),
    ]


def test_a_line_that_nobody_knows_is_rejected_with_its_number() -> None:
    text = (PAGES / "recent.txt").read_text(encoding="utf-8")
    found = reading(text.replace("\n[3]", "\nBuy our ladles, now!\n[3]"))
    assert [(r.line, r.raw) for r in found.rejected] == [(23, "Buy our ladles, now!")]


def test_a_paper_without_a_title_is_known_by_its_id() -> None:
    assert paper().title == ""
    assert paper().ids == {"arxiv": "2611.05780"}


def test_pages_one_below_the_other_are_read_without_their_menus() -> None:
    pages = [(PAGES / f"{page}.txt").read_text(encoding="utf-8") for page in ("new", "recent", "search", "abs", "new")]
    found = reading("\n".join(pages))
    assert [entry.title for entry in found.entries] == [e.title for page in pages for e in reading(page).entries]
    assert found.rejected == ()
