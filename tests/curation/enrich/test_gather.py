"""What dumps say: each form of dump, what is broken in one, and what it costs to look at many records."""

import gzip
import io
import json
import sys
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from litwiki.curation.enrich.gather import FORMATS, form_of, gather, look
from litwiki.curation.enrich.streams import (
    LONGEST_LINE,
    MOST_BROKEN,
    Dump,
    Lead,
    leads_of,
    lines_of,
    opened,
    pieces_of,
    whole,
)
from litwiki.curation.enrich.wanted import Manner, Wanted
from litwiki.model.entries import Entry, Rejected
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug
from litwiki.model.records import Paper, Pending
from litwiki.workers import BoundedExecutor, InProcess, workers
from litwiki.workers.broadcast import broadcast
from tests.conftest import DATA

DUMPS = DATA / "enrich"
NAMES = {"arxiv.jsonl": "arxiv", "openalex.jsonl": "openalex", "dblp.xml": "dblp", "list.csv": "", "keyed.json": ""}


def read(path: Path) -> Iterator[Entry | Rejected]:
    with opened(whole(path)) as dump:
        for lead in form_of(dump).leads(dump):
            yield lead if isinstance(lead, Rejected) else lead.read()


def entries(name: str) -> list[Entry]:
    return [one for one in read(DUMPS / name) if isinstance(one, Entry)]


@pytest.mark.parametrize(("name", "who"), NAMES.items())
def test_a_dump_is_recognised_packed_or_not(name: str, who: str, tmp_path: Path) -> None:
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress((DUMPS / name).read_bytes()))
    for path in (DUMPS / name, packed):
        with opened(whole(path)) as dump:
            assert form_of(dump).name == who
    assert [*map(repr, entries(name))] == [repr(one) for one in read(packed) if isinstance(one, Entry)]


def test_every_form_of_dump_has_a_test() -> None:
    assert {form.name for form in FORMATS} == set(NAMES.values())


def test_the_snapshot_of_arxiv() -> None:
    first, second, third = entries("arxiv.jsonl")
    assert first.title == "Boiling H$_2$O in Enamel Kettles with Closed Lids"
    assert first.authors == ("Ada Boyle", "Ben Sámple Jr.")
    assert (first.year, first.ids) == (2024, {"arxiv": "2401.00011", "doi": "10.1000/jtr.4.10"})
    assert first.abstract == "A closed lid saves a fifth of the gas in every size of kettle."
    assert (second.ids, second.year, second.publication.type) == ({"arxiv": "math/0309136"}, 2003, "preprint")
    assert third.authors == ("Ines Ladle", "Tom Spoon")
    rejected = [one for one in read(DUMPS / "arxiv.jsonl") if isinstance(one, Rejected)]
    assert [one.line for one in rejected] == [3, 4]


def test_works_of_openalex() -> None:
    first, second = entries("openalex.jsonl")
    assert first.ids == {
        "openalex": "W4400000001",
        "doi": "10.1000/JTR.4.10",
        "pmid": "31452104",
        "arxiv": "2401.00011",
    }
    assert first.authors == ("Ada M. Boyle", "Ben Sample")
    publication = first.publication
    assert (publication.type, publication.venue, publication.pages) == ("article", "Journal of Tea Research", "10-19")
    assert (first.abstract, first.year, publication.date) == ("A closed lid saves", 2025, "2025-03-02")
    assert (second.publication.type, second.publication.venue, second.authors) == ("preprint", "", ())


def test_the_xml_of_dblp() -> None:
    first, second, third = entries("dblp.xml")
    assert first.authors == ("Ada Boyle", "Ben Sámple")
    assert first.title == "Boiling H2O in Enamel Kettles & Pots"
    assert first.ids == {"dblp": "journals/jtr/BoyleS25", "doi": "10.1000/jtr.4.10"}
    assert (second.ids["arxiv"], second.publication.type, second.publication.venue) == ("2402.00012", "preprint", "")
    assert (third.publication.type, third.publication.venue, third.publication.pages) == (
        "inproceedings",
        "KETTLE",
        "1-8",
    )


def test_entities_of_dblp_are_read_wherever_a_block_ends_and_no_other_is_expanded(tmp_path: Path) -> None:
    names = "".join(f"<author>B&eacute;n S{n}</author>" for n in range(9_000))
    path = tmp_path / "d.xml"
    bomb = '<!DOCTYPE dblp [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    path.write_text(f'<dblp><article key="journals/x/y">{names}<title>Tea.</title></article></dblp>')
    (found,) = (one for one in read(path) if isinstance(one, Entry))
    assert len(found.authors) == 9_000
    assert {name.split()[0] for name in found.authors} == {"Bén"}
    with_bomb = tmp_path / "b.xml"
    with_bomb.write_text(f'{bomb}<dblp><article key="journals/x/y"><title>Tea &b;.</title></article></dblp>')
    assert all("aaaa" not in repr(one) for one in _leads(with_bomb))


def _leads(path: Path) -> list[Lead | Rejected]:
    from litwiki.curation.enrich import dblp_xml

    return [*dblp_xml.leads(Dump(io.BytesIO(path.read_bytes()), whole(path)))]


def test_lists_of_ones_own() -> None:
    first, second = entries("list.csv")
    assert first.title == "Boiling Water in Enamel Kettles, with Closed Lids"
    assert (first.ids, first.year, [link.url for link in first.links]) == (
        {"arxiv": "2401.00011"},
        2024,
        ["https://github.com/example/kettle"],
    )
    assert (second.authors, second.publication.venue) == (("Ines Ladle",), "")
    rejected = [one for one in read(DUMPS / "list.csv") if isinstance(one, Rejected)]
    assert [one.line for one in rejected] == [5, 6]
    keyed, other = entries("keyed.json")
    assert keyed.ids == {"arxiv": "2401.00011", "acl": "2025.kettle-1.7"}
    assert (keyed.year, keyed.publication.type, keyed.publication.date) == (2024, "inproceedings", "2025")
    assert "source" not in keyed.extra
    assert other.title == "Ladle Dynamics in Viscous Soups"


def test_a_list_of_papers_under_a_name_is_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"papers": [{"title": "Tea", "year": 2020}, {"title": "Pots"}]}, indent=1))
    assert [one.title for one in read(path) if isinstance(one, Entry)] == ["Tea", "Pots"]


@pytest.mark.parametrize(
    "content",
    [
        b'{"title": "Tea"',
        b'{"id": "1", "authors_parsed": 1, "categories": 1, "title": "x"}\n' + b"[" * 100_000,
        b"title\n" + b'"' * 10_000,
        b"title,doi\n" + b"x" * 300_000,
        b'{"a": ' * 5_000,
        b"<dblp><article><title>Tea</dblp>",
        b"<?xml version='1.0'?><dblp>" + b"<a>" * 5_000,
        b"title\n\xff\xfe\n",
        b'{"title": 5, "id": null}\n{"title": ["a"], "doi": {"x": 1}}\n',
    ],
)
def test_what_is_broken_is_a_value_and_ends_soon(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    assert all(isinstance(one, Entry | Rejected) for one in read(path))


@pytest.mark.slow
def test_a_cut_off_gzip_file_gives_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "x.gz"
    lines = "".join(json.dumps({"title": f"Tea {n} {n * 7919}", "doi": f"10.1000/{n}"}) + "\n" for n in range(20_000))
    whole = gzip.compress(lines.encode())
    path.write_bytes(whole[: len(whole) // 2])
    found = [*read(path)]
    assert len(found) > 1_000
    assert isinstance(found[-1], Rejected)


def test_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    for name, reason in (("empty", "is no dump"), ("", "has no files of a dump"), ("missing", "No such file")):
        with pytest.raises(UsageError, match=reason):
            gathered([tmp_path / name], InProcess())


@pytest.mark.slow
def test_many_records_and_a_long_line_take_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    with path.open("w") as file:
        for n in range(20_000):
            file.write(
                json.dumps(
                    {
                        "id": f"2401.{n:05}",
                        "title": f"Tea of the garden {n}",
                        "authors_parsed": [],
                        "categories": "",
                        "abstract": "leaf " * 60,
                    }
                )
                + "\n"
            )
        file.write("x" * (LONGEST_LINE + 10) + "\n")
        file.write(json.dumps({"id": "2402.00001", "title": "Ladles", "authors_parsed": [], "categories": ""}) + "\n")
    paper = Paper(Slug("tea"), "Tea of the garden 77", year=2024)
    tracemalloc.start()
    wanted = Wanted({Slug("tea"): paper}, (Pending("arxiv:2402.00001"),))
    found = gather(wanted, [path], Manner(), lambda _: None, InProcess(), tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.records, [*found.born], len(found.rejected)) == (20_001, ["arxiv:2402.00001"], 1)
    assert peak < 40_000_000


def test_a_parquet_file_of_openalex_is_read_by_duckdb(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "works.parquet"
    with duckdb.connect() as database:
        database.execute(
            "CREATE TABLE works AS SELECT 'https://openalex.org/W4000001' AS id, 'Kettles of the North' AS title, "
            "'https://doi.org/10.1000/k' AS doi, DATE '2024-05-06' AS publication_date, 2024 AS publication_year, "
            "'article' AS type, [{'raw_author_name': 'Ada Boyle'}] AS authorships, "
            "{'source': {'display_name': 'Tea', 'type': 'journal'}} AS primary_location, "
            """'{"Water": [0], "boils": [1]}' AS abstract_inverted_index"""
        )
        database.execute(f"COPY works TO '{path}' (FORMAT parquet)")
    (entry,) = read(path)
    assert isinstance(entry, Entry)
    assert (entry.ids, entry.authors) == ({"openalex": "W4000001", "doi": "10.1000/k"}, ("Ada Boyle",))
    assert (entry.publication.venue, entry.publication.date, entry.abstract) == ("Tea", "2024-05-06", "Water boils")


@pytest.mark.parametrize("content", [b"PAR1 and no more", b"PAR1" + bytes(1_000) + b"PAR1"])
def test_a_parquet_file_that_is_none_is_a_reject(tmp_path: Path, content: bytes) -> None:
    pytest.importorskip("duckdb")
    path = tmp_path / "works.parquet"
    path.write_bytes(content)
    (found,) = read(path)
    assert isinstance(found, Rejected)


def test_without_duckdb_parquet_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    path = tmp_path / "works.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(UsageError, match=r"pip install 'litwiki\[duckdb\]'"):
        next(read(path))


# --- in pieces -----------------------------------------------------------------------------------------

TEAS = {Slug(f"tea-{n}"): Paper(Slug(f"tea-{n}"), f"Steeping Oolong {n} Times in Clay", year=2024) for n in range(9)}
HOSTILE = (
    b"\xff\xfe kettle",
    b'{"title": "Steeping Oolong 1 Times',
    b'{"a":' * 3_000,
    b"",
    b'{"title": ["Steeping"], "year": {"x": NaN}}',
    b'{"title": "Steeping Oolong 2 Times in Clay\\u0000\\u202e<script>", "year": 2024}',
    b"\xef\xbb\xbf",
    b'{"title": "Steeping Oolong 3 Times in Clay", "year": 2024, "arxiv": "2402.00001"},\r',
)


def lines_of_teas(count: int) -> list[bytes]:
    """Records of teas, more of each than are held, with hostile lines among them."""
    lines = []
    for n in range(count):
        record = {"title": f"Steeping Oolong {n % 9} Times in Clay", "year": 2024 - n % 2, "doi": f"10.1000/{n}"}
        lines += [json.dumps(record).encode(), HOSTILE[n % len(HOSTILE)]]
    return lines


@pytest.fixture(scope="module")
def dumps(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Plain lines, lines of which many are broken, packed ones, a table; the last line of each has no end."""
    folder = tmp_path_factory.mktemp("dumps")
    lines = lines_of_teas(40)
    broken = [
        lines[0],
        *[b"{"] * 90,
        *lines,
        *[b"}"] * 40,
        b'{"title": "Steeping Oolong 4 Times in Clay"}',
    ]
    files = {
        "teas.jsonl": b"\n".join(lines),
        "broken.jsonl": b"\n".join(broken),
        "packed.jsonl.gz": gzip.compress(b"\n".join(lines), mtime=0),
        "table.csv": b"title,year\nSteeping Oolong 5 Times in Clay,2024\nLadle,x,y\n",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def gathered(dumps: list[Path], executor: Executor) -> tuple[object, ...]:
    """All that is said of teas, in the order in which it is said."""
    wanted = Wanted(TEAS, (Pending("arxiv:2402.00001"), Pending("doi:10.1000/7")))
    found = gather(wanted, dumps, Manner(vouched=True), lambda _: None, executor, dumps[0].parent / "build")
    assert not [*dumps[0].parent.glob("build/*")]
    return found, [*found.accepted], [*found.unsure], [*found.born]


@pytest.fixture(scope="module")
def in_one_piece(dumps: list[Path]) -> tuple[object, ...]:
    return gathered(dumps, InProcess())


def test_places_are_those_of_the_file(in_one_piece: tuple[Any, ...]) -> None:
    found = in_one_piece[0]
    assert [one.line for one in found.rejected][:4] == [2, 4, 6, 10]
    assert found.born["doi:10.1000/7"][0].place[1] == 15
    assert {len(answers) for answers in found.accepted.values()} == {10}


def test_too_much_that_is_broken_ends_a_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[gather.__module__], "PIECE", 5 * MOST_BROKEN)
    path = tmp_path / "broken.jsonl"
    tea = b'{"title": "Steeping Oolong 4 Times in Clay"}\n'
    path.write_bytes(tea + b"{\n" * (MOST_BROKEN + 1) + tea * 40 + b"\n" * 5 * MOST_BROKEN + tea)
    found: Any = gathered([path], InProcess())[0]
    assert found.records == 2, "the first and the last"
    assert "the rest was not read" in found.rejected[-1].reason
    assert found.rejected[-1].line == MOST_BROKEN + 2


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[gather.__module__], "PIECE", 500)


def test_a_folder_is_read_part_by_part(tmp_path: Path, small_pieces: None) -> None:
    folder = tmp_path / "works"
    for day, record in enumerate(lines_of_teas(4)[::2]):
        part = folder / f"updated_date=2026-01-0{day + 1}" / "part_000.gz"
        part.parent.mkdir(parents=True)
        part.write_bytes(gzip.compress(record, mtime=0))
        (part.parent / "again").symlink_to(folder)
    (folder / "manifest").write_text("{")
    (folder / ".part_001.gz").write_text("{")
    (folder / "updated_date=2026-01-02" / "part_001.gz").write_bytes(gzip.compress(b""))
    (folder / "updated_date=2026-01-01" / "part_001.gz").write_bytes(b"\x1f\x8bkettle")
    found: Any = gathered([folder], InProcess())[0]
    assert found.records == 4
    broken, rejected = found.rejected
    assert broken.path.endswith("-01/part_001.gz")
    assert broken.reason == "is no whole gzip file"
    assert rejected.path.endswith("-02/part_001.gz")
    assert "is no dump" in rejected.reason
    with ThreadPoolExecutor(2) as threads:
        assert gathered([folder], BoundedExecutor(threads, lambda: 3))[0] == found


@pytest.mark.parametrize("pieces", [1, 2, 7, 32])
def test_what_is_said_is_the_same_in_any_number_of_pieces(
    dumps: list[Path], in_one_piece: tuple[object, ...], pieces: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[gather.__module__], "PIECE", -(-dumps[0].stat().st_size // pieces))
    with ThreadPoolExecutor(2) as threads:
        assert gathered(dumps, BoundedExecutor(threads, lambda: 3)) == in_one_piece


@pytest.mark.slow
def test_processes_say_the_same(dumps: list[Path], in_one_piece: tuple[object, ...], small_pieces: None) -> None:
    with workers(1, 2) as processes:
        assert gathered(dumps, BoundedExecutor(processes, lambda: 3)) == in_one_piece


def test_pieces_are_whole_lines_and_have_every_byte_once(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    for content in (b"", b"\n\n\n", b"a\nbb\nccc", b"x" * 200_000 + b"\ny\n", b"z" * 70_000):
        path.write_bytes(content)
        for size in (1, 2, 5, 65_536):
            pieces = [*pieces_of(path, 3, size)]
            read = [content[one.start : one.end] for one in pieces]
            assert b"".join(read) == content
            assert all(read)
            assert all(one.endswith(b"\n") for one in read[:-1])
            assert {one.dump for one in pieces} <= {3}


def seen(record: Any, line: int) -> Lead:
    return Lead(line, record["title"], (), lambda: Entry(record["title"], None, line))


def test_a_line_without_an_end_is_one_piece_and_a_reject(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"title": "Tea"}\n' + b"x" * (LONGEST_LINE + 10) + b'\n{"title": "Pots"}\n')
    first, second, third = pieces_of(path, 0, 10)
    with opened(second) as dump:
        (found,) = lines_of(dump)
    assert isinstance(found, Rejected)
    assert (found.line, dump.lines) == (1, 1)
    for piece in (first, third):
        with opened(piece) as dump:
            assert len([*leads_of(dump, seen)]) == 1


def test_a_file_that_was_cut_off_meanwhile_is_a_reject(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"title": "Tea"}\n{"title": "Pots"}\n')
    (piece,) = pieces_of(path, 0, 1_000)
    path.write_bytes(b'{"title": "Tea"}\n')
    with opened(piece) as dump:
        _, cut = leads_of(dump, seen)
    assert isinstance(cut, Rejected)
    assert cut.line == 2


def test_a_worker_that_sees_no_dump_or_another_one_says_so(tmp_path: Path) -> None:
    path = tmp_path / "tea.jsonl"
    with broadcast(Wanted(TEAS), tmp_path, InProcess()) as shared:
        with pytest.raises(UsageError, match=r"does not see .*tea"):
            look(shared, whole(path), vouched=False)
        path.write_text(" ")
        with pytest.raises(UsageError, match="is no dump"):
            look(shared, whole(path), vouched=False)
