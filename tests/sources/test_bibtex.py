import re
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from litwiki.citations import make_citation, to_bibtex
from litwiki.curation.ingest import Report, ingest
from litwiki.model.entries import Entry, ListingReading, RawListing
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.sources import bibtex, read_bytes
from litwiki.sources.bibtex.entry import BibtexEntry, to_entry
from litwiki.sources.bibtex.groups import find_groups
from litwiki.sources.bibtex.ids import plain_address
from litwiki.sources.bibtex.inheritance import inherited
from litwiki.sources.bibtex.values import Piece, Strings, read_value
from tests.sources import items_of


def read(text: str) -> ListingReading:
    return read_bytes(text.encode("utf-8", "surrogatepass"), "tea.bib", "bibtex")


def entry_of(text: str) -> Entry:
    (entry,) = read(text).entries
    return entry


# --- which files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "@article{a, title = {Tea}}",
        "% Encoding: UTF-8\n\n@Book(b,\n title = {Tea})",
        "\tA note before.\n\n@kettle{c,\n  title = {Tea}}",
        '@string{jot = "Journal of Tea"}\n',
        "@article{\n  author = {Boyle, Ada},",
        "@comment{jabref-meta: databaseType:bibtex;}",
    ],
)
def test_a_bibliography_is_known_by_its_entries(text: str) -> None:
    assert bibtex.sniff(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Write to ada@tea.example {please}",
        "# Tea\n\n```bibtex\n@article{a, title = {Tea}}\n```\n",
        '{"@context": "x"}',
        "<pre>\n@article{a, title = {Tea}}</pre>",
        "@media (max-width: 600px) {\n  a { color: red }\n}",
        "@dataclass\nclass Kettle: ...",
        "TY  - JOUR\nTI  - @article\nER  - ",
    ],
)
def test_other_files_are_none(text: str) -> None:
    assert not bibtex.sniff(text)


# --- values --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("{Tea}", "Tea"),
        ('"Tea"', "Tea"),
        ("2024", "2024"),
        ("{Tea {and} Pots}", "Tea {and} Pots"),
        ('"He said {"tea, please"}"', 'He said {"tea, please"}'),
        (r'"G\"odel"', r"G\"odel"),
        (r"{a \{ b}", r"a \{ b"),
        ('jan # "~5"', "January~5"),
        ("{a} # b # {c}", "aBc"),
        ("in press", "in press"),
        ("", ""),
    ],
)
def test_a_value_is_what_its_pieces_say(value: str, text: str) -> None:
    strings = Strings()
    strings.known["b"] = "B"
    pieces, end = read_value(value)
    assert pieces is not None
    assert (strings.text_of(pieces), end) == (text, len(value))


@pytest.mark.parametrize("value", ["{", "{{}", '"', '"{', '"a{"}', "x # {"])
def test_a_value_without_an_end_is_open(value: str) -> None:
    assert read_value(value)[0] is None


def test_a_value_ends_before_the_next_field() -> None:
    assert read_value("{Tea} year = 2001")[1] == len("{Tea} ")


def test_names_that_no_string_has_are_collected_once() -> None:
    strings = Strings()
    for value in ("jot", "JOT", "1985a", "jot", "Dec"):
        strings.text_of(read_value(value)[0] or ())
    assert strings.news == ["jot", "JOT"]


# --- what entries have from others ---------------------------------------------------------------------


def parents_of(*nodes: tuple[str, str, Mapping[str, str]]) -> dict[str, str]:
    """What the first of these has from the others."""
    return next(iter(inherited([BibtexEntry(type_, key, 1, fields) for type_, key, fields in nodes])))[0] or {}


def test_titles_change_their_names_on_the_way_down() -> None:
    child = ("inbook", "c", {"title": "On Lids", "crossref": "b"})
    book = ("book", "b", {"title": "Pots", "author": "Max", "year": "2011", "crossref": "m", "subtitle": "And Lids"})
    volumes = ("mvbook", "m", {"title": "The Kitchen", "publisher": "Press", "date": "2010/2015"})
    assert parents_of(child, book, volumes) == {
        "booktitle": "Pots",
        "booksubtitle": "And Lids",
        "author": "Max",
        "bookauthor": "Max",
        "year": "2011",
        "maintitle": "The Kitchen",
        "publisher": "Press",
    }


def test_a_booktitle_of_proceedings_goes_before_their_title() -> None:
    proceedings = ("proceedings", "p", {"title": "Tea 2020", "booktitle": "Proceedings of Tea"})
    found = parents_of(("inproceedings", "a", {"title": "Kettles", "crossref": "P"}), proceedings)
    assert found == {"booktitle": "Proceedings of Tea"}


def test_what_is_the_parents_alone_stays_there() -> None:
    parent = (
        "book",
        "b",
        {"title": "Pots", "doi": "10.1234/b", "url": "https://b.example", "abstract": "x", "key": "k"},
    )
    assert parents_of(("inbook", "c", {"title": "Lids", "crossref": "b"}), parent) == {"booktitle": "Pots"}


def test_xdata_gives_all_and_the_first_counts() -> None:
    data = (
        ("xdata", "x", {"publisher": "X", "address": "Leeds"}),
        ("xdata", "y", {"publisher": "Y", "doi": "10.1234/y"}),
    )
    found = parents_of(("book", "b", {"title": "Pots", "xdata": "x, y , z", "location": "Oxford"}), *data)
    assert found == {"publisher": "X"}


@pytest.mark.slow
def test_circles_and_long_chains_end() -> None:
    round_trip = [BibtexEntry("book", f"b{i}", 1, {"crossref": f"b{(i + 1) % 5}", f"f{i}": "x"}) for i in range(5)]
    found = [fields for fields, _ in inherited(round_trip)]
    assert [len(fields or {}) for fields in found] == [4] * 5
    chain = [BibtexEntry("book", f"b{i}", 1, {"crossref": f"b{i + 1}"}) for i in range(30_000)]
    start = time.process_time()
    assert len(list(inherited(chain))) == 30_000
    assert time.process_time() - start < 20


# --- groups --------------------------------------------------------------------------------------------


def test_groups_above_are_those_that_show_what_is_below() -> None:
    tree = "jabref-meta: grouping:\n0 AllEntriesGroup:;\n1 StaticGroup:A\\;2\\;;\n2 StaticGroup:B\\;2\\;;\n3 StaticGroup:C\\;0\\;;\n2 StaticGroup:D\\;0\\;;\n3 StaticGroup:E\\;0\\;;\n"
    groups = find_groups([tree])
    assert groups.of("", ["C"]) == ("C", "B", "A")
    assert groups.of("", ["D"]) == ("D", "A")
    assert groups.of("", ["E", "Z"]) == ("E", "Z")


# --- ids and addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        (r"\url{https://tea.example/a\_b}", "https://tea.example/a_b"),
        (r"https://tea.example/{\~{}}ada", "https://tea.example/~ada"),
        (r"https://tea.example/{\textasciitilde}ada", "https://tea.example/~ada"),
        (r"https://tea.example/\%7Eada\#x", "https://tea.example/%7Eada#x"),
        (r"\href{https://tea.example/x}{here}", "https://tea.example/x"),
        ("  https://tea.example  ", "https://tea.example"),
    ],
)
def test_an_address_loses_what_tex_put_into_it(raw: str, address: str) -> None:
    assert plain_address(raw) == address


@pytest.mark.parametrize(
    "note",
    [
        "Comment on arXiv:2401.99999",
        "Extended version of \\url{https://arxiv.org/abs/2401.99999}",
        "Reply to doi:10.1234/other",
        "Erratum: 10.1234/other",
        "arXiv:2401.99998 and arXiv:2401.99999",
        "See also \\url{https://openreview.net/forum?id=kEttle001}",
        "x" * 1000 + " arXiv:2401.99999",
    ],
)
def test_the_id_of_another_paper_is_not_taken(note: str) -> None:
    assert entry_of(f"@article{{a, title = {{Kettles}}, note = {{{note}}}}}").ids == {}


# --- whole entries -------------------------------------------------------------------------------------


def test_an_entry_without_title_and_id_is_none() -> None:
    assert to_entry(BibtexEntry("misc", "a", 1, {"author": "Boyle, Ada"})) is None
    waiting = to_entry(BibtexEntry("misc", "a", 1, {"doi": "10.1234/a"}))
    assert waiting
    assert (waiting.title, waiting.ids) == ("", {"doi": "10.1234/a"})


def test_nothing_that_an_entry_says_is_dropped() -> None:
    """Each field is where a paper has a place for it, or kept by its name as it was written."""
    names = (
        "owner rating timestamp file mrnumber zblnumber sortname userb ctlname note edition eid chapter type".split()
    )
    fields = ", ".join(f"{name} = {{{{\\'E}}t{{u}}de {name}}}" for name in names)
    assert entry_of(f"@book{{a, title = {{Tea}}, {fields}}}").extra == {
        name: f"{{\\'E}}t{{u}}de {name}" for name in names
    }


def test_one_paper_with_very_many_authors_is_ordinary() -> None:
    names = " and ".join(f"Boyle{i}, Ada" for i in range(3_000))
    entry = entry_of(f"@article{{a, title = {{Kettles}}, author = {{{names}}}}}")
    assert (len(entry.authors), entry.authors_complete) == (3_000, True)


def test_the_door_knows_the_encoding_that_a_bibliography_declares() -> None:
    text = "% Encoding: ISO8859_1\n@article{a, title = {Café}}"
    assert entry_of(text).title == "Café"
    (entry,) = read_bytes(text.encode("latin-1"), "tea.bib").entries
    assert entry.title == "Café"


# --- real bibliographies -------------------------------------------------------------------------------

WITHOUT_TITLE = {"biblatex-examples": 2, "bibtexparser-biber-examples": 21, "pybtex-xampl-mixed": 3}
"""Entries that have no title of their own or from a parent, and sets: counted by hand."""
NO_PAPERS = {
    "bibtexparser-crossref-cycle": 2,
    "bibtexparser-wrong": 2,
    "jabref-BibtexImporter.examples": 2,
    "jabref-windows-1252": 1,
    "pybtex-IEEEtran": 1,
}


def test_every_entry_of_real_bibliographies_is_read_or_named(shared: Path) -> None:
    folder = shared / "corpora" / "bib"
    counts = {
        found[1]: int(found[2])
        for found in re.finditer(
            r"^\| (\S.*?)\.bib \|.*@-entries by regexp: (\d+)", (folder / "MANIFEST.md").read_text(), re.MULTILINE
        )
    }
    assert len(counts) == 26
    for path in sorted(folder.glob("*.bib")):
        reading = read_bytes(path.read_bytes(), path.name, "bibtex")
        lines = reading.raw.text.count("\n") + 1
        without = (WITHOUT_TITLE | NO_PAPERS).get(path.stem, 0)
        assert len(reading.entries) + without == counts.get(path.stem, 0), path.name
        assert all(entry.title or entry.ids for entry in reading.entries)
        for items in (reading.entries, reading.rejected, reading.remarks):
            assert all(1 <= item.line <= lines for item in items)
        assert not any(
            set("{}\\") & set("".join(name.strip("{}") for name in entry.authors)) for entry in reading.entries
        )


def as_paper(entry: Entry) -> Paper:
    return Paper(
        slug=Slug("paper"),
        title=entry.title,
        authors=entry.authors,
        year=entry.year,
        ids=entry.ids,
        links=entry.links,
        abstract=entry.abstract,
        publication=entry.publication,
        authors_complete=entry.authors_complete,
    )


def again(entry: Entry) -> tuple[Entry, set[str]]:
    """An entry written by the export and read, and the fields that it then has."""
    text = to_bibtex(make_citation(as_paper(entry), entry.extra, entry.key))
    return entry_of(text), set(re.findall(r"^  (\S+) = ", text, re.MULTILINE))


@pytest.mark.slow
def test_a_real_bibliography_comes_back_with_the_same_fields(shared: Path) -> None:
    """Values are those of the entry; a field that TeX must not see as written is escaped, and is left out here."""
    read_again = 0
    for path in sorted((shared / "corpora" / "bib").glob("*.bib")):
        for entry in read_bytes(path.read_bytes(), path.name, "bibtex").entries:
            if not entry.title or "\\arabic" in entry.note or "<<" in entry.publication.publisher or "|" in entry.title:
                continue
            back, _ = again(entry)
            assert back.title == entry.title
            assert (back.authors, back.authors_complete) == (entry.authors, entry.authors_complete)
            assert (back.year, back.ids, back.keywords) == (entry.year, entry.ids, entry.keywords)
            assert back.key == (entry.key or "paper")
            assert {*entry.extra} - {"crossref", "xdata"} <= {*back.extra}
            if "crossref" not in entry.extra:
                assert back.publication == entry.publication
                assert back.extra == entry.extra
            read_again += 1
    assert read_again > 270


# --- any text ------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *(
            "@",
            "@article",
            "{",
            "}",
            "(",
            ")",
            '"',
            ",",
            "=",
            "#",
            "\n",
            "%",
            "\\",
            " ",
            "a",
            "title",
            "author",
            "x" * 40,
        ),
        *(
            "@article{k, title = {Tea}",
            "@string{a = b}",
            "@comment{",
            "crossref = {k}",
            "year = 2001",
            "\\\\",
            "\ufdd0",
            "$",
        ),
        *(
            "xdata = {k}",
            "and",
            "others",
            "keywords = {a; b}",
            "{\\'e}",
            "eprint = {2401.00001}",
            "\ud800",
            "\x00",
            "é",
        ),
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200))
@example("@article{a, title = {T}, crossref = {a}}")
@example("@article{a title}")
@example("@article{a, title = {T} author}")
@example("@{a, b}")
@example("@article{a, = {x}}")
def test_no_text_makes_an_exception(text: str) -> None:
    items = items_of(bibtex.read(RawListing("tea.bib", text, "")))
    lines = [item.line for item in items]
    assert lines == sorted(lines)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)
    assert all(item.title or item.ids for item in items if isinstance(item, Entry))


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{2,8}", fullmatch=True), st.text(alphabet="abc é,-'\\{}\"#%", max_size=30), max_size=6
    )
)
def test_what_is_balanced_comes_through(fields: dict[str, str]) -> None:
    fields = {name: value for name, value in fields.items() if read_value(f"{{{value}}}")[0] == (Piece(value),)}
    text = "@misc{k, title = {T}, " + ", ".join(f"x{name} = {{{value}}}" for name, value in fields.items()) + "}"
    if "\\}" in text or "\\{" in text or "\\\\" in text:
        return
    expected = {f"x{name}": " ".join(value.split()) for name, value in fields.items() if value.strip()}
    assert {name: value for name, value in entry_of(text).extra.items() if name != "entrytype"} == expected


def test_strings_and_parents_that_grow_without_end_are_bounded() -> None:
    doubling = '@string{a = "tea "}\n' + "@string{a = a # a}\n" * 60 + "@misc{k, title = a}\n"
    reading = read(doubling)
    assert any("strings of this file" in remark.message for remark in reading.remarks)
    parent = "@proceedings{p, title = {Tea}, " + ", ".join(f"x{i} = {{{'x' * 15_000}}}" for i in range(150)) + "}\n"
    children = "".join(f"@inproceedings{{c{i}, title = {{T{i}}}, crossref = {{p}}}}\n" for i in range(3_000))
    reading = read(parent + children)
    assert len(reading.entries) == 3_001
    assert any("it is too much" in remark.message for remark in reading.remarks)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("piece", "before", "behind"),
    [
        ("{", "@a{b, title = {", ""),
        ("{}", "@a{b, title = {", "}}"),
        ("@a{b, t={\n", "", ""),
        ("@a(", "", ""),
        (", t = 1", "@a{b", "}"),
        (", t", "@a{b", "}"),
        (" a", "@a{b, year =", "}"),
        (" # {a}", "@a{b, title = {}", "}"),
        ("@string{a = a # a}\n", '@string{a = "x"}\n', ""),
        ("%\n", "@a{b, ", "}"),
        (" ", "@a{b", "=}"),
        (" and Boyle, Ada", "@a{b, title = {T}, author = {Max", "}}"),
        (",", "@a{b, title = {T}, keywords = {", "}}"),
        ("https://x.example ", "@a{b, title = {T}, note = {", "}}"),
        ("1 StaticGroup:a\\;2\\;;\n", "@comment{jabref-meta: grouping:\n", "}"),
        ("<dict>", "@comment{BibDesk Static Groups{", "}}"),
        ("\\\\", "@a{b, title = {", "}}"),
        ("{\\'e}", "@a{b, title = {", "}}"),
        ("&amp; <i>", "@a{b, title = {", "}}"),
        ("$", "@a{b, title = {", "}}"),
        ("\\textit{", "@a{b, title = {", "}}"),
    ],
)
def test_work_grows_with_the_text_and_no_faster(piece: str, before: str, behind: str) -> None:
    text = before + (piece * 100_000)[:100_000] + behind
    start = time.process_time()
    items_of(bibtex.read(RawListing("tea.bib", text, "")))
    assert time.process_time() - start < 20


def test_what_has_a_place_is_not_counted_as_having_none(new_wiki: Path, tmp_path: Path) -> None:
    file = tmp_path / "tea.bib"
    file.write_text(
        "@online{a, title = {Tea}, date = {2024-05-01}, keywords = {pots}, langid = {german}, url = {https://tea.example}}",
        encoding="utf-8",
    )
    report = ingest(new_wiki, [file])
    assert isinstance(report, Report)
    assert dict(report.kept_fields) == {"langid": 1}
