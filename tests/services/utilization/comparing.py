"""Every figure of the utilization page against the count by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from data.queries.insight.attendance import Fate
from data.queries.insight.flow import Step
from data.tables.vocabulary import Route
from services.access import User
from services.insight import ground as grounds
from services.insight.ground import Ground, View
from services.utilization import (
    attendance,
    chairs,
    cohorts,
    completion,
    flow,
    noted,
    screening,
    stuck,
    third_next,
    workload,
)
from services.utilization.screening import VERDICT_WORDS
from tests.services.utilization.by_hand import ByHand

ZONE = ZoneInfo("America/Los_Angeles")
SHARES = (("low", 0.25), ("median", 0.5), ("high", 0.75), ("ninety", 0.9))


def ground_of(user: User, since: date | None = None, route: Route | None = None) -> Ground:
    today = datetime.now(ZONE).date()
    return grounds.stand(user, "utilization", View(since, today, route=route), ZONE)


def compare(user: User, since: date | None, route: Route | None = None) -> None:
    """All figures of one view."""
    ground = ground_of(user, since, route)
    hand = ByHand(since, ground.view.until, ground.today, route)
    compare_chairs(user, ground, hand)
    compare_attendance(user, ground, hand)
    compare_flow(user, ground, hand)
    compare_done(user, ground, hand)
    compare_workload(user, ground, hand)


def compare_chairs(user: User, ground: Ground, hand: ByHand) -> None:
    use, counted = chairs.use(user, ground).total, hand.chair_minutes()
    for part in ("available", "booked", "occupied", "outside", "visits", "imputed"):
        assert getattr(use, part) == counted.get(part, 0), part
    by_hour = chairs.by_hour(user, ground, None)
    assert sum(occupied for occupied, _ in by_hour.values()) == use.occupied
    assert sum(available for _, available in by_hour.values()) == use.available
    for by in (chairs.By.SITE, chairs.By.CHAIR, chairs.By.MONTH, chairs.By.WEEK):
        groups = chairs.by_group(user, ground, by).values()
        for part in ("available", "booked", "occupied", "waiting", "outside"):
            assert sum(getattr(each, part) for each in groups) == getattr(use, part), (by, part)
    rows, beyond = noted.by_route(user, ground), hand.overruns()
    for part in ("n", "late_start", "long_dose", "slow_discharge", "taken", "planned"):
        assert sum(row[part] for row in rows) == beyond.get(part, 0), part


def compare_attendance(user: User, ground: Ground, hand: ByHand) -> None:
    found, counted = attendance.attendance(user, ground), hand.fates()
    booked = (found.fates[Fate.UNKNOWN] or 0) + (found.fates[Fate.TODAY] or 0)
    assert booked == counted["booked"]
    for fate in set(Fate) - {Fate.UNKNOWN, Fate.TODAY}:
        assert found.fates[fate] == counted[fate.value], fate
    denominator = counted["attended"] + counted["no_show"] + counted["late_cancel"]
    assert (found.no_show.k, found.no_show.n) == (counted["no_show"], denominator)
    assert (found.late_cancel.k, found.late_cancel.n) == (counted["late_cancel"], denominator)
    filled = attendance.fill_rate(user, ground)
    assert (filled.k, filled.n) == hand.freed()
    for by in chairs.By:
        rates = attendance.by_group(user, ground, by)["no_show"].values()
        assert sum(rate.k or 0 for rate in rates) == counted["no_show"]
        assert sum(rate.n or 0 for rate in rates) == denominator


def compare_flow(user: User, ground: Ground, hand: ByHand) -> None:
    found, people = flow.waiting(user, ground), hand.waiting()
    assert found.dosed == sum(seen for _, seen in people)
    assert found.waiting == sum(not seen for _, seen in people)
    for name, share in SHARES:
        assert getattr(found, name) == hand.kaplan_meier(share), name
    funnel = flow.funnel(user, ground)
    assert [funnel.reached[step] for step in Step] == hand.funnel()
    known = {step.value: days for step, days in funnel.days.items() if days is not None}
    assert known == pytest.approx(hand.step_medians())
    compare_cohorts(user, ground, hand)
    compare_decisions(user, ground, hand)
    expected = hand.stuck()
    for each in stuck.stuck(user, ground):
        assert (each.over, each.people) == expected.get(each.row.stage.value, (0, 0)), each.row


def compare_cohorts(user: User, ground: Ground, hand: ByHand) -> None:
    counted = sorted(hand.cohorts().items())[-cohorts.MOST_MONTHS :]
    found = cohorts.cohorts(user, ground)
    assert [each.month for each in found] == [month for month, _ in counted]
    for each, (_, (reached, days)) in zip(found, counted, strict=True):
        assert list(each.reached.values()) == reached, each.month
        known = {step.value: median for step, median in each.days.items() if median is not None}
        assert known == pytest.approx(days), each.month


def compare_decisions(user: User, ground: Ground, hand: ByHand) -> None:
    counted, found = hand.decisions(), screening.mix(user, ground)
    verdicts, overrides = counted["verdicts"], counted["overrides"]
    assert found.verdicts == {words: verdicts[each] for each, words in VERDICT_WORDS.items()}
    assert found.overrides == {words: overrides[each] for each, words in VERDICT_WORDS.items()}
    rules = sorted(counted["rules"].items(), key=lambda each: (-each[1], each[0]))
    assert [(each.rule, each.n) for each in found.rules] == rules[: screening.MOST_RULES]
    assert [each.overridden for each in found.rules] == [
        counted["overridden"][each.rule] for each in found.rules
    ]


def compare_done(user: User, ground: Ground, hand: ByHand) -> None:
    counted = {
        "induction_completed": hand.inductions(),
        "review_done": hand.reviews(),
        "rems_on_time": hand.rems(),
        "documentation": hand.documentation(),
    }
    for kpi, expected in counted.items():
        rate = completion.done(user, ground, kpi)
        assert (rate.k, rate.n) == expected, kpi
        for by in (chairs.By.ROUTE, chairs.By.MONTH, chairs.By.PRACTITIONER, chairs.By.SITE):
            rates = completion.by_group(user, ground, kpi, by).values()
            assert sum(each.k or 0 for each in rates) == expected[0], (kpi, by)
            assert sum(each.n or 0 for each in rates) == expected[1], (kpi, by)


def compare_workload(user: User, ground: Ground, hand: ByHand) -> None:
    watched = workload.watched(user, ground)
    people = hand.watched()
    assert watched.sessions == sum(sessions for sessions, _ in people.values())
    assert watched.days == sum(days for _, days in people.values())
    lead, expected = workload.lead_time(user, ground), hand.lead()
    assert (lead is None) == (expected is None)
    if lead is not None and expected is not None:
        assert lead[0] == expected[0]
        assert lead[1] == pytest.approx(expected[1], abs=1e-6)
    for ago in (0, 40):
        then = replace(ground, view=replace(ground.view, until=ground.today - timedelta(days=ago)))
        midnight = datetime.combine(then.view.until + timedelta(days=1), time(), ZONE)
        at = midnight.astimezone(UTC) - timedelta(microseconds=1)
        among = grounds.people(user)
        found = workload.caseload(user, then, among)
        counted = hand.caseload(at)
        assert sum(n or 0 for n in found.values()) == sum(counted.values())
        for who, name in among.practitioners.items():
            assert found.get(name, 0) == counted[who], name
    backlog, ages = workload.unbooked(user, ground), sorted(hand.backlog())
    assert backlog.ready == len(ages)
    if ages:
        middle = (ages[(len(ages) - 1) // 2] + ages[len(ages) // 2]) / 2
        assert backlog.median_days == middle
    assert (backlog.due, backlog.overdue) == hand.due()
    for route, days in third_next.third_next(user, ground).items():
        assert days == hand.third_next(third_next.lengths()[route]), route
