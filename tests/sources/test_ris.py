import re
from pathlib import Path

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from litwiki.model.entries import Entry, RawListing, Rejected, Remark
from litwiki.sources import read_file, ris
from litwiki.sources.source import Reading
from tests.sources import items_of

FILES = (
    "jabref-RisImporterCorrupted jabref-RisImporterTest1 jabref-RisImporterTest3 rispy-basic rispy-bom rispy-empty_tag"
    " rispy-extraneous_data rispy-full rispy-multi_unknown_tags rispy-multiline rispy-starting_newlines rispy-urls"
    " rispy-utf_chars rispy-wos"
).split()
BROKEN = {"jabref-RisImporterCorrupted": 1, "rispy-multiline": 3}
"""Files with records that nobody can read: one without its type, three without a title."""


def reading(text: str) -> Reading:
    return ris.read(RawListing("refs.ris", text, ""))


def entries(text: str) -> list[Entry]:
    return [item for item in items_of(reading(text)) if isinstance(item, Entry)]


def record(*lines: str, kind: str = "JOUR") -> str:
    return "\n".join([f"TY  - {kind}", *lines, "ER  - ", ""])


@pytest.mark.parametrize("name", FILES)
def test_real_files_are_read_as_rispy_reads_them_and_nothing_is_lost(name: str, shared: Path) -> None:
    path = shared / "corpora" / "bib" / f"{name}.ris"
    found = read_file(path)
    assert found.head.source == "ris"
    assert len(found.rejected) == BROKEN.get(name, 0)
    text = path.read_text(encoding="utf-8-sig").lstrip("\ufeff \n")
    parser = rispy.WokParser if name == "rispy-wos" else rispy.RisParser
    records = rispy.loads(text, implementation=parser)
    assert len(found.entries) + len(found.rejected) == max(len(records), BROKEN.get(name, 0))
    if found.rejected:
        return
    kept = " ".join(map(str, found.entries)).casefold()
    for values in records:
        said = {key: value for key, value in values.items() if key not in {"type_of_reference", "publication_type"}}
        lost = {word for word in re.findall(r"[^\W\d_]{3,}", str(list(said.values())).casefold()) if word not in kept}
        # Kinds and spellings of an id, the short form of names that are there in full, months of dates.
        assert lost <= {"https", "http", "doi", "org", "info", "defaultdict", "class", "list", "jun", "electronic"}


@pytest.mark.parametrize("name", FILES)
def test_the_line_of_an_entry_is_that_of_its_title(name: str, shared: Path) -> None:
    path = shared / "corpora" / "bib" / f"{name}.ris"
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    for entry in read_file(path).entries:
        assert not entry.title or entry.title.split()[0] in lines[entry.line - 1]


def test_a_record_that_nothing_ends_is_read_up_to_the_next_one_or_the_end() -> None:
    text = "TY  - JOUR\nTI  - Kettle\nTY  - JOUR\nTI  - Ladle\nTY  - JOUR\nDO  - 10.1234/spoon"
    items = items_of(reading(text))
    assert [item.title for item in items if isinstance(item, Entry)] == ["Kettle", "Ladle", ""]
    assert [item.line for item in items if isinstance(item, Remark)] == [1, 3, 5]


def test_types_that_are_printed_one_after_the_other_are_of_one_record() -> None:
    (entry,) = entries("TY  - MGZN\nTY  - CHAP\nTI  - Kettle\nTY  - BOOK\nPB  - Spoon Press\nER  - \n")
    assert (entry.title, entry.publication.type, entry.publication.publisher) == ("Kettle", "article", "Spoon Press")
    assert entry.extra == {"TY": "MGZN", "TY (2)": "CHAP", "TY (3)": "BOOK"}


@pytest.mark.parametrize(
    ("lines", "venue", "kind"),
    [
        (["JO  - arXiv preprint arXiv:2401.00001"], "", "preprint"),
        (["JF  - arXiv", "UR  - http://arxiv.org/abs/2401.00001v2"], "", "preprint"),
        (["JO  - CoRR", "VL  - abs/2401.00001"], "", "preprint"),
        (["JO  - arXiv"], "", "preprint"),
        (["JO  - arXiv e-prints, p. arXiv:2401.00001"], "", "preprint"),
        (["JO  - Archives of Tea", "UR  - https://arxiv.org/abs/2401.00001"], "Archives of Tea", "article"),
        (["T2  - Corrosion of Kettles"], "Corrosion of Kettles", "article"),
    ],
)
def test_a_preprint_server_whose_id_is_known_is_no_venue(lines: list[str], venue: str, kind: str) -> None:
    (entry,) = entries(record("TI  - Kettle", *lines))
    assert (entry.publication.venue, entry.publication.type) == (venue, kind)
    assert kind != "preprint" or entry.ids == {"arxiv": "2401.00001"} or entry.extra == {"JO": "arXiv"}


@pytest.mark.parametrize(
    ("kind", "lines", "venue"),
    [
        ("CHAP", ["T2  - The Handbook", "T3  - The Series"], "The Handbook"),
        ("CONF", ["T2  - Proceedings of Lids"], "Proceedings of Lids"),
        ("CPAPER", ["C3  - Proceedings of Lids", "T2  - A Conference"], "Proceedings of Lids"),
        ("BOOK", ["T2  - The Series"], "The Series"),
        ("THES", ["T2  - Department of Pots"], ""),
        ("GEN", ["JO  - Tea"], "Tea"),
        ("XYZW", ["T2  - Tea"], "Tea"),
    ],
)
def test_the_second_title_is_a_venue_where_the_type_says_so(kind: str, lines: list[str], venue: str) -> None:
    (entry,) = entries(record("TI  - Kettle", *lines, kind=kind))
    assert entry.publication.venue == venue
    assert all(line[6:] in {venue, *entry.extra.values()} for line in lines)


@pytest.mark.parametrize(
    ("lines", "date", "kept"),
    [
        (["PY  - 2024", "DA  - 2024/05/03/"], "2024-05-03", {}),
        (["PY  - 2001/00/00/"], "2001", {}),
        (["Y1  - 2018///Spring"], "2018", {"Y1": "2018///Spring"}),
        (["PY  - in press"], "", {"PY": "in press"}),
        (["PY  - 2020", "DA  - 2024/05/03"], "2020", {"DA": "2024/05/03"}),
        (["DA  - 3 May 2024"], "2024-05-03", {}),
        (["PY  - 2024", "PY  - 2023"], "2024", {"PY": "2023"}),
    ],
)
def test_the_most_precise_date_of_the_year_counts(lines: list[str], date: str, kept: dict[str, str]) -> None:
    (entry,) = entries(record("TI  - Kettle", *lines))
    assert (entry.publication.date, entry.extra) == (date, kept)
    assert entry.year == (int(date[:4]) if date else None)


def test_text_below_a_tag_is_its_text_and_a_line_that_looks_like_a_tag_within_words_is_none() -> None:
    (entry,) = entries(record("TI  - Kettle", "AB  - One,", "ER then two", "three - four", "      * five"))
    assert entry.abstract == "One, ER then two three - four * five"


def test_what_is_no_ris_is_not_claimed() -> None:
    for text in (
        "@article{x,\n note = {\nTY  - JOUR\n}}",
        "[]",
        "PMID- 1\nTI  - x\nAB  - x\nER  - x",
        "Tea - a drink\n",
    ):
        assert not ris.sniff(text)


LINES = st.sampled_from(
    "TY  - JOUR|ER  - |TI  - Kettle|AU  - Boyle, Ada|AU  - ;,;|PY  - 99999|SN  - 978|UR  - http://|UR  - x;https://a.b"
    "|N1  - arXiv: 2401.00001|KW  - ;;|  more|\ufeff|PT J|VR 1.0|FN x|XX  - y|TY  -|DA  - 2024/13/45|\x0c|AU  - et al."
    "|SP  - --|T2  - arXiv|TI  - $<i>&#0;".split("|")
)


@given(st.lists(LINES, max_size=30))
def test_any_lines_are_read_without_an_error(lines: list[str]) -> None:
    for item in items_of(reading("\n".join(lines))):
        assert isinstance(item, Entry | Rejected | Remark)
        assert 1 <= item.line <= max(1, len(lines))
        assert not isinstance(item, Entry) or item.title or item.ids
