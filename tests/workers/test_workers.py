"""Any executor gives the same results, in order, and says what went wrong in a worker."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from litwiki.workers import (
    Background,
    BoundedExecutor,
    InProcess,
    Results,
    background_of,
    papers_of,
    shards,
    workers,
)


def double(numbers: range) -> tuple[int, list[int]]:
    return os.getpid(), [2 * number for number in numbers]


def fail(number: int) -> int:
    raise ValueError(f"the wheel {number}")


@pytest.mark.parametrize(("count", "method"), [(1, None), (2, None), (2, "spawn")])
def test_results_come_in_order(count: int, method: str | None) -> None:
    tasks = [range(60 * part, 60 * part + 60) for part in range(5)]
    with workers(0, count, method) as executor:
        found = list(executor.map(double, tasks))
    assert [number for _, some in found for number in some] == [2 * number for number in range(300)]
    assert all((process == os.getpid()) is (count == 1) for process, _ in found)


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_a_script_without_a_guard_is_run_once(method: str, tmp_path: Path) -> None:
    """What calls litwiki as a library need not know how processes are started."""
    script = tmp_path / "build_my_wiki.py"
    script.write_text(
        "import math\nfrom litwiki.workers import workers\n"
        "print('begun')\n"
        f"with workers(0, 2, {method!r}) as executor:\n"
        "    print(list(executor.map(math.factorial, [3, 4])))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("begun\n[6, 24]\n", "")


@pytest.mark.parametrize("count", [1, 2])
def test_a_failure_is_raised_where_its_result_is_asked_for(count: int) -> None:
    with workers(0, count) as executor, pytest.raises(ValueError, match="the wheel 3"):
        list(executor.map(fail, [3, 4]))


def test_more_tasks_are_submitted_while_somebody_does_something_else() -> None:
    submitted: list[int] = []

    def brew(number: int) -> int:
        submitted.append(number)
        return 2 * number

    results = BoundedExecutor(InProcess(), lambda: 3).map(brew, range(8))
    assert isinstance(results, Results)
    assert submitted == [0, 1, 2]
    results.submit_more()
    assert submitted == [0, 1, 2, 3, 4, 5]
    assert list(results) == [0, 2, 4, 6, 8, 10, 12, 14]
    assert submitted == [*range(8)]


def test_what_nobody_waits_for_yet_stands_behind_everything_else() -> None:
    order: list[str] = []
    kettle, pot = Event(), Event()

    def brew(name: str) -> str:
        order.append(name)
        (pot if name == "first" else kettle).wait(10)
        return name

    with ThreadPoolExecutor(1) as pool:
        executor = BoundedExecutor(pool, lambda: 8, background=Background(pool, 1))
        later = background_of(executor).map(brew, ["first", "second", "third"])
        soon = executor.map(brew, ["urgent", "soon"])
        pot.set()
        kettle.set()
        assert list(soon) == ["urgent", "soon"]
        assert list(later) == ["first", "second", "third"]
    assert order == ["first", "urgent", "soon", "second", "third"]
    assert background_of(InProcess()).submit(abs, -3).result() == 3


def test_a_failure_in_the_background_is_raised_where_its_result_is_asked_for() -> None:
    with workers(0, 2) as executor:
        with pytest.raises(ValueError, match="the wheel 3"):
            list(background_of(executor).map(fail, [3, 4]))
        assert [number for _, some in background_of(executor).map(double, [range(3), range(0)]) for number in some] == [
            0,
            2,
            4,
        ]
    with pytest.raises(RuntimeError, match="shutdown"):
        background_of(executor).submit(double, range(3)).result()


def test_workers_that_were_got_ready_are_those_that_work() -> None:
    script = (
        "import math\n"
        "from multiprocessing import forkserver\n"
        "from litwiki.workers import workers\n"
        "from litwiki.workers.processes import start_server\n"
        "start_server()\n"
        "before = forkserver._forkserver._forkserver_pid\n"
        "with workers(0, 2) as executor:\n"
        "    list(executor.map(math.factorial, [3, 4]))\n"
        "assert before and before == forkserver._forkserver._forkserver_pid\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, env={**os.environ, "LITWIKI_WORKERS": "2"})


def test_few_items_are_one_process_s_work() -> None:
    with workers(10) as executor:
        assert isinstance(executor, InProcess)


def test_a_person_may_say_how_many_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    for asked, alone in (("1", True), ("2", False), ("", True), ("many", True)):
        monkeypatch.setenv("LITWIKI_WORKERS", asked)
        with workers(10) as executor:
            assert isinstance(executor, InProcess) is alone


def counting(made: list[int]) -> Iterator[int]:
    """Numbers, each noted when somebody asks for it."""
    for number in range(50):
        made.append(number)
        yield number


def test_a_bounded_executor_has_few_tasks_under_way_and_makes_inputs_late() -> None:
    made = list[int]()
    with ThreadPoolExecutor(2) as threads:
        results = BoundedExecutor(threads, lambda: 3).map(str, counting(made))
        assert made == [0, 1, 2]
        assert [next(results) for _ in range(4)] == ["0", "1", "2", "3"]
        assert len(made) == 7
        assert [*results] == [str(number) for number in range(4, 50)]


def test_a_bounded_executor_grows_with_its_workers_and_stops_where_nobody_asks() -> None:
    room, made = [1], list[int]()
    with ThreadPoolExecutor(1) as threads:
        results = BoundedExecutor(threads, lambda: room[0]).map(str, counting(made))
        room[0] = 5
        assert [next(results), next(results)] == ["0", "1"]
        assert len(made) == 7
        assert isinstance(results, Results)
        results.close()
    assert len(made) == 7
    assert not [*results]


def test_tasks_have_as_many_papers_as_the_executor_says() -> None:
    handed_in = BoundedExecutor(InProcess(), lambda: 1, papers=6)
    assert (papers_of(InProcess()), papers_of(handed_in)) == (0, 6)
    assert shards(range(7), 3, InProcess()) == [range(3), range(3, 6), range(6, 7)]
    assert shards(range(8), 6, InProcess()) == [range(4), range(4, 8)]
    assert shards(range(7), 3, handed_in) == [range(4), range(4, 7)]
    assert shards(range(7), 3, handed_in, weight=3) == [range(2), range(2, 4), range(4, 6), range(6, 7)]
    assert shards(range(2), 3, handed_in, weight=100) == [range(1), range(1, 2)]
