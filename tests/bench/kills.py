"""`python -m tests.bench.kills`: ingests and builds are killed at moments spread over their whole time, and what they
leave is compared with what undisturbed runs leave.

After a kill every file of `content/` is whole, as before or as after; once the next command has begun, all of them are
as before or all as after; and the same ingest again gives what an undisturbed one gives. The site is the last one or
the next one, never a mixture, and the next build gives what a clean build gives. Prints how often which was found.
"""

import argparse
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.folders import files_of
from tests.bench.processes import environment
from tests.bench.synthetic import write_listings, write_wiki

PAPERS = 60
LITWIKI = [sys.executable, "-c", "from litwiki.cli import run; run()"]
Files = Mapping[str, bytes]


def undisturbed(root: Path, *command: str) -> float:
    """Runs a command to its end and returns its seconds. Raises `RuntimeError` where it fails."""
    start = time.perf_counter()
    done = subprocess.run(
        [*LITWIKI, *command], cwd=root, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-2000:]}")
    return time.perf_counter() - start


def killed(root: Path, seconds: float, *command: str) -> bool:
    """Runs a command and kills it, with all that it started, after so many seconds; returns whether it still ran."""
    process = subprocess.Popen(
        [*LITWIKI, *command],
        cwd=root,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def moment(number: int) -> float:
    """Between 0 and 1: multiples of the golden ratio, which are spread evenly however many there are."""
    return number * 0.618_033_988_75 % 1


def whole(found: Files, before: Files, after: Files) -> bool:
    """Whether each file that a reader looks at is as before or as after."""
    shown = {path: digest for path, digest in found.items() if not path.rpartition("/")[2].startswith(".")}
    return all(digest in {before.get(path), after.get(path)} for path, digest in shown.items())


def named(found: Files, before: Files, after: Files) -> str:
    """In a word what was found."""
    return "as after" if found == after else "as before" if found == before else "WRONG"


def ingests(folder: Path, count: int) -> Counter[str]:
    """Ingests until that many were killed before they were over."""
    root, untouched = folder / "ingested", folder / "untouched"
    listings = [str(path) for path in write_listings(folder / "incoming", write_wiki(root, PAPERS), PAPERS)]
    shutil.copytree(root / "content", untouched)
    before = files_of(untouched)
    seconds = undisturbed(root, "ingest", "--quiet", *listings)
    after, seen = files_of(root / "content"), Counter[str]()
    for number in itertools.takewhile(lambda _: seen["killed"] < count, itertools.count()):
        shutil.rmtree(root / "content")
        shutil.copytree(untouched, root / "content")
        was_running = killed(root, seconds * moment(number), "ingest", "--quiet", *listings)
        seen["killed" if was_running else "was over"] += 1
        seen["every file whole" if whole(files_of(root / "content"), before, after) else "WRONG: half a file"] += 1
        subprocess.run([*LITWIKI, "check"], cwd=root, env=environment(), capture_output=True, check=False)
        seen[f"content {named(files_of(root / 'content'), before, after)}"] += 1
        undisturbed(root, "ingest", "--quiet", *listings)
        seen[f"the next ingest: {named(files_of(root / 'content'), before, after)}"] += 1
    return seen


def builds(folder: Path, count: int) -> Counter[str]:
    """Builds until that many were killed, every fifth one a build from nothing beside the site that stands."""
    root = folder / "built"
    write_wiki(root, PAPERS)
    papers = sorted((root / "content" / "papers").glob("*.md"))
    changed, added = papers[0], papers[0].with_name("once-more.md")
    texts = [changed.read_text(encoding="utf-8"), changed.read_text(encoding="utf-8") + "\nA note on kettles.\n"]

    def turn(side: int) -> None:
        """Makes the content that of one side: a paper's notes, and a paper that is there or not."""
        changed.write_text(texts[side], encoding="utf-8")
        if side:
            front = re.sub(r"\n(?:ids|links): .*", "", texts[0])
            added.write_text(re.sub(r"\ntitle: .*\n", "\ntitle: 'Kettles, Once More'\n", front), encoding="utf-8")
        else:
            added.unlink(missing_ok=True)

    sites: list[Files] = []
    for side in (1, 0):
        turn(side)
        undisturbed(root, "build", "--quiet", "--clean")
        sites.insert(0, files_of(root / "site"))
    turn(1)
    times = [undisturbed(root, "build", "--quiet", "--clean")]
    turn(0)
    times.append(undisturbed(root, "build", "--quiet"))
    seen = Counter[str]()
    for number in itertools.takewhile(lambda _: seen["killed"] < count, itertools.count()):
        side, clean = (number + 1) % 2, number % 5 == 4
        before, after = sites[1 - side], sites[side]
        turn(side)
        options = ("--clean",) if clean else ()
        was_running = killed(root, times[not clean] * moment(number), "build", "--quiet", *options)
        seen["killed" if was_running else "was over"] += 1
        seen[f"site {named(files_of(root / 'site'), before, after)}"] += 1
        undisturbed(root, "build", "--quiet")
        seen[f"the next build: {named(files_of(root / 'site'), before, after)}"] += 1
    return seen


def main(arguments: Sequence[str] | None = None) -> int:
    """Kills, counts, prints; 1 where something was wrong."""
    parser = argparse.ArgumentParser(description="Kill ingests and builds, and look at what they leave.")
    parser.add_argument("--ingests", type=int, default=100)
    parser.add_argument("--builds", type=int, default=60)
    told = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        found = {"ingests": ingests(Path(place), told.ingests), "builds": builds(Path(place), told.builds)}
    for name, seen in found.items():
        print(f"{name}: " + "; ".join(f"{what} {number}" for what, number in sorted(seen.items())))
    return int(
        any("WRONG" in what or (what.endswith("as before") and "next" in what) for s in found.values() for what in s)
    )


if __name__ == "__main__":
    sys.exit(main())
