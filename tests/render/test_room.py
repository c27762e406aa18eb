"""Files come and go only where MkDocs would not treat any other page, or their names, in another way."""

import gzip
from pathlib import Path

import pytest

from litwiki.render.room import has_room, is_like_a_file, printed

ROOM = {"pages": ["papers", "people"], "theirs": ["assets", "templates"]}
FILES = {"papers/kettle.md": "", "papers/lid/index.md": "", "index.md": ""}


@pytest.mark.parametrize(
    ("name", "room"),
    [
        ("papers/teapot.md", True),
        ("people/a/2.md", True),
        ("api/papers/teapot.json", True),
        ("topics/steam.md", False),
        ("papers.md", False),
        ("robots.txt", False),
        ("assets/own.css", False),
        ("papers/lid.md", False),
        ("papers/kettle/index.md", False),
        ("papers/kettle/index.html", False),
        ("papers/README.md", False),
        ("papers/.hidden.md", False),
        ("papers/teapot.markdown", False),
        ("papers/Über.md", False),
        ("papers/../x.md", False),
    ],
)
def test_room(name: str, room: bool) -> None:
    assert has_room(ROOM, name, FILES) is room


@pytest.mark.parametrize(
    ("text", "like"),
    [("<urlset/>\n", True), ("", False), ("{% x %}", False), ("{{ x }}", False), ("{# x #}", False), ("a\r\n", False)],
)
def test_a_template_with_nothing_to_fill_in_is_like_a_file(text: str, like: bool, tmp_path: Path) -> None:
    (tmp_path / "sitemap.xml").write_bytes(text.encode())
    (tmp_path / "other.xml").write_bytes(text.encode())
    assert is_like_a_file(tmp_path / "sitemap.xml") is like
    assert not is_like_a_file(tmp_path / "other.xml")


def test_a_sitemap_is_printed_and_packed(tmp_path: Path) -> None:
    (tmp_path / "sitemap.xml").write_text("<urlset/>\n")
    found = printed(tmp_path / "sitemap.xml")
    assert found["sitemap.xml"] == gzip.decompress(found["sitemap.xml.gz"]) == b"<urlset/>"
