"""What dumps say: each form of dump, what is broken in one, and what it costs to look at many records."""

import gzip
import io
import json
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from litwiki.curation.enrich.gather import FORMATS, form_of, gather
from litwiki.curation.enrich.leads import Lead
from litwiki.curation.enrich.manner import Manner
from litwiki.curation.enrich.streams import LONGEST_LINE, opened
from litwiki.curation.enrich.wanted import Wanted
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug
from litwiki.model.records import Entry, Paper, Pending, Rejected
from tests.conftest import DATA

DUMPS = DATA / "enrich"
NAMES = {"arxiv.jsonl": "arxiv", "openalex.jsonl": "openalex", "dblp.xml": "dblp", "list.csv": "", "keyed.json": ""}


def read(path: Path) -> Iterator[Entry | Rejected]:
    form = form_of(path)
    with opened(path) as stream:
        for lead in form.leads(stream, path):
            yield lead if isinstance(lead, Rejected) else lead.read()


def entries(name: str) -> list[Entry]:
    return [one for one in read(DUMPS / name) if isinstance(one, Entry)]


@pytest.mark.parametrize(("name", "who"), NAMES.items())
def test_a_dump_is_recognised_packed_or_not(name: str, who: str, tmp_path: Path) -> None:
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress((DUMPS / name).read_bytes()))
    assert form_of(DUMPS / name).name == form_of(packed).name == who
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

    return [*dblp_xml.leads(io.BytesIO(path.read_bytes()), path)]


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


def test_nothing_and_folders_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    for path in (tmp_path / "empty", tmp_path, tmp_path / "missing"):
        with pytest.raises(UsageError):
            form_of(path)


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
    found = gather(Wanted({Slug("tea"): paper}, (Pending("arxiv:2402.00001"),)), [path], Manner(), lambda _: None)
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
    form = form_of(path)
    with path.open("rb") as stream:
        (lead,) = form.leads(stream, path)
    assert isinstance(lead, Lead)
    entry = lead.read()
    assert (entry.ids, entry.authors) == ({"openalex": "W4000001", "doi": "10.1000/k"}, ("Ada Boyle",))
    assert (entry.publication.venue, entry.publication.date, entry.abstract) == ("Tea", "2024-05-06", "Water boils")


@pytest.mark.parametrize("content", [b"PAR1 and no more", b"PAR1" + bytes(1_000) + b"PAR1"])
def test_a_parquet_file_that_is_none_is_a_reject(tmp_path: Path, content: bytes) -> None:
    pytest.importorskip("duckdb")
    path = tmp_path / "works.parquet"
    path.write_bytes(content)
    (found,) = form_of(path).leads(io.BytesIO(), path)
    assert isinstance(found, Rejected)


def test_without_duckdb_parquet_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    path = tmp_path / "works.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(UsageError, match=r"pip install 'litwiki\[duckdb\]'"):
        next(form_of(path).leads(io.BytesIO(), path))
