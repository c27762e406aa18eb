"""Papers that need not be read again are those that reading again would give."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki import content
from litwiki.content.known import FILES
from litwiki.model.ids import ListingId, Slug, TopicId
from litwiki.model.records import Attribution, LedgerEntry, Link, Listing, Paper, Publication, Status
from tests.conftest import DATA
from tests.test_build import small_wiki

TEXT = st.text(st.characters(exclude_categories=[]), max_size=20)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
PAPERS = st.builds(
    Paper,
    slug=st.sampled_from(["a", "kivi", "zebra-2"]).map(Slug),
    title=TEXT,
    authors=TEXTS,
    year=st.none() | st.integers(1900, 2100),
    ids=st.dictionaries(st.sampled_from(["arxiv", "doi"]), TEXT, max_size=2),
    topics=st.lists(st.sampled_from(["x", "y"]).map(TopicId), max_size=2).map(tuple),
    topics_status=st.sampled_from(["curated", "suggested"]),
    summary=TEXT,
    links=st.lists(st.builds(Link, st.sampled_from(["code", "paper"]), TEXT), max_size=2).map(tuple),
    names=TEXTS,
    also_titled=TEXTS,
    aliases=st.lists(st.sampled_from(["b", "c"]).map(Slug), max_size=2).map(tuple),
    abstract=st.none() | TEXT,
    publication=st.builds(Publication, type=TEXT, venue=TEXT, editors=TEXTS, date=TEXT),
    authors_complete=st.booleans(),
    keys=TEXTS,
    added=st.none() | TEXT,
    status=st.none() | st.builds(Status, TEXT, TEXT),
    sources=st.dictionaries(st.sampled_from(["year", "ids.doi"]), st.builds(Attribution, TEXT, TEXT), max_size=2),
    notes=TEXT,
    terms=st.dictionaries(TEXT, st.integers(1, 9), max_size=3),
)


def changed(*slugs: Slug) -> content.Changes:
    return content.Changes(frozenset(slugs), frozenset())


NOTHING = changed()


@given(paper=PAPERS)
def test_a_paper_comes_back_as_it_was(paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("known")
    content.remember(folder, [paper], [], None)
    assert content.recall(folder, NOTHING).papers == {paper.slug: paper}
    assert content.recall(folder, changed(paper.slug)).papers == {}


def test_a_listing_comes_back_as_it_was(tmp_path: Path) -> None:
    waiting = LedgerEntry(None, "", {}, pending="arxiv:2410.23168")
    unwanted = LedgerEntry(Slug("pot"), "Pot", {"links": "0" * 16}, "", "not tea", "pot:1", {"note": "for Sunday"})
    listing = Listing(ListingId("monday"), "Monday", "bibtex", None, None, "00", (waiting, unwanted))
    content.remember(tmp_path, [], [listing], None)
    assert content.recall(tmp_path, NOTHING).listings == {listing.id: listing}


def test_a_changed_paper_costs_one_file(tmp_path: Path) -> None:
    wiki = content.load(DATA / "wiki").wiki
    papers, listings = wiki.papers, wiki.listings
    content.remember(tmp_path, papers.values(), listings.values(), None)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert len(before) == FILES + 1
    slug = next(iter(papers))
    content.remember(tmp_path, papers.values(), listings.values(), changed(slug))
    after = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert sum(before[name] != after[name] for name in before) == 1
    assert content.recall(tmp_path, NOTHING) == content.Known(papers, listings)


def test_loading_with_known_papers_is_loading(tmp_path: Path) -> None:
    root = small_wiki(tmp_path / "wiki")
    clean = content.load(root)
    slugs = list(clean.wiki.papers)
    (root / "content" / "papers" / f"{slugs[0]}.md").unlink()
    papers = {slug: paper for slug, paper in clean.wiki.papers.items() if slug not in slugs[:2]}
    known = content.Known(papers, clean.wiki.listings)
    assert content.load(root, known) == content.load(root)
    assert list(content.load(root, known).wiki.papers) == slugs[1:]


@pytest.mark.parametrize("bytes_", [b"", b'[["a"]]', b"\xff", b"[[1, 2]]", b"null"])
@pytest.mark.parametrize("name", ["7.json", "listings.json"])
def test_what_cannot_be_read_is_not_known(name: str, bytes_: bytes, tmp_path: Path) -> None:
    wiki = content.load(DATA / "wiki").wiki
    content.remember(tmp_path, wiki.papers.values(), wiki.listings.values(), None)
    (tmp_path / name).write_bytes(bytes_)
    assert content.recall(tmp_path, NOTHING) == content.Known()
    assert content.recall(tmp_path / "nowhere", NOTHING) == content.Known()


def test_papers_are_in_the_order_of_their_slugs_known_or_not(tmp_path: Path) -> None:
    """`kivi-2.md` comes before `kivi.md` in a folder."""
    root = small_wiki(tmp_path / "wiki")
    papers = root / "content" / "papers"
    first = next(iter(sorted(papers.glob("*.md"))))
    for name in ("kivi", "kivi-2", "kivi-2-b"):
        (papers / f"{name}.md").write_text(f"---\ntitle: 'About {name}'\n---\n")
    clean = content.load(root).wiki.papers
    assert first.stem in clean
    assert list(clean) == sorted(clean)
    known = content.Known({slug: paper for slug, paper in clean.items() if slug != "kivi"}, {})
    assert list(content.load(root, known).wiki.papers) == sorted(clean)
