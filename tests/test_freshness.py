import os
from collections.abc import Callable
from pathlib import Path

import pytest

from litwiki import freshness, seals
from litwiki.freshness import Memory, State


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "a.md").write_text("one")
    (tmp_path / "in" / "deep" / "b.md").write_text("two")
    return tmp_path / "in"


def memory(folder: Path, at: int | None = None) -> Memory:
    states = freshness.digested(freshness.scan([folder]))
    return Memory("here", freshness.now() if at is None else at, states, "", {}, {})


def long_after(folder: Path) -> None:
    """Gives all files times that are certainly over."""
    for path in folder.rglob("*"):
        os.utime(path, ns=(10**18, 10**18))


def test_what_did_not_change_is_unchanged(folder: Path) -> None:
    long_after(folder)
    assert freshness.changed_inputs(memory(folder), freshness.scan([folder])) == set()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda folder: (folder / "a.md").write_text("eno"), "a.md"),
        (lambda folder: (folder / "a.md").write_text("longer"), "a.md"),
        (lambda folder: (folder / "a.md").unlink(), "a.md"),
        (lambda folder: (folder / "new.md").write_text("new"), "new.md"),
    ],
)
def test_changes_are_seen(change: Callable[[Path], object], name: str, folder: Path) -> None:
    before = memory(folder)
    change(folder)
    assert freshness.changed_inputs(before, freshness.scan([folder])) == {str(folder / name)}


def test_a_change_that_keeps_size_and_time_is_seen_where_times_are_not_to_be_trusted(folder: Path) -> None:
    before = memory(folder)
    stat = (folder / "a.md").stat()
    (folder / "a.md").write_text("eno")
    os.utime(folder / "a.md", ns=(stat.st_mtime_ns, stat.st_mtime_ns))
    assert freshness.changed_inputs(before, freshness.scan([folder])) == {str(folder / "a.md")}


def test_a_file_that_was_only_touched_is_unchanged(folder: Path) -> None:
    before = memory(folder)
    long_after(folder)
    assert freshness.changed_inputs(before, freshness.scan([folder])) == set()


def test_what_is_behind_a_link_to_a_folder_always_counts_as_changed(folder: Path) -> None:
    (folder / "circle").symlink_to(folder)
    (folder / "nowhere").symlink_to(folder / "missing")
    before = memory(folder)
    assert freshness.changed_inputs(before, freshness.scan([folder])) == {str(folder / "circle")}


def test_a_memory_can_be_read_again(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    others = {"docs": seals.take(tmp_path / "docs")}
    told = Memory("here", 7, {"a": State(1, 2, 3, "d")}, "seal", others, {"papers": 3})
    freshness.remember(tmp_path / "cache" / "last.json", tmp_path, told)
    assert freshness.recall(tmp_path / "cache" / "last.json", tmp_path) == told


def test_a_file_that_is_known_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = memory(folder, freshness.now() + 10**10)
    (folder / "new.md").write_text("new")
    read: list[str] = []

    def digest(name: str) -> str:
        read.append(name)
        return "digest"

    monkeypatch.setattr(freshness, "digest_of", digest)
    states = freshness.digested(freshness.scan([folder]), before)
    assert read == [str(folder / "new.md")]
    assert {name: state for name, state in states.items() if name not in read} == before.inputs


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"inputs": {"a": [1]}}', "\x00", '{"inputs": 3}'])
def test_a_memory_that_was_cut_short_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "last.json").write_text(text)
    assert freshness.recall(tmp_path / "last.json", tmp_path) is None


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("site_name: x\n", False),
        ("INHERIT: base.yml\n", True),
        ("hooks:\n  - a.py\n", True),
        ("site_name: !ENV NAME\n", True),
    ],
)
def test_settings_that_look_elsewhere_are_not_remembered(text: str, more: bool, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(text)
    assert freshness.depends_on_more(tmp_path / "mkdocs.yml") is more
