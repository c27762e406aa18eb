"""Every source reads the files in its folder of test data as the expectations beside them say.

`tests/data/sources/<format>/<case>.<ending>` is a document and `<case>.json` what is read from it; a document that is
JSON itself has one more word in its name (`<case>.input.json`). `--update-golden` writes the expectations anew.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from litwiki.model.entries import Entry, ListingHead, Publication
from litwiki.sources import SOURCES, read_file
from tests.conftest import DATA, as_json

CASES = DATA / "sources"
NEVER_SNIFFED = {"titles"}
NO_SOURCE = "none"
"""The folder of files that no source reads; `test_door` has them."""


def case_of(path: Path) -> str:
    return path.name.split(".")[0]


def expectation_of(path: Path) -> Path:
    return path.with_name(f"{case_of(path)}.json")


DOCUMENTS = sorted(
    path
    for path in CASES.glob("*/*")
    if path.parent.name != NO_SOURCE and path.is_file() and path != expectation_of(path)
)


def test_every_source_has_documents_and_every_folder_a_source() -> None:
    folders = {path.name for path in CASES.iterdir() if path.is_dir()} - {NO_SOURCE}
    assert folders == {source.name for source in SOURCES}
    assert {path.parent.name for path in DOCUMENTS} == folders


def test_each_expectation_belongs_to_one_document() -> None:
    expected = {path for path in CASES.glob("*/*.json") if path.parent.name != NO_SOURCE} - set(DOCUMENTS)
    assert sorted(map(expectation_of, DOCUMENTS)) == sorted(expected)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{case_of(path)}")
def test_each_document_reads_as_the_file_beside_it_says(path: Path, golden: Callable[[Path, str], None]) -> None:
    source = path.parent.name
    reading = read_file(path, source if source in NEVER_SNIFFED else None)
    assert reading.head.source == source
    record = {
        "head": said(reading.head, ListingHead(source)),
        "entries": [said(entry, Entry("", None, 0)) for entry in reading.entries],
        "rejected": [{"line": r.line, "reason": r.reason, "raw": r.raw} for r in reading.rejected],
        "remarks": [{"line": r.line, "message": r.message} for r in reading.remarks],
    }
    golden(expectation_of(path), as_json({name: value for name, value in record.items() if value}))


def said(value: Entry | ListingHead | Publication, nothing: object) -> dict[str, object]:
    """What differs from what a document that says nothing gives."""
    record: dict[str, object] = {}
    for field in value.__struct_fields__:
        given = getattr(value, field)
        if given == getattr(nothing, field):
            continue
        if isinstance(given, Publication):
            given = said(given, Publication())
        elif field == "links":
            given = [[link.kind, link.url] for link in given]
        elif isinstance(given, Mapping):
            given = dict(given)
        record[field] = given
    return record
