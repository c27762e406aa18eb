"""What need not be read again, and what has to be."""

from pathlib import Path

from litwiki import content
from litwiki.content.known import ReadListing, ReadPaper
from litwiki.memo import MemoryMemo
from litwiki.model.digests import digest_of_bytes
from litwiki.model.entries import Gone, Link, Publication, Status
from litwiki.model.ids import ListingId, Slug, TopicId
from litwiki.model.index_rows import row_of
from litwiki.model.problems import Exchange, Place, Problem, Severity
from litwiki.model.records import Attribution, Authorship, LedgerEntry, Listing, Paper
from litwiki.model.results import Result


def known_of(root: Path, memo: MemoryMemo) -> content.Known:
    """What a memo knows of a wiki's files as they are now."""
    files = [path for path in (root / "content").rglob("*") if path.is_file()]
    digests = {path.relative_to(root / "content").as_posix(): digest_of_bytes(path.read_bytes()) for path in files}
    return content.Known(digests, memo)


def paper(title: str) -> str:
    return f"---\ntitle: '{title}'\nyear: 2020\nnonsense: 1\n---\nNotes of a kettle.\n"


def test_a_paper_is_read_where_its_file_or_its_words_are_others(new_wiki: Path) -> None:
    file, memo = new_wiki / "content/papers/kettle.md", MemoryMemo()
    file.write_text(paper("Kettle"))
    known = known_of(new_wiki, memo)
    first = content.load(new_wiki, known)
    assert [problem.code for problem in first.problems] == ["F001"]
    file.write_text(paper("Ladle"))
    # As its digests say, the file is what it was.
    again = content.load(new_wiki, known)
    assert again == first
    assert again.wiki.rows == first.wiki.rows == {Slug("kettle"): row_of(first.wiki.papers[Slug("kettle")])}
    assert content.load(new_wiki, known_of(new_wiki, memo)).wiki.papers[Slug("kettle")].title == "Ladle"
    (new_wiki / "content/terms").mkdir()
    (new_wiki / "content/terms/kettle.txt").write_text("tea pot*2\n")
    assert content.load(new_wiki, known_of(new_wiki, memo)).wiki.papers[Slug("kettle")].terms == {"tea": 1, "pot": 2}
    file.unlink()
    assert content.load(new_wiki, known_of(new_wiki, memo)).wiki.papers == {}


def test_a_listing_is_read_where_its_file_is_another(new_wiki: Path) -> None:
    file, memo = new_wiki / "content/listings/tea.yml", MemoryMemo()
    file.parent.mkdir(exist_ok=True)
    text = "title: 'Tea'\nsource: 'csv'\nprinted: null\ndate: '2020-01-01'\nnonsense: 1\nsha256: 12\nentries: []\n"
    file.write_text(text)
    known = known_of(new_wiki, memo)
    first = content.load(new_wiki, known)
    assert first.problems
    file.write_text(text.replace("Tea", "Pots"))
    assert content.load(new_wiki, known) == first
    (listing,) = content.load(new_wiki, known_of(new_wiki, memo)).wiki.listings.values()
    assert listing.title == "Pots"


PAPER = Paper(
    slug=Slug("kettle"),
    title="Kettle",
    authors=("Ada Boyle", "Boyle, Max"),
    year=2024,
    ids={"arxiv": "2401.00001"},
    topics=(TopicId("tea"),),
    topics_status="curated",
    summary="It boils.",
    links=(Link("code", "https://example.org/a"), Link("code", "https://example.org/b")),
    names=("Kettle",),
    also_titled=("A Kettle",),
    aliases=(Slug("pot"),),
    abstract="We boil.",
    publication=Publication("article", "Journal of Tea", editors=("Ben Sample",), date="2024-02"),
    authors_complete=False,
    keys=("boyle24",),
    added="2026-11-28",
    status=Status("retracted", notice="https://example.org/notice"),
    gone=(Gone("https://example.org/dead", since="2026-01-02", copy="https://archive.example/dead"),),
    sources={"venue": Attribution("crossref", "1f3a"), "year": Attribution("arxiv")},
    summary_by=Authorship("model", "2026-11-28", "person"),
    results={"tea": Result({"heat": "88"}, "Abstract; two kitchens")},
    notes="A note.",
    terms={"water": 2},
)
LISTING = Listing(
    ListingId("march"),
    "March",
    "bibtex",
    None,
    "2026-03-17",
    "0" * 64,
    (LedgerEntry(Slug("kettle"), "Kettle", {"links": "12"}, key="k", fields={"note": "x"}), LedgerEntry(None, "", {})),
)


MEND = (Exchange(3, 1, "tile: Tea", "title: Tea"), Exchange(4, 1, "", None))
PROBLEM = Problem(Place("content/papers/kettle.md", 3), "F001", "unknown key", "", Severity.WARNING, MEND)
READ = ReadPaper(PAPER, row_of(PAPER), (PROBLEM,))


def test_records_come_back_as_they_were() -> None:
    bare = ReadPaper(Paper(Slug("a"), "A"), row_of(Paper(Slug("a"), "A")), ())
    listing = ReadListing(LISTING, (PROBLEM,))
    digests = {"papers/a.md": "0", "papers/kettle.md": "1", "listings/march.yml": "2"}
    known = content.Known(digests, MemoryMemo())
    papers = {read.paper.slug: read for read in (READ, bare)}
    known.remember(papers, papers.values())
    known.remember_listings([listing])
    assert known.papers() == papers
    assert known.listings() == {LISTING.id: listing}


def test_every_field_of_a_paper_is_tried_with_a_value_of_its_own() -> None:
    bare = Paper(Slug("a"), "A")
    assert [name for name in Paper.__struct_fields__ if getattr(PAPER, name) == getattr(bare, name)] == []
