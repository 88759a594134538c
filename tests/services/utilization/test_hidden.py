"""Those who see no names see counts of enough people only, and cannot open what is hidden."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.queries.insight.chairs import By
from data.queries.insight.flow import Step
from data.tables.vocabulary import Route
from services.access import User
from services.insight import ground as grounds
from services.insight.ground import Ground, View
from services.insight.rates import Rate
from services.refusals import NotFound
from services.utilization import (
    attendance,
    by_month,
    chairs,
    cohorts,
    compare,
    decisions,
    flow,
    opening,
    screening,
    shares,
    standing,
    stuck,
)
from tests import clinic
from tests.services.utilization.comparing import ZONE, ground_of

MINIMUM = 5
GROUND = Ground(View(None, date(2026, 11, 26)), date(2026, 11, 26), ZONE, 1, MINIMUM)
KINDS = ("no_show", "late_cancel")


@pytest.fixture
def manager(demo_record: str) -> User:
    return clinic.user(clinic.MANAGER)


def small(rate: Rate) -> bool:
    if rate.k is None or rate.n is None:
        return False
    return 0 < rate.k < MINIMUM or 0 < rate.n - rate.k < MINIMUM


@pytest.mark.parametrize("by", list(By))
def test_a_manager_is_told_no_small_count_of_any_group(manager: User, by: By) -> None:
    ground = ground_of(manager)
    assert not ground.names
    for kind in KINDS:
        assert not [r for r in attendance.by_group(manager, ground, by)[kind].values() if small(r)]


def test_what_a_series_hides_cannot_be_opened(manager: User) -> None:
    ground = ground_of(manager)
    rates = attendance.by_group(manager, ground, By.MONTH)["no_show"]
    assert any(rate.is_hidden for rate in rates.values())
    for month, rate in rates.items():
        found = opening.find(manager, ground, f"month-{month}-no_show")
        assert (found.n, found.of) == (rate.k, rate.n)
        assert found.rows is None


def test_a_manager_opens_no_week_and_compares_by_none(manager: User) -> None:
    ground = ground_of(manager)
    assert By.WEEK not in compare.choices(manager)
    assert By.WEEK in compare.choices(clinic.user(clinic.DOCTOR))
    with pytest.raises(NotFound, match="months"):
        opening.find(manager, ground, "week-2026-11-02-no_show")
    people = grounds.people(manager)
    assert compare.figure(manager, ground, By.WEEK, people).table.empty


def test_a_third_split_is_refused(manager: User) -> None:
    today = date(2026, 11, 26)
    view = View(None, today, route=Route.IV, site_id=1)
    ground = grounds.stand(manager, "utilization", view, ZONE)
    people = grounds.people(manager)
    assert compare.figure(manager, ground, By.CHAIR, people).table.empty
    with pytest.raises(NotFound, match="two splits"):
        opening.find(manager, ground, "practitioner-none-no_show")


def test_chair_minutes_are_of_no_person_and_not_hidden(manager: User) -> None:
    ground = ground_of(manager)
    owner = clinic.user(clinic.OWNER)
    same = chairs.by_group(owner, ground_of(owner), By.MONTH)
    assert chairs.by_group(manager, ground, By.MONTH) == same


def test_numbers_open_to_counts_alone(manager: User) -> None:
    ground = ground_of(manager)
    for number in ("fate-no_show", "chair-use", "given", "induction-open", "funnel-dosed"):
        found = opening.find(manager, ground, number)
        assert found.rows is None
        counts = [found.n, *(n for _, n in found.rest)]
        assert not [n for n in counts if n is not None and 0 < n < MINIMUM]


counts = st.lists(st.integers(0, 30), min_size=5, max_size=5).map(
    lambda each: dict(zip(Step, sorted(each, reverse=True), strict=True))
)


@settings(deadline=None, max_examples=200)
@given(found=counts)
def test_no_two_bars_of_a_funnel_tell_of_few(found: dict[Step, int]) -> None:
    told = [n for n in flow.shown(GROUND, found).values() if n is not None]
    assert not [n for n in told if 0 < n < MINIMUM]
    assert not [a - b for a, b in pairwise(told) if 0 < a - b < MINIMUM]


months = st.lists(st.lists(st.integers(0, 12), min_size=5, max_size=5), min_size=1, max_size=16)


@settings(deadline=None, max_examples=40)
@given(stops=months)
def test_no_two_cells_of_a_month_tell_of_few(stops: list[list[int]]) -> None:
    counts = {date(2020 + place // 12, place % 12 + 1, 1): each for place, each in enumerate(stops)}
    shown = cohorts._shown(GROUND, counts)
    for month in list(counts)[-cohorts.MOST_MONTHS :]:
        told = [n for n in shown[month].values() if n is not None]
        assert not [n for n in told if 0 < n < MINIMUM]
        for before, after in pairwise(Step):
            n, on = shown[month][before], shown[month][after]
            assert n is None or on is None or not 0 < n - on < MINIMUM


@settings(deadline=None, max_examples=40)
@given(stops=months.filter(lambda each: 1 < len(each) <= cohorts.MOST_MONTHS))
def test_no_month_is_hidden_alone_beside_the_sum_of_all(stops: list[list[int]]) -> None:
    counts = {date(2026, 1 + place % 12, 1 + place // 12): row for place, row in enumerate(stops)}
    shown = cohorts._shown(GROUND, counts)
    for step in (Step.INQUIRY, Step.DOSED):
        assert sum(told[step] is None for told in shown.values()) != 1


def test_a_month_of_enough_people_is_told_whole() -> None:
    counts = {date(2026, 1, 1): [20, 0, 30, 0, 60], date(2026, 2, 1): [9, 8, 7, 6, 5]}
    shown = cohorts._shown(GROUND, counts)
    assert list(shown[date(2026, 1, 1)].values()) == [110, 90, 90, 60, 60]
    assert list(shown[date(2026, 2, 1)].values()) == [35, 26, 18, 11, 5]


def test_few_who_stopped_hide_what_their_number_could_be_worked_out_of() -> None:
    counts = {date(2026, 1, 1): [20, 3, 30, 40, 60], date(2026, 2, 1): [9, 8, 7, 6, 5]}
    shown = cohorts._shown(GROUND, counts)
    assert shown[date(2026, 1, 1)][Step.INQUIRY] == 153
    assert [shown[month][Step.SCREENED] for month in counts] == [None, None]


NEW = (by_month.figure, standing.figure, decisions.figure, decisions.rules)


@pytest.mark.parametrize("make", NEW)
def test_what_leaves_tells_a_manager_no_count_below_eleven(manager: User, make: Any) -> None:
    ground = ground_of(manager).for_export()
    table = make(manager, ground).words
    numbers = [
        int(cell.replace(",", ""))
        for name in table
        if name in {"Over", "Within", "Screenings", "Overridden", "Asked", "First dose"}
        for cell in table[name]
        if cell != "hidden"
    ]
    assert numbers
    assert not [n for n in numbers if 0 < n < 11]
    assert "hidden" in table.to_csv()


def test_the_new_pictures_open_for_a_manager_to_what_they_tell(manager: User) -> None:
    ground = ground_of(manager)
    mix = screening.mix(manager, ground)
    frames = [
        by_month.cells(cohorts.cohorts(manager, ground)),
        decisions.bars(mix),
        decisions.rule_bars(mix),
    ]
    for row in (row for frame in frames for row in frame.to_dict("records")):
        found = opening.find(manager, ground, row["number"])
        assert found.rows is None
        assert ("hidden" if found.n is None else f"{found.n:,}") == row["words"]
    for each in stuck.stuck(manager, ground):
        found = opening.find(manager, ground, f"stuck-{each.row.stage.value}-over")
        assert (found.n, found.rows) == (each.over, None)


def test_a_funnel_of_enough_people_is_told_whole() -> None:
    found: dict[Any, int] = dict(zip(Step, (100, 80, 60, 40, 20), strict=True))
    assert flow.shown(GROUND, found) == found


def test_a_funnel_leaves_out_one_bar_rather_than_all() -> None:
    found: dict[Any, int] = dict(zip(Step, (441, 359, 359, 236, 234), strict=True))
    told = flow.shown(GROUND, found)
    assert [told[step] for step in Step] == [441, 359, 359, None, 234]


rows = st.lists(
    st.integers(0, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=30)
@given(found=rows)
def test_of_many_months_the_newest_are_told_and_none_is_small(found: list[tuple[int, int]]) -> None:
    months = [date(2020 + place // 12, place % 12 + 1, 1) for place in range(len(found))]
    rates = shares.rates(
        GROUND,
        [{"group": m, "k": k, "n": n} for m, (k, n) in zip(months, found, strict=True)],
    )
    assert len(rates) <= shares.MOST_MONTHS
    assert list(rates) == months[-shares.MOST_MONTHS :] or len(rates) == len(months)
    assert not [rate for rate in rates.values() if small(rate)]


def test_flow_tells_no_small_count(manager: User) -> None:
    found = flow.waiting(manager, ground_of(manager))
    told = [found.dosed, found.waiting, found.declined, found.reversed]
    assert not [n for n in told if n is not None and 0 < n < MINIMUM]
