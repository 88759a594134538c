"""Overrides, overridden rules and months under way, at their cuts."""

from datetime import date
from typing import Any

import pytest

from data.tables.vocabulary import Disposition
from services.utilization import cohorts, screening
from services.utilization.screening import Fired
from tests.services.utilization.comparing import ground_of
from tests.services.utilization.test_by_hand import QUIET, Rooms


@pytest.fixture
def rooms(record: str) -> Rooms:
    return Rooms()


def decided(verdict: str, *findings: tuple[str, str]) -> dict[str, Any]:
    """A patient of whom the rules said this, and a prescriber that."""
    found = [{"rule": rule, "result": result} for rule, result in findings]
    one = {"ahead": -9, "verdict": Disposition(verdict), "findings": found, "revisit": 90}
    return {**QUIET, "visits": [], "decided": [one]}


def fired(rooms: Rooms) -> dict[str, tuple[int | None, int | None]]:
    mix = screening.mix(rooms.owner, ground_of(rooms.owner))
    return {each.rule: (each.n, each.overridden) for each in mix.rules}


@pytest.mark.parametrize(
    ("verdict", "overridden"),
    [("eligible", 1), ("incomplete", 1), ("review", 0), ("defer", 0), ("not_recommended", 0)],
)
def test_a_rule_is_overridden_by_a_milder_decision_only(
    rooms: Rooms, verdict: str, overridden: int
) -> None:
    rooms.add(decided(verdict, ("R11", "review")))
    assert fired(rooms) == {"R11": (1, overridden)}


def test_a_rule_milder_than_the_decision_was_followed_though_another_was_not(rooms: Rooms) -> None:
    rooms.add(decided("review", ("R11", "review"), ("R12", "defer")))
    assert fired(rooms) == {"R11": (1, 0), "R12": (1, 1)}


def test_a_rule_that_fires_twice_counts_once_and_by_its_worst(rooms: Rooms) -> None:
    rooms.add(decided("review", ("R30", "review"), ("R30", "defer")))
    assert fired(rooms) == {"R30": (1, 1)}


def test_what_holds_nobody_up_is_no_rule_that_fired(rooms: Rooms) -> None:
    rooms.add(decided("eligible", ("R01", "eligible")))
    assert fired(rooms) == {}


def test_overrides_are_told_apart_by_what_was_decided(rooms: Rooms) -> None:
    rooms.add(decided("eligible", ("R11", "review")))
    rooms.add(decided("eligible", ("R01", "eligible")))
    rooms.add(decided("not_recommended", ("R11", "review")))
    mix = screening.mix(rooms.owner, ground_of(rooms.owner))
    assert {words: n for words, n in mix.verdicts.items() if n} == {
        "Eligible": 2,
        "Not recommended": 1,
    }
    assert {words: n for words, n in mix.overrides.items() if n} == {
        "Eligible": 1,
        "Not recommended": 1,
    }


def test_rules_have_the_names_of_the_policy_and_unknown_ones_their_id(rooms: Rooms) -> None:
    rooms.add(decided("review", ("R30", "review"), ("X9", "review")))
    mix = screening.mix(rooms.owner, ground_of(rooms.owner))
    assert mix.rules == (
        Fired("R30", "Medicine that interacts (R30)", 1, 0),
        Fired("X9", "X9", 1, 0),
    )


@pytest.mark.parametrize(
    ("today", "under_way"),
    # the last of September is 59, 60 and 61 days before
    [(date(2026, 11, 28), True), (date(2026, 11, 29), False), (date(2026, 11, 30), False)],
)
def test_a_month_is_under_way_until_its_last_day_is_old_enough(
    today: date, under_way: bool
) -> None:
    assert cohorts.is_under_way(date(2026, 9, 1), today) is under_way
