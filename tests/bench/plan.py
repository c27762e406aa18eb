"""What a large wiki would take: costs that were measured of a smaller one in, core-hours, memory, bytes and money out.

`python -m tests.bench.plan 1000000` prints the rows of docs/scale.md that are computed. Counts are synthetic: papers whose slugs
are hashed into shards, of which the fullest one decides how long the last worker works.
"""

import heapq
import random
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one full build: CPU milliseconds a paper, of what workers do and of what the driver alone does; bytes a paper
    of memory in the driver and of the site; files a paper."""

    workers_ms: float
    driver_ms: float
    driver_bytes: float
    site_bytes: float
    files: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What so many papers would take, if every cost grew as the number of papers does."""

    papers: int
    core_hours: float
    driver_hours: float
    wall_hours: float
    driver_gigabytes: float
    site_gigabytes: float
    files: int
    dollars_a_month: float


COSTS = Measured(workers_ms=4.8, driver_ms=4.8, driver_bytes=100_000, site_bytes=46_500, files=2.1)
"""Of 2,500 synthetic papers on a busy machine, 2026-11-28, with records in shards: 12.0 s of the driver's processor, 23.9 s in one
process altogether, 296 MiB in the driver of which 58 are a process without a wiki."""
PAPERS_OF_A_TASK = 1_024
DOLLARS_A_GIGABYTE = 0.015
"""Of object storage in a month: the list price of Cloudflare R2, without what requests cost."""


def plan(papers: int, costs: Measured, workers: int, seed: int = 7) -> Plan:
    """The plan, with tasks shared out among workers: a hash fills shards unevenly, and the fullest ones come last."""
    dice = random.Random(seed)
    shards = max(1, papers // PAPERS_OF_A_TASK)
    busy = [0.0] * workers
    for _ in range(shards):
        size = max(0.0, dice.gauss(papers / shards, PAPERS_OF_A_TASK**0.5))
        heapq.heapreplace(busy, busy[0] + size * costs.workers_ms)
    hour = 3_600_000
    driver = papers * costs.driver_ms / hour
    return Plan(
        papers=papers,
        core_hours=sum(busy) / hour + driver,
        driver_hours=driver,
        wall_hours=max(busy) / hour + driver,
        driver_gigabytes=papers * costs.driver_bytes / 1e9,
        site_gigabytes=papers * costs.site_bytes / 1e9,
        files=round(papers * costs.files),
        dollars_a_month=papers * costs.site_bytes / 1e9 * DOLLARS_A_GIGABYTE,
    )


def main(papers: list[int], costs: Measured, workers: tuple[int, ...] = (2, 16, 64)) -> None:
    """Prints a row for each number of papers and workers."""
    print(
        "| papers | workers | core-hours | hours | of these the driver | driver, GB | site, GB | files | storage, $ a month |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for count in papers:
        for some in workers:
            row = plan(count, costs, some)
            print(
                f"| {count:,} | {some} | {row.core_hours:.1f} | {row.wall_hours:.1f} | {row.driver_hours:.1f} | "
                f"{row.driver_gigabytes:.0f} | {row.site_gigabytes:.0f} | {row.files:,} | {row.dollars_a_month:.2f} |"
            )


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]] or [100_000, 1_000_000, 2_400_000], COSTS)
