"""What a file is taken for, and what is said of one that is taken for nothing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki import sources
from litwiki.model.entries import (
    LINK_KINDS,
    PAPER_TYPES,
    Entry,
    ListingReading,
    RawListing,
    Rejected,
    Remark,
)
from litwiki.sources import SOURCES, read_bytes, read_file, read_text
from litwiki.sources.source import Reading, Source
from litwiki.text.identifiers import ID_KINDS
from tests.conftest import DATA
from tests.invented import ALL, KETTLE, spaced
from tests.sources import items_of


def reading(text: str) -> ListingReading:
    return read_text(RawListing("listing.txt", text, "0" * 64))


@pytest.mark.parametrize("path", sorted((DATA / "sources" / "none").iterdir()), ids=lambda path: path.name)
def test_what_is_no_listing_is_refused_with_a_reason(path: Path) -> None:
    found = read_file(path)
    assert found.entries == ()
    (rejected,) = found.rejected
    assert rejected.path == str(path)
    assert rejected.line >= 1
    assert rejected.reason


@pytest.mark.parametrize("content", [b"", b"\n \n", "\ufeff".encode(), "\ufeff\r\n".encode("utf-16-le")])
def test_an_empty_file_is_called_empty(content: bytes) -> None:
    assert read_bytes(content, "x").rejected[0].reason == "the file is empty"


def test_a_missing_file_is_refused_with_a_reason(tmp_path: Path) -> None:
    (rejected,) = read_file(tmp_path / "nothing.txt").rejected
    assert "No such file" in rejected.reason


def test_a_folder_is_refused_with_a_reason(tmp_path: Path) -> None:
    (rejected,) = read_file(tmp_path).rejected
    assert rejected.reason == "is a folder; name the files in it"


def test_a_file_that_is_too_large_is_refused_with_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGEST", 2**20)
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * (2**20 + 1))
    (rejected,) = read_file(path).rejected
    assert rejected.reason.startswith("is larger than 1 MB")


class Greedy:
    """Claims everything and reads nothing, or what it is told to."""

    name = "greedy"
    title = "Greed"

    def __init__(self, *items: Entry | Rejected | Remark) -> None:
        self.items = items

    def sniff(self, head: str) -> bool:
        return bool(head)

    def read(self, raw: RawListing) -> Reading:
        yield from self.items


def test_of_two_sources_that_claim_a_file_a_person_decides() -> None:
    raw = RawListing("x", spaced([KETTLE]), "0")
    both = (*SOURCES, Greedy(Rejected("x", 1, "greed", "")))
    (rejected,) = read_text(raw, sources=both).rejected
    assert "huggingface-text and greedy" in rejected.reason
    assert "--format NAME" in rejected.reason
    assert read_text(raw, "greedy", both).rejected[0].reason == "greed"
    assert read_text(raw, "huggingface-text", both).entries[0].title == KETTLE.title


def test_what_no_source_knows_names_the_line_and_those_that_are_known() -> None:
    (rejected,) = reading("\n\napple\npear\n").rejected
    assert rejected.line == 3
    assert "'apple'" in rejected.reason
    assert all(source.name in rejected.reason for source in SOURCES)


def test_an_unknown_name_of_a_format_names_those_that_are_known() -> None:
    (rejected,) = read_text(RawListing("x", "apple", "0"), "wordstar").rejected
    assert "no format is called wordstar" in rejected.reason
    assert all(source.name in rejected.reason for source in SOURCES)


def test_a_document_without_entries_is_told_so() -> None:
    found = read_text(RawListing("x", "apple", "0"), "greedy", (Greedy(),))
    assert [str(remark) for remark in found.remarks] == ["x:1: read as Greed, and there is no entry in it"]


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_marks_tell_the_encoding(encoding: str) -> None:
    assert [e.title for e in read_bytes(spaced(ALL).encode(encoding), "x").entries] == [p.title for p in ALL]


def test_other_endings_of_lines_are_ends_of_lines() -> None:
    for newline in ("\r\n", "\r"):
        found = read_bytes(spaced(ALL).replace("\n", newline).encode(), "x")
        assert [e.line for e in found.entries] == [e.line for e in reading(spaced(ALL)).entries]


PIECES = [
    *(
        "@article{a,",
        "title = {Kettle",
        "}",
        "TY  - JOUR",
        "TI  - Kettle",
        "ER  - ",
        "PMID- 1",
        "{",
        "[{",
        '"title":',
        "]",
    ),
    *(
        "[1] arXiv:2611.05780 [pdf, html, other]",
        "Title: Kettle",
        "Subjects: Tea (cs.TE)",
        "Submitted by",
        "Upvote",
        "12",
    ),
    *(
        "· Published on Oct 4, 2026",
        "arxiv:2611.05780",
        "- [Kettle](https://arxiv.org/abs/2611.05780)",
        "# Tea",
        "| a | b |",
    ),
    *(
        "|---|---|",
        "<li><a href=x>",
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>",
        "<entry>",
        "</entry>",
    ),
    *(
        "title,doi,year",
        "Kettle,10.1000/a,2026",
        '"',
        "\t",
        "\\emph{",
        "$x$",
        "https://arxiv.org/abs/2611.05780",
        "\x00",
        "\ud800",
    ),
    *("é", "茶", "\u202e", "Kettle: Boiling Water", "and others", "Boyle, Ada and Sample, Ben", "---", "```", "  "),
]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
@settings(max_examples=25)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=30), gaps=st.lists(st.sampled_from(["\n", "\n\n", " ", ""])))
def test_no_text_is_too_strange_to_be_read(source: Source, pieces: list[str], gaps: list[str]) -> None:
    gaps = gaps or ["\n"]
    text = "".join(piece + gaps[n % len(gaps)] for n, piece in enumerate(pieces))
    items = items_of(source.read(RawListing("x", text, "0")))
    assert items == items_of(source.read(RawListing("x", text, "0")))
    for item in items:
        assert 1 <= item.line <= text.count("\n") + 1
        if isinstance(item, Entry):
            assert item.title.strip() or item.ids
            assert set(item.ids) <= set(ID_KINDS)
            assert {link.kind for link in item.links} <= set(LINK_KINDS)
            assert item.publication.type in {"", *PAPER_TYPES}
    source.sniff(text)


@pytest.mark.parametrize(
    "path", sorted((DATA / "sources").glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_a_document_that_was_cut_off_anywhere_is_read_or_refused(path: Path) -> None:
    content = path.read_bytes()
    for part in (3, 2):
        found = read_bytes(
            content[: len(content) * part // 4], "x", path.parent.name if path.suffix != ".json" else None
        )
        assert found.entries or found.rejected or found.remarks


@pytest.mark.parametrize("text", ["[]", " [\n]\n", "{}", '{"items": []}', "[{}]"])
def test_an_export_of_nothing_is_called_empty(text: str) -> None:
    (rejected,) = read_bytes(text.encode(), "x").rejected
    assert rejected.reason == "an empty list in JSON; was anything chosen when it was exported?"


def test_an_export_of_zotero_without_items_is_known_as_one() -> None:
    reading = read_bytes(b'{"config": {"label": "BetterBibTeX JSON"}, "collections": {}, "items": []}', "x")
    assert [remark.message for remark in reading.remarks] == ["read as Zotero's JSON, and there is no entry in it"]
    assert not reading.rejected
