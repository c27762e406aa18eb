import posixpath
import shutil
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest

from litwiki.build import build
from litwiki.site.offline import _with_files, write_zip
from tests.conftest import DATA


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wiki of tests/data/wiki as a zip."""
    root = tmp_path_factory.mktemp("offline") / "wiki"
    shutil.copytree(DATA / "wiki", root)
    report = build(root, archive=True)
    assert report.archive == root / "site.zip"
    return report.archive


def test_every_address_of_a_page_is_a_file_of_the_copy(packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        names = set(archive.namelist())
        pages = [name for name in names if name.endswith(".html")]
        assert len(pages) > 20
        for name in pages:
            tree = lxml.html.fromstring(archive.read(name).decode())
            for _, attribute, address, _ in tree.iterlinks():
                parts = urlsplit(address)
                if attribute in {"href", "src", "action"} and not parts.scheme and not parts.netloc and parts.path:
                    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
                    assert target in names, (name, address)


def test_what_scripts_load_is_there_as_scripts(packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        names = set(archive.namelist())
        script = archive.read("site/lists/papers/facets-1.json.js").decode()
        content = archive.read("site/lists/papers/facets-1.json").decode().strip()
    assert "site/api/papers/kettle.json.js" in names
    assert script == f'litwiki.take("lists/papers/facets-1.json",{content});\n'
    assert not [name for name in names if "404" in name or "/." in name]


def test_the_same_site_gives_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    again = tmp_path / "site.zip"
    write_zip(packed.with_name("site"), again)
    assert again.read_bytes() == packed.read_bytes()
    assert list(tmp_path.iterdir()) == [again]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="../..">x</a>', '<a href="../../index.html">x</a>'),
        ('<a href="../teapot/?words=a#b">x</a>', '<a href="../teapot/index.html?words=a#b">x</a>'),
        ('<a href=".">x</a>', '<a href="./index.html">x</a>'),
        ('<form action="./">x</form>', '<form action="./index.html">x</form>'),
        ('<a href="..&#47;teapot&#47;">x</a>', '<a href="../teapot/index.html">x</a>'),
        ('<a href="#cite">x</a>', '<a href="#cite">x</a>'),
        ('<a href="https://example.org/papers/teapot/">x</a>', '<a href="https://example.org/papers/teapot/">x</a>'),
        ('<a href="/papers/teapot/">x</a>', '<a href="/papers/teapot/">x</a>'),
        ('<a href="../nowhere/">x</a>', '<a href="../nowhere/">x</a>'),
        ('<link rel="preload" href="../../a.woff2">x', "x"),
        # What only looks like an address stays: text, and the inside of scripts.
        ('<p>\x0b\u2028 href="../teapot/"</p><i>', '<p>\x0b\u2028 href="../teapot/"</p><i>'),
        ('<script>"<a href=../teapot/>"</script>', '<script>"<a href=../teapot/>"</script>'),
    ],
)
def test_addresses_of_folders_name_their_file(before: str, after: str) -> None:
    folders = {"", "papers/kettle", "papers/teapot"}
    assert _with_files(f"<html>\n{before}\n</html>", "papers/kettle", folders) == f"<html>\n{after}\n</html>"
