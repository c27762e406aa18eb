"""What a large wiki would take: costs that were measured of a smaller one in, core-hours, memory, bytes and money out.

`python -m tests.bench.plan 1000000` prints the rows of docs/scale.md that are computed. It is a simulation of a list scheduler
(Graham 1969, "Bounds on multiprocessing timing anomalies") on synthetic counts: batches of papers begin where a hash of their
slugs says, so tasks are of uneven size, each goes to the worker that is free first, and the last worker decides how long all wait.
"""

import heapq
import random
import sys

from msgspec import Struct


class Measured(Struct, frozen=True):
    """Of one full build, by the paper: CPU milliseconds of what workers do and of what the driver alone does; bytes of
    memory in the driver, between the two, and of the site; files."""

    workers_ms: float
    driver_ms: float
    driver_bytes: float
    wire_bytes: float
    site_bytes: float
    files: float


class Plan(Struct, frozen=True):
    """What so many papers would take, if every cost grew as the number of papers does."""

    papers: int
    core_hours: float
    driver_hours: float
    wall_hours: float
    driver_gigabytes: float
    wire_gigabytes: float
    site_gigabytes: float
    files: int
    dollars_a_month: float
    dollars_once: float


COSTS = Measured(workers_ms=3.4, driver_ms=1.6, driver_bytes=31_400, wire_bytes=19_100, site_bytes=38_600, files=1.92)
"""What `python -m tests.bench.cluster FOLDER 10000` printed on 2026-11-29, of synthetic papers on a machine that other programs used:
15.9 s of the driver, 17.0 and 16.5 s of two workers, 190.7 MB of pickled inputs and results, and 357 MiB of the driver, of
which 58 are a process without a wiki. The scheduler has a processor of its own, which is not counted: 0.4 ms a paper."""
PAPERS_OF_A_TASK = 1_024
WIRE = 125e6
"""Bytes that a network of one gigabit takes in a second. All goes through the driver's."""
DOLLARS_A_GIGABYTE, DOLLARS_A_FILE = 0.015, 4.5e-6
"""Of object storage, in a month and for each file that is put there: list prices of Cloudflare R2, where reading files
costs 0.36 dollars a million, and traffic nothing."""


def plan(papers: int, costs: Measured, workers: int, seed: int = 7) -> Plan:
    """The plan, with tasks shared out among workers, each to the one that is free first."""
    dice = random.Random(seed)
    tasks = max(1, papers // PAPERS_OF_A_TASK)
    busy = [0.0] * workers
    for _ in range(tasks):
        size = max(0.0, dice.gauss(papers / tasks, PAPERS_OF_A_TASK**0.5))
        heapq.heapreplace(busy, busy[0] + size * costs.workers_ms)
    hour = 3_600_000
    driver, wire, site = papers * costs.driver_ms / hour, papers * costs.wire_bytes, papers * costs.site_bytes / 1e9
    return Plan(
        papers=papers,
        core_hours=sum(busy) / hour + driver,
        driver_hours=driver,
        wall_hours=max(max(busy) / hour, wire / WIRE / 3600) + driver,
        driver_gigabytes=papers * costs.driver_bytes / 1e9,
        wire_gigabytes=wire / 1e9,
        site_gigabytes=site,
        files=round(papers * costs.files),
        dollars_a_month=site * DOLLARS_A_GIGABYTE,
        dollars_once=papers * costs.files * DOLLARS_A_FILE,
    )


def main(papers: list[int], costs: Measured, workers: tuple[int, ...] = (2, 16, 64)) -> None:
    """Prints a row for each number of papers and workers."""
    print(
        "| papers | workers | core-hours | hours | driver alone, hours | driver, GB | wire, GB | site, GB | files | $ once "
        "| $ a month |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for count in papers:
        for some in workers:
            row = plan(count, costs, some)
            print(
                f"| {count:,} | {some} | {row.core_hours:.1f} | {row.wall_hours:.2f} | {row.driver_hours:.2f} | "
                f"{row.driver_gigabytes:.0f} | {row.wire_gigabytes:.1f} | {row.site_gigabytes:.0f} | {row.files:,} | "
                f"{row.dollars_once:.2f} | {row.dollars_a_month:.2f} |"
            )


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]] or [100_000, 1_000_000, 2_400_000], COSTS)
