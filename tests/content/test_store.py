import random
import signal
import subprocess
import sys
import time
from pathlib import Path, PurePosixPath

import pytest

from litwiki import exchange as exchange_module
from litwiki.config import Config
from litwiki.content import commit, lock
from litwiki.content import store as store_module
from litwiki.errors import BusyError
from litwiki.exchange import exchange, recover

WRITER = """
import sys
from pathlib import Path, PurePosixPath
from litwiki.config import Config
from litwiki.content import commit, lock
config = Config(Path(sys.argv[1]), "x")
with lock(config):
    print("go", flush=True)
    for turn in range(100):
        commit(config, {PurePosixPath(f"papers/p{n}.md"): str(turn) for n in range(60)})
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


def test_a_killed_writer_leaves_all_or_nothing(config: Config) -> None:
    """Killed at a random moment of a hundred commits, sixty files always agree with each other."""
    moments = random.Random(7)
    for _ in range(8):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(config.root)], stdout=subprocess.PIPE)
        assert writer.stdout
        writer.stdout.readline()
        time.sleep(moments.uniform(0.0, 0.15))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        papers = texts(config)
        assert len(papers) in {0, 60}
        assert len(set(papers.values())) <= 1
    with lock(config):
        commit(config, {PurePosixPath("papers/p0.md"): "after"})
    assert texts(config)["papers/p0.md"] == "after"


def test_a_second_writer_is_told_at_once(config: Config) -> None:
    code = (
        "import sys; from pathlib import Path; from litwiki.config import Config; from litwiki.content import lock\n"
        "with lock(Config(Path(sys.argv[1]), 'x')): pass"
    )
    with lock(config):
        second = subprocess.run(
            [sys.executable, "-c", code, str(config.root)], capture_output=True, text=True, check=False
        )
    assert "another litwiki command is writing" in second.stderr
    assert subprocess.run([sys.executable, "-c", code, str(config.root)], check=False).returncode == 0


def test_a_save_during_a_commit_is_not_lost(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = config.content / "papers" / "kettle.md"
    paper.write_text("before")

    def save_then_exchange(new: Path, current: Path) -> None:
        if paper.read_text() == "before":
            aside = paper.with_suffix(".tmp")
            aside.write_text("a person's words")
            aside.replace(paper)
        exchange(new, current)

    monkeypatch.setattr(store_module, "exchange", save_then_exchange)
    with lock(config), pytest.raises(BusyError, match="saved while"):
        commit(config, {PurePosixPath("papers/new.md"): "new"})
    assert texts(config) == {"papers/kettle.md": "a person's words"}


def test_folders_change_places_without_the_system_call_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_module, "_in_one_step", lambda _a, _b: False)
    new, current = tmp_path / "new", tmp_path / "current"
    for folder in (new, current):
        folder.mkdir()
        (folder / "name").write_text(folder.name)
    exchange(new, current)
    assert [(f / "name").read_text() for f in (new, current)] == ["current", "new"]


def test_an_exchange_killed_between_its_renames_is_undone(tmp_path: Path) -> None:
    current = tmp_path / "current"
    aside = tmp_path / ".current.aside"
    aside.mkdir()
    (aside / "name").write_text("kept")
    recover(current)
    assert (current / "name").read_text() == "kept"
    assert not aside.exists()


def test_unchanged_files_are_links_and_not_copies(config: Config) -> None:
    (config.content / "index.md").write_text("home")
    before = (config.content / "index.md").stat().st_ino
    with lock(config):
        commit(config, {PurePosixPath("papers/new.md"): "new"})
    assert (config.content / "index.md").stat().st_ino == before
