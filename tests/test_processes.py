from collections.abc import Callable

import pytest

from litwiki import processes


def double(numbers: range, tick: Callable[[], None]) -> list[int]:
    for _ in numbers:
        tick()
    return [2 * number for number in numbers]


@pytest.mark.parametrize("forks", [True, False])
@pytest.mark.parametrize("parts", [1, 2, 3])
def test_results_come_in_order_and_all_ticks_arrive(forks: bool, parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "FORKS", forks and processes.FORKS)
    ticks: list[int] = []
    shards = [range(part * 60, part * 60 + 60) for part in range(parts)]
    found = processes.share(double, shards, lambda: ticks.append(1))
    assert [number for some in found for number in some] == [2 * number for number in range(60 * parts)]
    assert len(ticks) == 60 * parts


def test_a_failure_says_where() -> None:
    def fail(_: int, tick: Callable[[], None]) -> None:
        raise ValueError("the third wheel")

    with pytest.raises((RuntimeError, ValueError), match="the third wheel"):
        processes.share(fail, [1, 2])


@pytest.mark.parametrize(("items", "parts"), [(0, 3), (1, 3), (7, 3), (9, 3), (2, 1)])
def test_slices_are_contiguous(items: int, parts: int) -> None:
    slices = processes.contiguous(list(range(items)), parts)
    assert [number for some in slices for number in some] == list(range(items))
    assert len(slices) <= parts
    assert all(slices)


def test_few_items_are_one_process_s_work() -> None:
    assert processes.worth(10) == 1
    assert 1 <= processes.worth(100_000) <= processes.cores()
