from pathlib import Path

import pytest

from litwiki.write import write


def tree(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_only_changes_are_written_and_only_our_own_removed(tmp_path: Path) -> None:
    folder, manifest = tmp_path / "docs", tmp_path / "docs.json"
    assert write(folder, manifest, {"a.md": b"1", "x/b.md": b"2"}) == 2
    (folder / "mine.md").write_text("a person's")
    assert write(folder, manifest, {"a.md": b"1", "x/c.md": b"3"}) == 1
    assert tree(folder) == {"a.md", "x/c.md", "mine.md"}
    assert write(folder, manifest, {"a.md": b"1", "x/c.md": b"3"}) == 0
    write(folder, manifest, {"a.md": b"1"})
    assert not (folder / "x").exists()


def test_a_damaged_manifest_costs_nothing_but_leftovers(tmp_path: Path) -> None:
    folder, manifest = tmp_path / "docs", tmp_path / "docs.json"
    write(folder, manifest, {"a.md": b"1"})
    manifest.write_text('["../outside.md", 5')
    (tmp_path / "outside.md").write_text("x")
    write(folder, manifest, {"b.md": b"2"})
    manifest.write_text('["../outside.md", "b.md"]')
    write(folder, manifest, {})
    assert (tmp_path / "outside.md").exists()
    assert tree(folder) == {"a.md"}


def test_a_run_that_stopped_half_way_leaves_no_orphans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, manifest = tmp_path / "docs", tmp_path / "docs.json"
    write(folder, manifest, {"a.md": b"1"})
    replace = Path.replace

    def stop_at_c(path: Path, target: Path) -> Path:
        if Path(target).name == "c.md":
            raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stop_at_c)
        with pytest.raises(KeyboardInterrupt):
            write(folder, manifest, {"a.md": b"2", "b.md": b"2", "c.md": b"2"})
    write(folder, manifest, {"d.md": b"3"})
    assert {name for name in tree(folder) if not name.endswith(".new")} == {"d.md"}


def test_a_file_that_somebody_changed_or_removed_is_written_again(tmp_path: Path) -> None:
    folder, manifest = tmp_path / "docs", tmp_path / "docs.json"
    files = {"a.md": b"1", "b.md": b"2"}
    write(folder, manifest, files)
    (folder / "a.md").write_bytes(b"x")
    (folder / "b.md").unlink()
    assert write(folder, manifest, files) == 2
    assert [(folder / name).read_bytes() for name in files] == [b"1", b"2"]


def test_a_folder_with_a_stranger_in_it_stays(tmp_path: Path) -> None:
    folder, manifest = tmp_path / "docs", tmp_path / "docs.json"
    write(folder, manifest, {"x/y/a.md": b"1"})
    (folder / "x" / "mine.md").write_text("a person's")
    write(folder, manifest, {})
    assert tree(folder) == {"x/mine.md"}
    assert not (folder / "x" / "y").exists()
