"""The store: what it keeps, and that no state of its file stops a build or makes it wrong."""

import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from litwiki.build.store import FileRow, OutputRow, Store
from litwiki.build.tree import Tree
from litwiki.build.warm import Warm
from litwiki.model.errors import BusyError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "build" / "state.db"


def test_what_was_put_is_there_the_next_time(path: Path) -> None:
    store = Store(path)
    store.salt("one")
    store.put(b"k" * 32, b"tea")
    store.set_fact("last", {"pages": 3})
    row = {"/content/x": FileRow(1, 2, 3, "d")}
    store.set_files(row, row, ())
    store.set_outputs("docs", {"a.md": OutputRow("k", "d", 1, 2, 3)}, ())
    store.close()
    store = Store(path)
    store.salt("one")
    assert store.get(b"k" * 32) == b"tea"
    assert store.fact("last") == {"pages": 3}
    assert store.files() == {"/content/x": FileRow(1, 2, 3, "d")}
    assert store.outputs("docs") == {"a.md": OutputRow("k", "d", 1, 2, 3)}
    assert store.outputs("site") == {}


def test_other_code_finds_no_values_but_knows_its_files(path: Path) -> None:
    store = Store(path)
    store.salt("one")
    store.put(b"k", b"tea")
    store.set_outputs("docs", {"a.md": OutputRow("k", "d", 1, 2, 3)}, ())
    store.salt("two")
    assert store.get(b"k") is None
    assert store.outputs("docs")["a.md"].key == ""


def test_what_nobody_asks_for_goes(path: Path) -> None:
    store = Store(path)
    store.put(b"old", b"1")
    store.put(b"used", b"2")
    store.close()
    store = Store(path)
    assert store.get(b"used") == b"2"
    store.drop_unasked()
    assert store.get(b"old") is None
    assert store.get(b"used") == b"2"


def test_a_process_believes_what_it_holds_until_another_one_writes(path: Path) -> None:
    warm, row = Warm(), OutputRow("k", "d", 1, 2, 3)

    def run(key: str, warm: Warm | None = None, *, ends: bool = True) -> list[str]:
        with Store(path, warm) as store:
            held = store.outputs("docs")
            before = [one.key for one in held.values()]
            held["a.md"] = row._replace(key=key)
            store.set_outputs("docs", {"a.md": held["a.md"]}, ())
            store.hold_outputs("docs", held)
            if ends:
                store.close()
        return before

    assert run("1", warm) == []
    warm.outputs["docs"]["b.md"] = row  # to be told from what the file holds
    assert run("2", warm) == ["1", "k"]
    run("3")
    assert run("4", warm) == ["3"]
    run("5", warm, ends=False)
    assert run("6", warm) == ["4"]


def test_a_store_that_another_process_writes_into_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(path)
    store.set_fact("last", 1)
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, timeout=0.01))
    with pytest.raises(BusyError, match="another litwiki command is building"):
        Store(path)
    store.close()
    assert Store(path).fact("last") == 1


def test_a_run_that_ends_early_leaves_what_was_there(path: Path) -> None:
    store = Store(path)
    store.set_fact("last", 1)
    store.close()
    code = "import os, sys; from pathlib import Path; from litwiki.build.store import Store\nstore = Store(Path(sys.argv[1]))\n"
    subprocess.run([sys.executable, "-c", code + "store.set_fact('last', 2); os._exit(0)", str(path)], check=True)
    assert Store(path).fact("last") == 1


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\x00" * 50])
def test_what_is_no_store_is_replaced(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    store = Store(path)
    store.set_fact("last", 1)
    assert store.fact("last") == 1


def test_a_tree_knows_what_is_as_it_was_made(path: Path, tmp_path: Path) -> None:
    store, folder = Store(path), tmp_path / "docs"
    tree = Tree(store, "docs", folder)
    assert tree.put("a/x.md", "key", b"tea")
    assert not Tree(store, "docs", folder).holds("a/x.md", "key")  # not saved yet
    tree.save()
    tree = Tree(store, "docs", folder)
    assert tree.is_unchanged()
    assert tree.holds("a/x.md", "key")
    assert not tree.holds("a/x.md", "another")
    (folder / "a/x.md").write_bytes(b"tee")
    assert not Tree(store, "docs", folder).holds("a/x.md", "key")
    assert not Tree(store, "docs", folder).is_unchanged()


def test_a_copy_of_a_file_is_as_good_as_the_file(path: Path, tmp_path: Path) -> None:
    store, folder = Store(path), tmp_path / "docs"
    tree = Tree(store, "docs", folder)
    tree.put("x.md", "key", b"tea")
    tree.save()
    (folder / "y").write_bytes(b"tea")
    (folder / "y").replace(folder / "x.md")
    tree = Tree(store, "docs", folder)
    assert not tree.is_unchanged()
    assert tree.holds("x.md", "key")
    tree.save()
    assert Tree(store, "docs", folder).is_unchanged()


def test_files_that_are_nothing_any_more_go_with_their_folders(path: Path, tmp_path: Path) -> None:
    store, folder = Store(path), tmp_path / "docs"
    tree = Tree(store, "docs", folder)
    tree.put("a/b/x.md", "key", b"tea")
    tree.hold({"y.md": b"bread"})
    assert [p.relative_to(folder).as_posix() for p in folder.rglob("*")] == ["y.md"]
