"""A bibliography that came in comes out with its keys and fields: through the reader, a wiki and the writer."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from litwiki import content, sources
from litwiki.curation.ingest import Report, ingest
from litwiki.exports import bibliographies
from litwiki.facts.site import Site
from litwiki.model.entries import Entry
from litwiki.model.link_graph import LinkGraph
from litwiki.model.replace import replace
from litwiki.text.latex import from_bibtex, to_plain
from tests.conftest import DATA
from tests.in_memory import files_of

KITCHEN = DATA / "round_trip" / "kitchen.bib"
INHERITED = frozenset({"crossref", "xdata"})
"""Fields that are not given back: what they bring in stands in the entry itself."""


def brought_in(root: Path, file: Path) -> Report:
    report = ingest(root, [file])
    assert isinstance(report, Report)
    return report


def written(root: Path, ending: str) -> str:
    wiki = content.load(root).wiki
    made = files_of(Site(wiki, LinkGraph()), [bibliographies])
    return "".join(a.content.decode() for a in made if re.fullmatch(rf"cite/all(?:/\d+)?\.{ending}", a.path))


def entries_of(path: Path) -> Mapping[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in sources.read_file(path).entries:
        found.setdefault(entry.key, entry)
    return found


def bare(value: str) -> str:
    """A value without what says nothing: braces, spaces, how accents and capitals are written."""
    return re.sub(r"[\s{}]+", " ", to_plain(from_bibtex(value))).strip().casefold()


def said(entry: Entry) -> Mapping[str, object]:
    """All that an entry says, so that two that say the same are equal."""
    publication = entry.publication
    return {
        "title": bare(entry.title),
        "abstract": bare(entry.abstract or ""),
        "authors": entry.authors,
        "complete": entry.authors_complete,
        "year": entry.year,
        "ids": dict(entry.ids),
        "publication": replace(publication, venue=bare(publication.venue), publisher=bare(publication.publisher)),
        "keywords": entry.keywords,
        "links": entry.links,
        "extra": {name: bare(value) for name, value in entry.extra.items() if name not in {*INHERITED, "ids"}},
    }


def test_our_bibliography_comes_back_line_by_line(new_wiki: Path, tmp_path: Path) -> None:
    brought_in(new_wiki, KITCHEN)
    out = tmp_path / "out.bib"
    out.write_text(written(new_wiki, "bib"), encoding="utf-8")
    before, after = entries_of(KITCHEN), entries_of(out)
    assert before.keys() == after.keys()
    for key, entry in before.items():
        assert said(after[key]) == said(entry), key
    # And to the letter, but for the order and the form of names and titles, which the paper's file holds.
    lines = {line.strip().rstrip(",") for line in out.read_text(encoding="utf-8").splitlines()}
    for line in KITCHEN.read_text(encoding="utf-8").splitlines():
        name = line.partition(" = ")[0].strip()
        if name not in {"title", "author", "editor", "note"} and line.strip():
            assert line.strip().rstrip(",") in lines


def test_a_second_round_changes_nothing(new_wiki: Path, tmp_path: Path) -> None:
    brought_in(new_wiki, KITCHEN)
    first = written(new_wiki, "bib")
    out = tmp_path / "out.bib"
    out.write_text(first, encoding="utf-8")
    report = brought_in(new_wiki, out)
    assert report.new == ()
    assert written(new_wiki, "bib") == first


@pytest.mark.parametrize(("ending", "name"), [("ris", "out.ris"), ("json", "out.json")])
def test_the_other_formats_are_read_as_the_same_papers(ending: str, name: str, new_wiki: Path, tmp_path: Path) -> None:
    brought_in(new_wiki, KITCHEN)
    before = {path.name: path.read_bytes() for path in (new_wiki / "content" / "papers").glob("*.md")}
    (tmp_path / name).write_text(written(new_wiki, ending), encoding="utf-8")
    found = sources.read_file(tmp_path / name)
    assert not found.rejected
    by_key = {entry.key: entry for entry in found.entries}
    for key, entry in entries_of(KITCHEN).items():
        other = by_key[key]
        assert (other.year, other.authors_complete) == (entry.year, entry.authors_complete), key
        assert len(other.authors) == len(entry.authors), key
        same = ("volume", "issue", "pages", "editors")
        # Neither format has a word for what is none of our types.
        assert other.publication.type in {entry.publication.type, ""}, key
        assert [getattr(other.publication, n) for n in same] == [getattr(entry.publication, n) for n in same], key
    report = brought_in(new_wiki, tmp_path / name)
    assert report.new == ()
    assert {path.name for path in (new_wiki / "content" / "papers").glob("*.md")} == set(before)


@pytest.mark.slow
def test_real_bibliographies_come_back(shared: Path, new_wiki: Path, tmp_path: Path) -> None:
    """Of each file all keys, and all that the entries say which are a paper of their own."""
    kept = 0
    for number, file in enumerate(sorted((shared / "corpora" / "bib").glob("*.bib"))):
        root = tmp_path / f"wiki-{number}"
        _copied(new_wiki, root)
        if not file.stat().st_size or not (before := entries_of(file)):
            continue
        brought_in(root, file)
        out = tmp_path / f"{number}.bib"
        out.write_text(written(root, "bib"), encoding="utf-8")
        after = entries_of(out)
        others = {key for entry in after.values() for key in entry.extra.get("ids", "").split(",")}
        assert {key for key in before if key} <= {*after, *others}, file.name
        for key in before.keys() & after.keys():
            if "ids" not in after[key].extra or "ids" in before[key].extra:
                assert said(after[key]) == said(before[key]), f"{file.name}: {key}"
                kept += 1
    assert kept > 200


def _copied(folder: Path, target: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            (target / path.relative_to(folder)).parent.mkdir(parents=True, exist_ok=True)
            (target / path.relative_to(folder)).write_bytes(path.read_bytes())
