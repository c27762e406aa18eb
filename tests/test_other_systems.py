"""Systems that lack what POSIX has, and disks that are full: a wiki is made, filled, built and checked all the same, or
the file and the reason are named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.invented import ALL, spaced

WINDOWS = """
import builtins, multiprocessing, multiprocessing.context, os, sys

GONE = {"resource", "fcntl", "pwd", "grp", "termios", "tty", "pty", "posix_spawn"}
real = builtins.__import__
def imported(name, globals=None, locals=None, fromlist=(), level=0):
    # The standard library asks for some of them by itself, where there is a fork.
    if level == 0 and name in GONE and "litwiki" in str((globals or {}).get("__name__")):
        raise ImportError(f"No module named {name!r}")
    return real(name, globals, locals, fromlist, level)
builtins.__import__ = imported

def refused(*_, **__):
    raise OSError(1, "the system cannot do that")
os.link = os.symlink = refused
for name in ("fork", "chown", "lchown", "sched_getaffinity", "geteuid", "getuid", "mkfifo", "fchmod", "killpg"):
    if hasattr(os, name):
        delattr(os, name)

# Names differ by more than their case, and none is a device's.
DEVICES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
def watch(event, arguments):
    if event in {"open", "os.mkdir", "os.rename"} and isinstance(arguments[0], (str, bytes)):
        for path in arguments[:2] if event == "os.rename" else arguments[:1]:
            name = os.path.basename(os.fsdecode(path))
            if name.split(".")[0].lower() in DEVICES or set(name) & set('<>:"|?*') or name.endswith((" ", ".")):
                if os.fsdecode(path).startswith(sys.argv[1]):
                    raise OSError(22, f"no file can be called {name!r}")
sys.addaudithook(watch)

from litwiki.cli import main
sys.argv = ["litwiki", *sys.argv[2:]]
main()
"""


def run(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    script = root.parent / "windows.py"
    script.write_text(WINDOWS, encoding="utf-8")
    command = [sys.executable, str(script), str(root.parent), *arguments]
    return subprocess.run(command, env={**os.environ, **variables}, capture_output=True, check=False)


def test_a_wiki_works_where_nothing_of_posix_is(tmp_path: Path) -> None:
    root = tmp_path / "wiki"
    listing = tmp_path / "listing.txt"
    listing.write_text(spaced(ALL), encoding="utf-8")
    names = tmp_path / "names.csv"
    names.write_text("title,authors\nCON: A Kettle,Nul Aux\nNul,Prn\naux,Com1\nKettle: Lpt1?,A <B>\n", encoding="utf-8")
    assert run(root, "init", str(root), "--title", "Tea").returncode == 0
    for arguments in (["ingest", str(listing), str(names)], ["build"]):
        done = run(root, *arguments, "--root", str(root))
        assert (done.returncode, b"bug" in done.stderr) == (0, False), (arguments, done.stderr.decode())
    papers = {path.stem for path in (root / "content" / "papers").glob("*.md")}
    assert len(papers) == len(ALL) + 4
    assert not papers & {"con", "nul", "aux"}
    assert not (root / "site" / "people" / "nul").exists()
    assert (root / "site" / "papers" / "kettle" / "index.html").is_file()
    assert run(root, "undo", "--root", str(root)).returncode == 0
    assert list((root / "content" / "papers").glob("*.md")) == []


def test_output_is_utf_8_wherever_it_goes(tmp_path: Path) -> None:
    root = tmp_path / "茶"
    for arguments in (["init", str(root), "--title", "茶"], ["add", "茶の本", "--root", str(root), "--json"]):
        done = run(root, *arguments, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
        assert done.returncode == 0, done.stderr
        done.stdout.decode("utf-8")


LIMITED = """
import resource, sys
from litwiki.cli import main
size = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
sys.argv = ["litwiki", *sys.argv[2:]]
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limit here")
@pytest.mark.parametrize(
    ("command", "size", "named"),
    [("ingest", 900, ".litwiki/journal"), ("build", 30_000, "build/state.db"), ("build", 150_000, "build/")],
)
def test_where_there_is_no_room_the_file_is_named_and_nothing_is_lost(
    command: str, size: int, named: str, new_wiki: Path, tmp_path: Path
) -> None:
    listing = tmp_path / "listing.txt"
    listing.write_text(spaced(ALL), encoding="utf-8")
    before = {path: path.read_bytes() for path in new_wiki.rglob("*") if path.is_file()}
    files = [str(listing)] if command == "ingest" else []
    arguments = [sys.executable, "-c", LIMITED, str(size), command, *files, "--root", str(new_wiki)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert str(new_wiki / named) in done.stderr
    assert "bug" not in done.stderr
    assert {path: path.read_bytes() for path in before} == before
    assert not (new_wiki / "site" / "index.html").exists()
