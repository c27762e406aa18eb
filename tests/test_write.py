from pathlib import Path

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
