"""Those who see no names see counts of enough people only, and cannot open what is hidden."""

import re
from contextlib import nullcontext
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.queries.insight.attendance import Fate
from data.queries.insight.chairs import By
from data.queries.insight.flow import Step
from data.tables.vocabulary import Route
from services.access import User
from services.insight import ground as grounds
from services.insight import once
from services.insight.ground import Ground, View
from services.insight.rates import Rate
from services.refusals import NotFound
from services.utilization import (
    attendance,
    beside,
    by_month,
    chairs,
    cohorts,
    compare,
    completion,
    decisions,
    drawn_visits,
    flow,
    minutes,
    noted,
    opening,
    overruns,
    screening,
    shares,
    standing,
    stuck,
    summary,
    workload,
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


def test_counts_that_differ_by_few_are_not_told_beside_each_other() -> None:
    told = beside.apart(5, {"attended": 203, "given": 199, "in a chair": 203, "noted": 190})
    assert told == {"attended": 203, "given": None, "in a chair": 203, "noted": 190}
    assert beside.apart(5, {"hidden": None, "few": 3, "nobody": 0}) == {
        "hidden": None,
        "few": None,
        "nobody": 0,
    }


FATES = {
    Fate.ATTENDED: 479,
    Fate.NO_SHOW: 5,
    Fate.LATE_CANCEL: 10,
    Fate.EARLY_CANCEL: 0,
    Fate.CLINIC_CANCELLED: 2,
    Fate.HELD: 8,
    Fate.UNKNOWN: 0,
    Fate.TODAY: 6,
}


def told_of(
    monkeypatch: pytest.MonkeyPatch,
    fates: dict[Fate, int | None],
    *,
    use: chairs.Minutes,
    overlaps: int = 0,
    ahead: int = 498,
) -> beside.Beside:
    """What may be told beside these fates and 470 visits given, of whom 440 have noted times."""
    nothing = Rate(None, None)
    came = attendance.Attendance(fates, nothing, nothing, 9, 470)
    watched = workload.Watched((("Ann", 470, 9),), 470, 9)
    monkeypatch.setattr(attendance, "attendance", lambda *_: came)
    monkeypatch.setattr(chairs, "use", lambda *_: chairs.ChairUse(use, 3, (), overlaps, part=False))
    monkeypatch.setattr(workload, "watched", lambda *_: watched)
    monkeypatch.setattr(workload, "lead_time", lambda *_: (ahead, 9.0))
    monkeypatch.setattr(noted, "by_route", lambda *_: [{"n": 440}])
    return beside.beside(None, GROUND)


def test_bookings_ahead_do_not_tell_the_fate_that_is_hidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use = chairs.Minutes(visits=490, imputed=20)
    assert told_of(monkeypatch, dict(FATES), use=use).ahead == 498
    for secret in (Fate.NO_SHOW, Fate.HELD, Fate.TODAY):
        found = told_of(monkeypatch, {**FATES, secret: None}, use=use)
        assert (found.ahead, found.in_chair, found.imputed) == (None, None, None)
    one_unknown = told_of(monkeypatch, dict(FATES), use=use, ahead=497)
    assert one_unknown.ahead is None, "of one booking nobody knows when it was booked"


def test_visits_in_a_chair_do_not_tell_who_was_there_without_a_dose(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for visits in (474, 481):
        use = chairs.Minutes(visits=visits, imputed=20)
        assert told_of(monkeypatch, dict(FATES), use=use).in_chair is None
    assert told_of(monkeypatch, dict(FATES), use=chairs.Minutes(visits=479)).in_chair == 479


def test_few_visits_without_times_and_few_that_overlap_are_hidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use = chairs.Minutes(visits=490, imputed=6)
    found = told_of(monkeypatch, dict(FATES), use=use, overlaps=2)
    assert (found.imputed, found.overlaps) == (6, None)
    said = minutes.said(chairs.ChairUse(use, 3, (), 2, part=False), found, 3)
    assert "all but 6 of 490" in said
    assert "error of the data: hidden." in said
    few = told_of(monkeypatch, dict(FATES), use=chairs.Minutes(visits=490, imputed=3), overlaps=7)
    assert (few.imputed, few.overlaps) == (None, 7)
    assert "for how many visits is hidden" in minutes.said(
        chairs.ChairUse(use, 3, (), 7, part=False), few, 3
    )


def test_places_given_up_do_not_tell_a_hidden_cancellation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(attendance, "acting", lambda *_, **__: nullcontext())
    monkeypatch.setattr(attendance.queries, "freed", lambda *_: [{"group": None, "k": 6, "n": 20}])
    nothing = Rate(None, None)

    def rate(early: int | None) -> Rate:
        fates: dict[Fate, int | None] = {**FATES, Fate.EARLY_CANCEL: early}
        came = attendance.Attendance(fates, nothing, nothing, 9, 470)
        monkeypatch.setattr(attendance, "attendance", lambda *_: came)
        return attendance.fill_rate(None, GROUND)

    assert rate(10) == Rate(6, 20)
    assert rate(None).is_hidden
    assert rate(12).is_hidden, "two of 22 are not among the 20"


def test_a_third_split_is_in_no_detail_of_the_table_and_in_no_picture(manager: User) -> None:
    view = View(None, date(2026, 11, 26), site_id=1, practitioner_id=clinic.user(clinic.DOCTOR).id)
    ground = grounds.stand(manager, "utilization", view, ZONE)
    people = grounds.people(manager)
    assert not grounds.may_compare(ground)
    lines = [line for line in summary.lines(manager, ground, people) if line.kpi != "no_show"]
    split = ("block_adherence", "rems_on_time", "documentation", "induction_completed")
    for line in lines:
        if line.kpi in (*split, "review_done", "sessions_per_practitioner", "caseload"):
            assert line.more == "", line.kpi
    assert set(overruns.figure(manager, ground).table["Route"]) == {"Both routes"}
    wide = ground_of(manager)
    assert len(set(overruns.figure(manager, wide).table["Route"])) == 2


def test_a_route_of_few_sessions_does_not_stand_apart() -> None:
    rows = [{"group": Route.IV, "n": 3}, {"group": Route.NASAL, "n": 60}]
    assert not noted.may_split(GROUND, rows)
    assert noted.may_split(GROUND, rows[1:])


def told_by_the_page(user: User, ground: Ground) -> dict[str, int | None]:
    """Each number that the page counts, by the id it opens under: what those without names read."""
    came, counts = attendance.attendance(user, ground), beside.beside(user, ground)
    ways, waits = flow.waiting(user, ground), workload.unbooked(user, ground)
    found: dict[str, int | None] = {f"fate-{each.value}": n for each, n in came.fates.items()}
    found |= {"given": came.given, "chair-use": counts.in_chair, "noted": counts.noted}
    found |= {"ahead": counts.ahead, "refilled": attendance.fill_rate(user, ground).k}
    found |= {"first-dose-done": ways.dosed, "first-dose-open": ways.waiting}
    found |= {"backlog": waits.ready, "due-all": waits.due, "due-over": waits.overdue}
    for part, rate in overruns.over(user, ground).items():
        found[f"over-{part}"] = rate.k
    for kind, kpi in drawn_visits.KPIS.items():
        rate = completion.done(user, ground, kpi)
        rest = None if rate.k is None or rate.n is None else rate.n - rate.k
        found |= {f"{kind}-done": rate.k, f"{kind}-open": rest}
    for step, n in flow.funnel(user, ground).reached.items():
        found[f"funnel-{step.value}"] = n
    for each in stuck.stuck(user, ground):
        found[f"stuck-{each.row.stage.value}-over"] = each.over
        found[f"stuck-{each.row.stage.value}-within"] = each.within
    for month in cohorts.cohorts(user, ground)[-3:]:
        found |= {
            f"cohort-{month.month:%Y-%m}-{step.value}": n for step, n in month.reached.items()
        }
    mix = screening.mix(user, ground)
    for verdict, words in screening.VERDICT_WORDS.items():
        found[f"decided-{verdict.value}"] = mix.verdicts[words]
        found[f"override-{verdict.value}"] = mix.overrides[words]
    for rule in mix.rules:
        found |= {f"rule-{rule.rule}": rule.n, f"rule-{rule.rule}-over": rule.overridden}
    for on, rate in attendance.by_group(user, ground, By.MONTH)["no_show"].items():
        found[f"month-{on}-no_show"] = rate.k
    return found


SEEN_ALONE = {"chair-", "cell-", "(site", "caseload", "rule-"}
"""Kinds of which the page counts no visits: they are looked at in tests of their own."""


@pytest.mark.parametrize(("route", "exported"), [(None, False), (Route.IV, False), (None, True)])
def test_no_dialog_says_a_number_that_the_page_hides(
    manager: User, route: Route | None, exported: bool
) -> None:
    ground = ground_of(manager, route=route)
    ground = ground.for_export() if exported else ground
    with once.run():
        told = told_by_the_page(manager, ground)
        for kind in opening.KINDS:
            known = any(re.fullmatch(kind, each) for each in told)
            assert known or any(kind.startswith(each) for each in SEEN_ALONE), kind
        for number, n in told.items():
            found = opening.find(manager, ground, number)
            assert found.n == n, number
            assert found.rows is None
            others = [count for _, count in found.rest if count is not None]
            assert not [count for count in others if 0 < count < (ground.minimum or 0)], number


def test_chairs_and_hours_open_to_no_small_count(manager: User) -> None:
    ground = ground_of(manager)
    keys = list(chairs.names(manager, ground))
    numbers = [f"chair-{key}" for key in keys] + [f"cell-{day}-{hour}" for day, hour in HOURS]
    for number in numbers:
        found = opening.find(manager, ground, number)
        counts = [found.n, *(n for _, n in found.rest)]
        assert not [n for n in counts if n is not None and 0 < n < MINIMUM], number
    hidden = [opening.find(manager, ground, f"chair-{key}").n is None for key in keys]
    assert sum(hidden) != 1, "it would be the others taken from all"


HOURS = [(0, 9), (2, 12), (4, 16), (6, 9)]
