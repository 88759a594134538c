"""A share is told once, with what it is of, and with how far it is known."""

import re

import pytest

from data.queries.insight.chairs import By
from services.access import User
from services.insight import ground as grounds
from services.insight.rates import Rate
from services.statistics.proportions import wilson
from services.utilization import attendance, compare, summary, tiles
from services.utilization.shares import both, interval
from tests import clinic
from tests.services.utilization.comparing import ground_of

PROPORTIONS = {
    *("no_show", "late_cancel", "fill_rate", "funnel", "screening_mix", "induction_completed"),
    *("review_done", "rems_on_time", "documentation"),
}


@pytest.fixture
def owner(demo_record: str) -> User:
    return clinic.user(clinic.OWNER)


@pytest.mark.parametrize(
    ("rate", "said", "limits"),
    [
        (Rate(1, 1), "1 of 1", "21 to 100 %"),
        (Rate(10, 10), "10 of 10", "72 to 100 %"),
        (Rate(7, 12), "58 % (7 of 12)", "32 to 81 %"),
        (Rate(0, 12), "0 % (0 of 12)", "0 to 24 %"),
        (Rate(12, 240), "5.0 % (12 of 240)", "2.9 to 8.5 %"),
        (Rate(0, 0), "not known", ""),
        (Rate(None, None), "hidden", ""),
        (Rate(None, 30), "hidden", ""),
    ],
    ids=str,
)
def test_a_share_is_said_once_with_its_interval(rate: Rate, said: str, limits: str) -> None:
    assert both(rate) == said
    assert interval(rate) == limits


def test_every_proportion_of_the_table_has_its_interval(owner: User) -> None:
    ground, people = ground_of(owner), grounds.people(owner)
    lines = {line.kpi: line for line in summary.lines(owner, ground, people)}
    for kpi, line in lines.items():
        assert bool(line.interval) == (kpi in PROPORTIONS), kpi
    rate = attendance.attendance(owner, ground).no_show
    assert rate.k is not None
    assert rate.n is not None
    low, high = wilson(rate.k, rate.n)
    told = [float(each) / 100 for each in re.findall(r"[\d.]+", lines["no_show"].interval)]
    assert told == pytest.approx([low, high], abs=0.005)
    assert "95 % interval" in summary.figure(owner, ground, people).table.columns


def test_nothing_is_said_twice(owner: User) -> None:
    ground, people = ground_of(owner), grounds.people(owner)
    for line in summary.lines(owner, ground, people):
        assert not re.search(r"(\d+ of \d+), \1", line.more), line
        assert not line.of.startswith(f"{line.value} ") or not line.of, line
        assert line.of != line.value, line
    for tile in tiles.tiles(owner, ground):
        assert tile.value not in tile.below, tile


def test_a_tile_of_a_share_has_its_interval(owner: User) -> None:
    ground = ground_of(owner)
    (tile,) = (each for each in tiles.tiles(owner, ground) if each.kpi == "no_show")
    rate = attendance.attendance(owner, ground).no_show
    assert tile.below == f"{rate.of}, {interval(rate)}"


def test_every_headline_of_a_comparison_has_its_interval(owner: User) -> None:
    ground, people = ground_of(owner), grounds.people(owner)
    table = compare.figure(owner, ground, By.ROUTE, people).table
    rates = attendance.by_group(owner, ground, By.ROUTE)["no_show"]
    told = [f"{rate.of} ({interval(rate)})" for rate in rates.values() if rate.is_headline]
    assert told
    assert all(any(each in cell for cell in table["No-show"]) for each in told)
