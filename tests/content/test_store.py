import os
import random
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pytest

from litwiki.content import journal, lock, recover, writing
from litwiki.content.journal import Change
from litwiki.content.store import Writing
from litwiki.model.config import Config
from litwiki.model.errors import BusyError, StorageError

WRITER = """
import sys
from pathlib import Path, PurePosixPath
from litwiki.content import writing
from litwiki.model.config import Config
config = Config(Path(sys.argv[1]), "x")
for turn in range(100):
    with writing(config) as right:
        right.commit({PurePosixPath(f"papers/p{n}.md"): str(turn) for n in range(60)})
    if not turn:
        print("go", flush=True)
"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "content" / "papers").mkdir(parents=True)
    return Config(tmp_path, "Test")


def texts(config: Config) -> dict[str, str]:
    return {p.relative_to(config.content).as_posix(): p.read_text() for p in config.content.rglob("*") if p.is_file()}


def commit(config: Config, changes: dict[str, str | None]) -> None:
    with writing(config) as right:
        right.commit({PurePosixPath(path): text for path, text in changes.items()})


def test_a_commit_writes_changes_and_keeps_the_rest(config: Config) -> None:
    (config.content / "index.md").write_text("home")
    (config.content / "papers" / "old.md").write_text("old")
    commit(config, {"papers/new.md": "new", "papers/old.md": None, "topics/deep/tea.md": "tea"})
    assert texts(config) == {"index.md": "home", "papers/new.md": "new", "topics/deep/tea.md": "tea"}
    assert not (config.root / journal.FOLDER).exists()


def test_what_a_killed_run_sent_to_its_workers_goes(config: Config) -> None:
    left = config.build / "broadcast-0a"
    left.parent.mkdir()
    left.write_bytes(b"kettle")
    with lock(config):
        assert not left.exists()


def test_settings_change_with_content_or_not_at_all(config: Config) -> None:
    settings = config.root / "site_config" / "wiki.yml"
    settings.parent.mkdir()
    settings.write_text("before")
    with writing(config) as right:
        settings.write_text("a person's words")
        with pytest.raises(BusyError, match=r"site_config/wiki\.yml was saved"):
            right.commit({PurePosixPath("papers/new.md"): "new"}, {"site_config/wiki.yml": "ours"})
    assert texts(config) == {}
    with writing(config) as right:
        right.commit({PurePosixPath("papers/new.md"): "new"}, {"site_config/wiki.yml": "ours"})
    assert (texts(config), settings.read_text()) == ({"papers/new.md": "new"}, "ours")


@pytest.mark.slow
def test_a_killed_writer_leaves_all_or_nothing_once_the_next_command_has_begun(config: Config) -> None:
    """Killed at a random moment of a hundred commits, sixty files always agree with each other."""
    (config.content / "index.md").write_text("a person's")
    moments = random.Random(7)
    for _ in range(6):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(config.root)], stdout=subprocess.PIPE)
        assert writer.stdout
        writer.stdout.readline()
        time.sleep(moments.uniform(0.0, 0.15))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        recover(config)
        papers = texts(config)
        assert papers.pop("index.md") == "a person's"
        assert len(papers) == 60
        assert len(set(papers.values())) == 1
    commit(config, {"papers/p0.md": "after"})
    assert texts(config)["papers/p0.md"] == "after"


BEFORE = {"papers/kettle.md": "before", "papers/gone.md": "gone"}
CHANGES = (
    Change("content/papers/kettle.md", b"before", b"ours"),
    Change("content/papers/new.md", None, b"new"),
    Change("content/papers/gone.md", b"gone", None),
)
AFTER = {"papers/kettle.md": "ours", "papers/new.md": "new"}


def write(config: Config, files: dict[str, str]) -> None:
    for path, text in files.items():
        (config.content / path).write_text(text)


@pytest.mark.parametrize("done", range(4))
@pytest.mark.parametrize("aside", [False, True])
def test_what_was_begun_is_finished(done: int, aside: bool, config: Config) -> None:
    write(config, BEFORE)
    journal.write(config.root, CHANGES)
    journal.carry_out(config.root, CHANGES[:done])
    if aside:
        (config.content / "papers" / f".kettle.md{journal.ASIDE}").write_text("half a fi")
    recover(config)
    assert texts(config) == AFTER
    assert not (config.root / journal.FOLDER).exists()


@pytest.mark.parametrize("done", range(4))
def test_what_was_begun_is_taken_back_where_a_person_saved_since(done: int, config: Config) -> None:
    write(config, BEFORE)
    journal.write(config.root, CHANGES)
    journal.carry_out(config.root, CHANGES[:done])
    write(config, {"papers/kettle.md": "a person's words"})
    with pytest.raises(BusyError, match="taken back"):
        recover(config)
    assert texts(config) == {**BEFORE, "papers/kettle.md": "a person's words"}
    recover(config)
    commit(config, {"papers/new.md": "again"})


@pytest.mark.parametrize(
    "line",
    [
        '{"path": "papers/kettle.md", "before": null, "after": "aGk="}',
        '{"file": "../kettle.md", "before": null, "after": "aGk="}',
        '{"file": "content/../../kettle.md", "before": null, "after": "aGk="}',
        '{"file": "/kettle.md", "before": null, "after": "aGk="}',
        '{"file": "kettle.md", "before": null, "after": "aGk="}',
        '{"file": "content\\\\..\\\\..\\\\kettle.md", "before": null, "after": "aGk="}',
        '{"file": "content/papers/kettle.md", "before": 1, "after": []}',
        "[1]",
        "half a li",
        "\u00e9",
    ],
)
def test_a_journal_that_somebody_else_put_there_changes_nothing(config: Config, line: str) -> None:
    (config.root / journal.FOLDER).mkdir()
    (config.root / journal.FOLDER / journal.NAME).write_text(line + "\n", encoding="utf-8")
    with pytest.raises(StorageError, match="no journal that this litwiki wrote"):
        recover(config)
    assert not [*config.root.rglob("*kettle.md"), *config.root.parent.glob("*kettle.md")]


def test_a_journal_that_was_cut_off_itself_changes_nothing(config: Config) -> None:
    write(config, BEFORE)
    (config.root / journal.FOLDER).mkdir()
    (config.root / journal.FOLDER / "journal.new").write_text('{"path": "content/papers/ket')
    recover(config)
    commit(config, {})
    assert texts(config) == BEFORE


def replaces(paper: Path) -> None:
    aside = paper.with_suffix(".tmp")
    aside.write_text("a person's words")
    aside.replace(paper)


def overwrites(paper: Path) -> None:
    paper.write_text("a person's words")


def adds(paper: Path) -> None:
    paper.with_name("new.md").write_text("a person's words")


def deletes(paper: Path) -> None:
    paper.unlink()


@pytest.mark.parametrize("act", [replaces, overwrites, adds, deletes])
@pytest.mark.parametrize("moment", ["loaded", "planned"])
def test_what_a_person_does_meanwhile_is_not_lost(
    act: Callable[[Path], None], moment: str, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = config.content / "papers" / "kettle.md"
    write(config, BEFORE)
    (config.content / "papers" / "another.md").write_text("another")
    expected: list[dict[str, str]] = []

    def meanwhile() -> None:
        act(paper)
        expected.append(texts(config))

    write_journal = journal.write

    def write_then(*arguments: object) -> None:
        write_journal(*arguments)  # type: ignore[arg-type]
        meanwhile()

    if moment == "planned":
        monkeypatch.setattr(journal, "write", write_then)
    with writing(config) as right:
        if moment == "loaded":
            meanwhile()
        with pytest.raises(BusyError, match="saved while"):
            right.commit(
                {
                    PurePosixPath("papers/another.md"): "ours",
                    PurePosixPath("papers/kettle.md"): "ours",
                    PurePosixPath("papers/new.md"): "new",
                }
            )
    assert texts(config) == expected[0]
    assert not (config.root / journal.FOLDER).exists()


def test_a_file_that_is_not_written_may_be_saved_meanwhile(config: Config) -> None:
    write(config, BEFORE)
    with writing(config) as right:
        (config.content / "index.md").write_text("mine")
        right.commit({PurePosixPath("papers/kettle.md"): "ours"})
    assert texts(config) == {**BEFORE, "papers/kettle.md": "ours", "index.md": "mine"}


@pytest.mark.slow
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


def test_a_shell_may_stand_in_the_folder_that_is_written(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = config.content / "papers"
    monkeypatch.chdir(folder)
    inode = folder.stat().st_ino
    commit(config, {"papers/new.md": "new"})
    assert Path("new.md").read_text() == "new"
    assert folder.stat().st_ino == inode


def test_the_folder_may_be_a_link_and_stays_one(tmp_path: Path) -> None:
    elsewhere, config = tmp_path / "elsewhere", Config(tmp_path / "wiki", "Test")
    (elsewhere / "papers").mkdir(parents=True)
    config.root.mkdir()
    config.content.symlink_to(elsewhere, target_is_directory=True)
    commit(config, {"papers/new.md": "new"})
    assert config.content.readlink() == elsewhere
    assert (elsewhere / "papers" / "new.md").read_text() == "new"


def test_modes_of_files_are_kept(config: Config) -> None:
    write(config, BEFORE)
    paper = config.content / "papers" / "kettle.md"
    paper.chmod(0o664)
    commit(config, {"papers/kettle.md": "ours"})
    assert stat.S_IMODE(paper.stat().st_mode) == 0o664


def test_a_commit_of_nothing_new_touches_nothing(config: Config) -> None:
    write(config, BEFORE)
    before = (config.content / "papers" / "kettle.md").stat()
    commit(config, {"papers/kettle.md": "before"})
    assert (config.content / "papers" / "kettle.md").stat().st_mtime_ns == before.st_mtime_ns
    Writing(config, {}).commit({})


def test_bytes_are_written_as_they_are(config: Config) -> None:
    commit(config, {"papers/p.md": "a\r\nb\n\u2028é"})
    assert (config.content / "papers" / "p.md").read_bytes() == "a\r\nb\n\u2028é".encode()


def test_links_and_hidden_files_stay_what_they_are(config: Config) -> None:
    (config.content / "papers" / "link.md").symlink_to("nowhere.md")
    (config.content / "folder").symlink_to("papers", target_is_directory=True)
    (config.content / ".hidden").write_text("x")
    commit(config, {"papers/new.md": "new"})
    assert (config.content / "papers" / "link.md").readlink() == Path("nowhere.md")
    assert (config.content / "folder").readlink() == Path("papers")
    assert (config.content / ".hidden").read_text() == "x"


FULL = """
import resource, sys
from pathlib import Path, PurePosixPath
from litwiki.content import writing
from litwiki.model.config import Config
from litwiki.model.errors import StorageError
limit = int(sys.argv[2])
with writing(Config(Path(sys.argv[1]), "x")) as right:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        right.commit({PurePosixPath("papers/kettle.md"): "ours", PurePosixPath("papers/long.md"): "x" * 9000})
    except StorageError as error:
        print(error)
"""


@pytest.mark.parametrize("full_at", ["the journal", "a file"])
def test_a_full_disk_is_said_with_the_file_and_changes_nothing(full_at: str, config: Config) -> None:
    write(config, BEFORE)
    without = "from litwiki.content import journal; journal.write = lambda *_: None\n"
    script = FULL if full_at == "the journal" else without + FULL
    done = subprocess.run(
        [sys.executable, "-c", script, str(config.root), "4096"], capture_output=True, text=True, check=False
    )
    assert "File too large; nothing was changed" in done.stdout, done.stderr
    assert str(config.root) in done.stdout
    assert texts(config) == BEFORE
    assert not (config.root / journal.FOLDER).exists()


@pytest.fixture
def of_nobody() -> Iterator[Config]:
    """A wiki that belongs to a user without rights, as whom the test goes on: root may write everywhere."""
    if os.geteuid() != 0:
        pytest.skip("only root may become another user")
    with tempfile.TemporaryDirectory() as folder:
        config = Config(Path(folder), "Test")
        (config.content / "papers").mkdir(parents=True)
        write(config, BEFORE)
        for path in (config.root, *config.root.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, 0)
        try:
            yield config
        finally:
            os.setresuid(0, 0, 0)


NOBODY = 65_534


@pytest.mark.parametrize("place", ["papers", "papers/kettle.md"])
def test_a_missing_permission_is_said_with_the_path(place: str, of_nobody: Config) -> None:
    file = of_nobody.content / place
    file.chmod(0o555)
    with pytest.raises(StorageError, match=r"papers/.*kettle\.md"):
        commit(of_nobody, {"papers/kettle.md": "ours"})
    file.chmod(0o755)
    assert texts(of_nobody) == BEFORE
    commit(of_nobody, {"papers/kettle.md": "ours"})
