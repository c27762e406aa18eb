"""Any executor gives the same results, in order, and says what went wrong in a worker."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from litwiki.workers import InProcess, contiguous, cores, in_turn, workers


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
        list(executor.map(fail, [3]))


@pytest.mark.parametrize("count", [1, 2])
def test_tasks_in_turn_leave_room_for_those_of_others(count: int) -> None:
    with workers(0, count) as executor:
        many = in_turn(executor, double, [range(part, part + 1) for part in range(400)], ahead=3)
        (between,) = executor.map(double, [range(7, 8)])
        assert between[1] == [14]
        assert [number for _, some in many for number in some] == [2 * part for part in range(400)]


def test_of_tasks_in_turn_those_that_are_left_are_not_done_after_a_failure() -> None:
    with pytest.raises(ValueError, match="the wheel 0"), workers(0, 2) as executor:
        list(in_turn(executor, fail, range(10_000), ahead=3))
    many = in_turn(executor, double, [range(1)] * 3, ahead=1)
    with pytest.raises(RuntimeError, match="after shutdown"):
        next(many)


def test_workers_that_were_got_ready_are_those_that_work() -> None:
    script = (
        "from multiprocessing import forkserver\n"
        "from litwiki.workers import get_ready, workers\n"
        "get_ready(1)\n"
        "before = forkserver._forkserver._forkserver_pid\n"
        "import math\n"
        "with workers(0, 2) as executor:\n"
        "    list(executor.map(math.factorial, [3, 4]))\n"
        "assert before and before == forkserver._forkserver._forkserver_pid\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, env={**os.environ, "LITWIKI_WORKERS": "2"})


def test_few_items_are_one_process_s_work() -> None:
    with workers(10) as executor:
        assert isinstance(executor, InProcess)
    assert cores() >= 1


def test_a_person_may_say_how_many_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    for asked, alone in (("1", True), ("2", False), ("", True), ("many", True)):
        monkeypatch.setenv("LITWIKI_WORKERS", asked)
        with workers(10) as executor:
            assert isinstance(executor, InProcess) is alone


@pytest.mark.parametrize(("items", "parts"), [(0, 3), (1, 3), (7, 3), (9, 3), (2, 1)])
def test_slices_are_contiguous(items: int, parts: int) -> None:
    slices = contiguous(list(range(items)), parts)
    assert [number for some in slices for number in some] == list(range(items))
    assert len(slices) <= parts
    assert all(slices)
