"""Runs a command again and again in copies of a wiki, killed before its first, second, third … change of a file."""

import subprocess
import sys
from pathlib import Path

from litwiki.curation.ingest import ingest
from litwiki.curation.migrate.migration import migrate

ROOT = Path(__file__).parent.parent
SCRIPT = """
import importlib, os, shutil, signal, sys
from pathlib import Path

module, name = sys.argv[1].rsplit(".", 1)
command = getattr(importlib.import_module(module), name)
wiki, folder, given = map(Path, sys.argv[2:])
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.chmod"}

def run(root, number):
    left = number
    def hook(event, args):
        nonlocal left
        writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or event in CHANGES:
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    command(root, given)
    os._exit(0)

shutil.copytree(wiki, folder / "undisturbed")
command(folder / "undisturbed", given)  # it imports what it needs, which each child would do again
for number in range(1_000):
    root = folder / f"{number:03}"
    shutil.copytree(wiki, root)
    child = os.fork() or run(root, number)
    if not os.waitpid(child, 0)[1]:
        break
"""


def killed_runs(command: str, wiki: Path, given: Path, copies: Path) -> list[Path]:
    """What `command`, a function by its full name that takes a wiki and a path, left in each of `copies` of `wiki`, in
    the order of its changes; in the last one, and in `undisturbed`, it came to its end."""
    copies.mkdir()
    subprocess.run([sys.executable, "-c", SCRIPT, command, wiki, copies, given], check=True, cwd=ROOT)
    return sorted(path for path in copies.iterdir() if path.name.isdecimal())


def ingest_one(root: Path, listing: Path) -> None:
    """`litwiki ingest LISTING`."""
    ingest(root, [listing])


def migrate_into(root: Path, source: Path) -> None:
    """`litwiki migrate SOURCE DIR`."""
    migrate(source, root)
