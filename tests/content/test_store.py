import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from litwiki import exchange as exchange_module
from litwiki.model.config import Config
from litwiki.content import commit, lock
from litwiki.content import store as store_module
from litwiki.model.errors import BusyError
from litwiki.exchange import exchange, recover

WRITER = """
import sys
from pathlib import Path, PurePosixPath
from litwiki import exchange
from litwiki.model.config import Config
if sys.argv[2] == "two renames":
    exchange._in_one_step = lambda a, b: False
from litwiki.content import commit, lock
config = Config(Path(sys.argv[1]), "x")
with lock(config):
    for turn in range(100):
        commit(config, {PurePosixPath(f"papers/p{n}.md"): str(turn) for n in range(60)})
        if not turn:
            print("go", flush=True)
"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "content" / "papers").mkdir(parents=True)
    return Config(tmp_path, "Test")


def texts(config: Config) -> dict[str, str]:
    return {p.relative_to(config.content).as_posix(): p.read_text() for p in config.content.rglob("*") if p.is_file()}


def test_a_commit_writes_changes_and_keeps_the_rest(config: Config) -> None:
    (config.content / "index.md").write_text("home")
    (config.content / "papers" / "old.md").write_text("old")
    with lock(config):
        commit(config, {PurePosixPath("papers/new.md"): "new", PurePosixPath("papers/old.md"): None})
    assert texts(config) == {"index.md": "home", "papers/new.md": "new"}
    assert not (config.build / "content.next").exists()


@pytest.mark.parametrize(("way", "times"), [("one step", 15), ("two renames", 10)])
def test_a_killed_writer_leaves_all_or_nothing(way: str, times: int, config: Config) -> None:
    """Killed at a random moment of a hundred commits, sixty files always agree with each other.

    Where folders cannot change places in one step, they do once the next run has begun.
    """
    (config.content / "index.md").write_text("a person's")
    moments = random.Random(7)
    for _ in range(times):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(config.root), way], stdout=subprocess.PIPE)
        assert writer.stdout
        writer.stdout.readline()
        time.sleep(moments.uniform(0.0, 0.15))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        if way == "two renames":
            with lock(config):
                pass
        papers = texts(config)
        assert papers.pop("index.md") == "a person's"
        assert len(papers) == 60
        assert len(set(papers.values())) == 1
    with lock(config):
        commit(config, {PurePosixPath("papers/p0.md"): "after"})
    assert texts(config)["papers/p0.md"] == "after"
    assert not (config.build / "content.next").exists()


def test_a_second_writer_is_told_at_once(config: Config) -> None:
    code = (
        "import sys; from pathlib import Path; from litwiki.model.config import Config; from litwiki.content import lock\n"
        "with lock(Config(Path(sys.argv[1]), 'x')): pass"
    )
    with lock(config):
        second = subprocess.run(
            [sys.executable, "-c", code, str(config.root)], capture_output=True, text=True, check=False
        )
    assert "another litwiki command is writing" in second.stderr
    assert subprocess.run([sys.executable, "-c", code, str(config.root)], check=False).returncode == 0


def test_a_lock_ends_with_its_run(config: Config) -> None:
    with lock(config), pytest.raises(BusyError), lock(config):
        pass
    with pytest.raises(ZeroDivisionError), lock(config):
        raise ZeroDivisionError
    with lock(config):
        pass


def replaces(paper: Path) -> None:
    aside = paper.with_suffix(".tmp")
    aside.write_text("a person's words")
    aside.replace(paper)


def overwrites(paper: Path) -> None:
    paper.write_text("a person's words")


def adds(paper: Path) -> None:
    paper.with_name("mine.md").write_text("a person's words")


def deletes(paper: Path) -> None:
    paper.unlink()


@pytest.mark.parametrize("act", [replaces, overwrites, adds, deletes])
@pytest.mark.parametrize("way", ["one step", "two renames"])
def test_what_a_person_does_during_a_commit_is_not_lost(
    act: Callable[[Path], None], way: str, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = config.content / "papers" / "kettle.md"
    paper.write_text("before")
    if way == "two renames":
        monkeypatch.setattr(exchange_module, "_in_one_step", lambda _a, _b: False)
    expected: list[dict[str, str]] = []

    def act_then_exchange(new: Path, current: Path) -> None:
        if not expected:
            act(paper)
            expected.append(texts(config))
        exchange(new, current)

    monkeypatch.setattr(store_module, "exchange", act_then_exchange)
    with lock(config), pytest.raises(BusyError, match="saved while"):
        commit(config, {PurePosixPath("papers/kettle.md"): "ours", PurePosixPath("papers/new.md"): "new"})
    assert texts(config) == expected[0]
    assert expected[0] != {"papers/kettle.md": "before"}


def test_folders_change_places_without_the_system_call_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_module, "_in_one_step", lambda _a, _b: False)
    new, current = tmp_path / "new", tmp_path / "current"
    for folder in (new, current):
        folder.mkdir()
        (folder / "name").write_text(folder.name)
    exchange(new, current)
    assert [(f / "name").read_text() for f in (new, current)] == ["current", "new"]


def test_a_folder_that_is_not_there_yet_only_moves(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    exchange(tmp_path / "new", tmp_path / "deep" / "current")
    assert (tmp_path / "deep" / "current").is_dir()
    assert not (tmp_path / "new").exists()


def test_an_exchange_killed_after_its_second_rename_is_complete(tmp_path: Path) -> None:
    current, aside = tmp_path / "current", tmp_path / ".current.aside"
    for folder, name in ((current, "new"), (aside, "old")):
        folder.mkdir()
        (folder / "name").write_text(name)
    recover(current)
    assert (current / "name").read_text() == "new"
    assert not aside.exists()


def test_an_exchange_killed_between_its_renames_is_undone(tmp_path: Path) -> None:
    current = tmp_path / "current"
    aside = tmp_path / ".current.aside"
    aside.mkdir()
    (aside / "name").write_text("kept")
    recover(current)
    assert (current / "name").read_text() == "kept"
    assert not aside.exists()


def test_a_commit_of_nothing_touches_nothing(config: Config) -> None:
    before = config.content.stat().st_ino
    commit(config, {})
    assert config.content.stat().st_ino == before
    assert not config.build.exists()


def test_bytes_are_written_as_they_are(config: Config) -> None:
    with lock(config):
        commit(config, {PurePosixPath("papers/p.md"): "a\r\nb\n\u2028é"})
    assert (config.content / "papers" / "p.md").read_bytes() == "a\r\nb\n\u2028é".encode()


def test_links_and_hidden_files_stay_what_they_are(config: Config) -> None:
    (config.content / "papers" / "link.md").symlink_to("nowhere.md")
    (config.content / "folder").symlink_to("papers", target_is_directory=True)
    (config.content / ".hidden").write_text("x")
    with lock(config):
        commit(config, {PurePosixPath("papers/new.md"): "new"})
    assert (config.content / "papers" / "link.md").readlink() == Path("nowhere.md")
    assert (config.content / "folder").readlink() == Path("papers")
    assert (config.content / ".hidden").read_text() == "x"


def test_a_file_system_without_hard_links_has_copies(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    (config.content / "index.md").write_text("home")

    def refuse(*_args: object, **_options: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    with lock(config):
        commit(config, {PurePosixPath("papers/new.md"): "new"})
    assert texts(config) == {"index.md": "home", "papers/new.md": "new"}


def test_unchanged_files_are_links_and_not_copies(config: Config) -> None:
    (config.content / "index.md").write_text("home")
    before = (config.content / "index.md").stat().st_ino
    with lock(config):
        commit(config, {PurePosixPath("papers/new.md"): "new"})
    assert (config.content / "index.md").stat().st_ino == before
