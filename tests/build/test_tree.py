"""Folders of files that builds made."""

from pathlib import Path

from litwiki.build.store import Store
from litwiki.build.tree import Tree


def test_a_folder_is_new_where_no_file_of_it_was_made_by_this_code(tmp_path: Path) -> None:
    store = Store(tmp_path / "build" / "state.db")
    store.salt("one version")
    folder = tmp_path / "docs"

    def is_new() -> bool:
        return Tree(store, "docs", folder).is_new

    assert is_new()
    tree = Tree(store, "docs", folder)
    folder.mkdir()
    for name in ("kettle.md", "ladle.md"):
        tree.put(name, "a key", b"tea")
    tree.save()
    assert not is_new()
    (folder / "kettle.md").unlink()
    assert not is_new(), "one file stands as it was made"
    store.salt("another version")
    assert is_new()
    store.close()
