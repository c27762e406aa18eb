"""What need not be read again, and what has to be."""

from pathlib import Path

from litwiki import content
from litwiki.memo import MemoryMemo
from litwiki.model.digests import digest_of_bytes
from litwiki.model.ids import Slug
from litwiki.model.index_rows import row_of


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
