"""What builds are to reach, beside what was measured: `met` or `missed` for each."""

import statistics
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from tests.bench.processes import Run

FULL, CHANGED, ADDED, NOTHING, INGEST = (
    "litwiki, full",
    "litwiki, one paper changed",
    "litwiki, one paper added",
    "litwiki, nothing changed",
    "litwiki, as many entries ingested",
)


class Figures(Protocol):
    """What was measured at one size."""

    @property
    def runs(self) -> Mapping[str, list[Run]]:
        """Runs by task."""

    @property
    def files(self) -> int:
        """Files of the site."""

    @property
    def size(self) -> int:
        """Bytes of the site."""

    @property
    def reloads(self) -> Sequence[float]:
        """Seconds from saving a file to the reloaded page."""


class Aim(NamedTuple):
    """At most so much of a unit: seconds of a task, where nothing else is said."""

    most: float
    task: str
    unit: str = "s"


AIMS: Mapping[int, tuple[Aim, ...]] = {
    384: (
        *(Aim(0.45, FULL, "× MkDocs"), Aim(0.7, CHANGED), Aim(1.0, ADDED), Aim(0.25, NOTHING)),
        Aim(0.5, "serve, save to reloaded page"),
    ),
    2_500: (
        *(Aim(0.8, FULL, "× Hugo"), Aim(0.167, FULL, "× MkDocs"), Aim(1.2, CHANGED), Aim(2, ADDED), Aim(0.3, NOTHING)),
        Aim(0.8, "serve, save to reloaded page"),
    ),
    10_000: (
        *(Aim(0.6, FULL, "× Hugo"), Aim(0.125, FULL, "× MkDocs"), Aim(3.5, FULL, "ms CPU a paper")),
        *(Aim(2.5, CHANGED), Aim(5, ADDED), Aim(0.6, NOTHING), Aim(500, FULL, "MiB")),
        Aim(1.5, "serve, save to reloaded page"),
    ),
    100_000: (
        *(Aim(12, FULL, "× 10,000 papers"), Aim(25, CHANGED), Aim(60, ADDED), Aim(6, NOTHING), Aim(3_000, FULL, "MiB")),
        *(Aim(90, INGEST), Aim(2_000, INGEST, "MiB")),
    ),
}
"""By the number of papers; and for each size at most three files and 40 kB a paper."""


def aims(sizes: Mapping[int, Figures]) -> str:
    """A table of the aims of these sizes, as far as they were measured."""
    lines = ["| papers | | aim | measured | |", "|---:|---|---:|---:|---|"]
    for papers in sizes:
        site = (Aim(3, "files a paper", ""), Aim(40, "bytes a paper", "kB"))
        for aim in (*AIMS.get(papers, ()), *(site if papers in AIMS else ())):
            found = _measured(aim, papers, sizes)
            if found is not None:
                shown = "met" if found <= aim.most else "**missed**"
                lines.append(f"| {papers:,} | {aim.task} | ≤ {aim.most:g} {aim.unit} | {found:.2f} | {shown} |")
    return "\n".join(lines)


def _measured(aim: Aim, papers: int, sizes: Mapping[int, Figures]) -> float | None:
    figures = sizes[papers]
    if aim.task == "files a paper":
        return figures.files / papers
    if aim.task == "bytes a paper":
        return figures.size / papers / 1000
    if aim.task not in figures.runs:
        return statistics.median(figures.reloads) if figures.reloads and aim.task.startswith("serve") else None
    runs = figures.runs[aim.task]
    wall = statistics.median(run.wall for run in runs)
    if aim.unit == "MiB":
        return max(run.peak for run in runs)
    if aim.unit == "ms CPU a paper":
        return 1000 * statistics.median(run.cpu for run in runs) / papers
    if aim.unit == "s":
        return wall
    other = sizes.get(10_000) if aim.unit == "× 10,000 papers" else figures
    name = FULL if aim.unit == "× 10,000 papers" else f"{aim.unit.removeprefix('× ')}, full"
    return wall / statistics.median(run.wall for run in other.runs[name]) if other and name in other.runs else None
