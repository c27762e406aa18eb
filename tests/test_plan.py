"""The plan of docs/scale.md: what adds up, and what more workers do not change."""

import pytest

from tests.bench.plan import Measured, plan

COSTS = Measured(workers_ms=3.0, driver_ms=1.0, driver_bytes=50_000, wire_bytes=10_000, site_bytes=40_000, files=2.0)


def test_costs_add_up() -> None:
    found = plan(1_000_000, COSTS, workers=1)
    assert found.core_hours == pytest.approx(4 * 1_000_000 / 3_600_000, rel=0.01)
    assert found.wall_hours == pytest.approx(found.core_hours)
    assert (found.driver_gigabytes, found.wire_gigabytes, found.site_gigabytes) == (50, 10, 40)
    assert found.files == 2_000_000
    assert (found.dollars_once, found.dollars_a_month) == pytest.approx((9, 0.6))


def test_workers_take_nothing_from_the_driver_and_wait_for_the_network() -> None:
    one, many, most = (plan(1_000_000, COSTS, workers) for workers in (1, 16, 10_000))
    assert many.driver_hours == one.driver_hours
    assert one.wall_hours > many.wall_hours > one.driver_hours + (one.core_hours - one.driver_hours) / 16
    assert most.wall_hours == pytest.approx(one.driver_hours + 10e9 / 125e6 / 3600)
