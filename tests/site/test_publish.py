"""A folder takes another's place: equal files shared, strangers gone, whatever the folder aside was like."""

from pathlib import Path

import pytest

from litwiki.model.errors import UsageError
from litwiki.site.exchange import exchange
from litwiki.site.publish import MARKER, OURS, Source, claim, lay_out


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def tree(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()}


def folders(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_dir()}


@pytest.mark.parametrize(
    "before",
    [
        {},
        {"tea/index.html": "old", "old/deep/x.html": "gone", "stray.txt": "?"},
        {"tea/index.html/x": "a folder where a file is to be", "new": "a file where a folder is to be"},
    ],
)
def test_whatever_stands_aside_becomes_the_next_site(tmp_path: Path, before: dict[str, str]) -> None:
    site, aside = tmp_path / "site", tmp_path / "next"
    write(site, {MARKER: "", "tea/index.html": "tea", "bread/index.html": "bread"})
    write(aside, before)
    made = {"new/index.html": "new"}
    if before.get("new"):
        (aside / "new").unlink()
    write(aside, made)
    links = {n: Source(str(site / n), (site / n).stat().st_ino) for n in (MARKER, "tea/index.html")}
    lay_out(aside, links, made.keys())
    assert tree(aside) == {MARKER: "", "tea/index.html": "tea", "new/index.html": "new"}
    assert folders(aside) == {"tea", "new"}
    assert (aside / "tea/index.html").stat().st_ino == (site / "tea/index.html").stat().st_ino
    exchange(aside, site)
    assert tree(site) == {MARKER: "", "tea/index.html": "tea", "new/index.html": "new"}
    assert tree(aside)["bread/index.html"] == "bread"


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "site", {"thesis.tex": "years of work"})
    with pytest.raises(UsageError, match="no litwiki site"):
        claim(tmp_path / "site")
    assert tree(tmp_path) == {"site/thesis.tex": "years of work"}


@pytest.mark.parametrize("folder", [".", "/"])
def test_a_site_needs_a_folder_with_a_name(folder: str) -> None:
    with pytest.raises(UsageError, match="no folder of its own"):
        claim(Path(folder))


def test_a_site_of_another_generator_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "site", {MARKER: "", "index.html": "the site of a bakery"})
    with pytest.raises(UsageError, match="no litwiki site"):
        claim(tmp_path / "site")
    write(tmp_path / "site", {OURS: "{}"})
    claim(tmp_path / "site")
