"""Whether killing `litwiki enrich` loses anything: run it as `python -m tests.measure_kills [KILLS]`.

A wiki of waiting ids is enriched from a server on this machine by a process that is killed (SIGKILL) after a random
part of its time, again and again; a run that ends well is followed by a new wiki. After every kill the wiki is read: it
has all of its ids or all of its papers, and never something between. It prints how often, and what was asked twice.
"""

# ruff: noqa: T201

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from litwiki import content
from litwiki.curation.ingest import ingest
from litwiki.scaffold import scaffold
from litwiki.sources import read_arguments
from tests.service_machine import Fault, Work, served

PAPERS = 60
CHILD = """
import sys
from pathlib import Path
from litwiki.curation.enrich import enrich
from tests.service_machine import client
enrich(Path(sys.argv[1]), client=client())
"""


def main(kills: int) -> None:
    chance = random.Random(1)
    works = [Work(f"Kettle Number {n} of Sixty", doi=f"10.1000/k.{n}", venue="Tea") for n in range(1, PAPERS + 1)]
    folder = Path(tempfile.mkdtemp())
    killed = ended = lost = asked = 0
    root, seconds = fresh(folder, works), 4.0
    with served(*works) as services:
        services.always["openalex"] = Fault(404)
        while killed < kills:
            start = time.monotonic()
            child = subprocess.Popen([sys.executable, "-c", CHILD, str(root)])
            try:
                child.wait(chance.uniform(0.3, seconds))
                seconds = 0.5 * seconds + 0.5 * (time.monotonic() - start)
            except subprocess.TimeoutExpired:
                child.send_signal(signal.SIGKILL)
                child.wait()
                killed += 1
            loaded = content.load(root)
            papers, waiting = len(loaded.wiki.papers), len(loaded.wiki.pending)
            if loaded.problems or (papers, waiting) not in {(0, PAPERS), (PAPERS, 0)}:
                lost += 1
                print(f"after kill {killed}: {papers} papers, {waiting} ids, {loaded.problems[:2]}")
            if papers:
                ended += 1
                asked = max(asked, services.count("crossref"))
                services.asked.clear()
                root = fresh(folder, works)
    print(
        f"{killed} kills, {ended} wikis whole, {lost} losses; Crossref was asked at most {asked} times for {PAPERS} ids"
    )
    shutil.rmtree(folder)


def fresh(folder: Path, works: list[Work]) -> Path:
    """A new wiki of waiting ids."""
    root = folder / "wiki"
    shutil.rmtree(root, ignore_errors=True)
    scaffold(root, "Tea")
    ingest(root, readings=[read_arguments([work.doi for work in works])])
    return root


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
