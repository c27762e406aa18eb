import os
from pathlib import Path

import pytest

from litwiki.curation.ingest import ingest
from litwiki.curation.merge import rename
from litwiki.curation.undo import undo
from litwiki.model.errors import LitwikiError
from tests.conftest import change
from tests.invented import ALL, KETTLE, spaced


def files(root: Path) -> dict[str, bytes]:
    content = root / "content"
    return {path.relative_to(content).as_posix(): path.read_bytes() for path in content.rglob("*") if path.is_file()}


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    path = tmp_path / "listing.txt"
    path.write_text(spaced(ALL), encoding="utf-8")
    return path


def test_an_ingest_is_taken_back_and_brought_back(new_wiki: Path, listing: Path) -> None:
    empty = files(new_wiki)
    ingest(new_wiki, [listing])
    full = files(new_wiki)
    assert undo(new_wiki, is_dry=True).said[0] == f"{len(full) - len(empty)} files removed"
    assert files(new_wiki) == full
    undo(new_wiki)
    assert files(new_wiki) == empty
    assert undo(new_wiki).said[0] == f"{len(full) - len(empty)} files there again"
    assert files(new_wiki) == full


def test_only_the_last_command_is_taken_back(new_wiki: Path, listing: Path) -> None:
    ingest(new_wiki, [listing])
    before = files(new_wiki)
    change(new_wiki, rename, "kettle", "boiler")
    change(new_wiki, rename, "guessthebird", "birds", is_dry=True)
    assert undo(new_wiki).said[0] == "1 file removed; 1 file as before; 1 file there again"
    assert files(new_wiki) == before


def test_bytes_come_back_as_they_were(new_wiki: Path, tmp_path: Path) -> None:
    paper = new_wiki / "content" / "papers" / "kettle.md"
    paper.write_bytes(f"---\r\n# mine\r\ntitle: '{KETTLE.title}'\r\n---\r\nT\u00eb\r\n".encode())
    before = files(new_wiki)
    listing = tmp_path / "listing.txt"
    listing.write_text(spaced([KETTLE]), encoding="utf-8")
    ingest(new_wiki, [listing])
    assert files(new_wiki) != before
    undo(new_wiki)
    assert files(new_wiki) == before


def test_what_a_person_changed_since_stays(new_wiki: Path, listing: Path) -> None:
    ingest(new_wiki, [listing])
    paper = new_wiki / "content" / "papers" / "kettle.md"
    paper.write_text(paper.read_text(encoding="utf-8") + "Mine.\n", encoding="utf-8")
    (new_wiki / "content" / "papers" / "guessthebird.md").unlink()
    now = files(new_wiki)
    with pytest.raises(LitwikiError, match=r"these changed since: .*papers/\w+\.md, .*papers/\w+\.md"):
        undo(new_wiki)
    assert files(new_wiki) == now


def test_where_nothing_was_written_there_is_nothing_to_take_back(new_wiki: Path, listing: Path) -> None:
    with pytest.raises(LitwikiError, match="nothing to take back"):
        undo(new_wiki)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no symbolic links here")
def test_content_elsewhere_is_taken_back_there(new_wiki: Path, listing: Path, tmp_path: Path) -> None:
    (new_wiki / "content").rename(tmp_path / "elsewhere")
    (new_wiki / "content").symlink_to(tmp_path / "elsewhere")
    before = files(new_wiki)
    ingest(new_wiki, [listing])
    undo(new_wiki)
    assert files(new_wiki) == before
