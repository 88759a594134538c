"""Every figure in one table: its value, what it is counted of, the clinic's own aim."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from data.queries.insight.attendance import COUNTED
from data.queries.insight.chairs import By
from data.queries.insight.flow import Step
from data.reference.kpis import kpis
from data.tables.vocabulary import Disposition
from services.access import User
from services.caseload import ROUTE_WORDS, People
from services.insight.figure import NUMBER, Figure
from services.insight.ground import Ground, may_compare
from services.insight.rates import Rate
from services.utilization import (
    attendance,
    beside,
    chairs,
    completion,
    flow,
    noted,
    screening,
    series,
    third_next,
    workload,
)
from services.utilization.shares import both, interval, percent, words

NOT_KNOWN = "not known"
HIDDEN = "hidden"
MOST_RULES = 5
ELIGIBLE = f"decided-{Disposition.ELIGIBLE}"


@dataclass(frozen=True)
class Line:
    """One figure; `number` is the id of what opens, empty where nothing does."""

    kpi: str
    value: str
    of: str = ""
    more: str = ""
    number: str = ""
    interval: str = ""
    """95 percent, of shares of people, visits or sessions; minutes of a chair have none."""


def figure(user: User | None, ground: Ground, people: People) -> Figure:
    """The table; a row opens who stands behind it."""
    aims, figures, published = series.targets(user), kpis().figures, kpis().published
    rows = []
    for line in lines(user, ground, people):
        kpi = figures[line.kpi]
        aim = aims.get(line.kpi)
        known = published.get(line.kpi)
        elsewhere = f"published: {percent(known.value)} ({known.words})" if known else ""
        rows.append(
            {
                "Figure": kpi.name,
                "Value": line.value,
                "Counted": line.of,
                "95 % interval": line.interval,
                "Own target": "" if aim is None else _aim(aim, kpi.unit),
                "In more detail": "; ".join(each for each in (line.more, elsewhere) if each),
                NUMBER: line.number,
            }
        )
    return Figure(
        title="All figures",
        picture=None,
        table=pd.DataFrame(rows),
        alt="",
        opens=True,
        definitions=tuple(figures),
    )


def lines(user: User | None, ground: Ground, people: People) -> Iterator[Line]:
    """All figures, in the order of the table."""
    yield from _chairs(user, ground)
    yield from _attendance(user, ground)
    yield from _flow(user, ground)
    yield from _done(user, ground)
    yield from _people(user, ground, people)
    yield from _booking(user, ground)


def _chairs(user: User | None, ground: Ground) -> Iterator[Line]:
    use = chairs.use(user, ground)
    total = use.total
    left_out = f"without {', '.join(use.unknown)}: no opening hours" if use.unknown else ""
    of = f"{total.available / 60:,.0f} chair-hours available"
    for kpi, share, minutes in (
        ("chair_use_scheduled", total.scheduled, total.booked),
        ("chair_use", total.actual, total.occupied),
    ):
        if use.known:
            counted = f"{minutes / 60:,.0f} of {of}"
            yield Line(kpi, percent(share), counted, left_out, "chair-use")
        else:
            yield Line(kpi, NOT_KNOWN, "no opening hours or no bookings", left_out)
    rows = noted.by_route(user, ground)
    taken, planned, n = (sum(row[name] for row in rows) for name in ("taken", "planned", "n"))
    more = _listed(
        (ROUTE_WORDS.get(row["group"], "route not known"), percent(row["taken"] / row["planned"]))
        for row in rows
        if row["planned"] and noted.may_split(ground, rows)
    )
    if 0 < n < (ground.minimum or 0):
        yield Line("block_adherence", HIDDEN)
    elif planned:
        of = f"{taken / 60:,.0f} of {planned / 60:,.0f} h"
        yield Line("block_adherence", percent(taken / planned), of, more, "noted")
    else:
        yield Line("block_adherence", NOT_KNOWN)


def _attendance(user: User | None, ground: Ground) -> Iterator[Line]:
    found = attendance.attendance(user, ground)
    aside = _listed(
        (attendance.FATE_WORDS[fate], HIDDEN if n is None else f"{n:,}")
        for fate, n in found.fates.items()
        if fate not in COUNTED and n != 0
    )
    yield _rate("no_show", found.no_show, "fate-no_show", f"not counted: {aside}" if aside else "")
    yield _rate("late_cancel", found.late_cancel, "fate-late_cancel")
    yield _rate("fill_rate", attendance.fill_rate(user, ground), "refilled")


def _flow(user: User | None, ground: Ground) -> Iterator[Line]:
    found = flow.waiting(user, ground)
    counts = (found.dosed, found.waiting)
    of = ", ".join(
        f"{HIDDEN if n is None else f'{n:,}'} {words}"
        for n, words in zip(counts, ("dosed", "not yet"), strict=True)
    )
    spread = _listed(
        (name, f"{value:.0f} d")
        for name, value in (("25 %", found.low), ("75 %", found.high), ("90 %", found.ninety))
        if value is not None
    )
    missing = "too few" if "median" in found.few else "not reached"
    value = missing if found.median is None else f"{found.median:.0f} days"
    yield Line("inquiry_to_first_dose", value, of, spread, "first-dose-done")
    steps = flow.funnel(user, ground)
    first, last = steps.reached[Step.INQUIRY], steps.reached[Step.DOSED]
    if first is None or last is None:
        yield Line("funnel", HIDDEN)
    elif not first:
        yield Line("funnel", NOT_KNOWN, "nobody asked long enough ago")
    else:
        of = f"{last:,} of {first:,} reach a first dose"
        spread = interval(Rate(last, first))
        yield Line("funnel", percent(last / first), of, "", "funnel-dosed", spread)
    mix = screening.mix(user, ground)
    verdicts = _listed(
        (name, HIDDEN if n is None else f"{n:,}") for name, n in mix.verdicts.items() if n != 0
    )
    rules = _listed((each.name, f"{each.n:,}") for each in mix.rules[:MOST_RULES])
    rate = Rate(mix.verdicts[screening.ELIGIBLE], mix.decided)
    more = f"{verdicts}; rules that fired most: {rules}" if rules else verdicts
    if mix.decided is None:
        yield Line("screening_mix", HIDDEN, "", more)
    elif not mix.decided:
        yield Line("screening_mix", NOT_KNOWN, "nothing was decided")
    else:
        of = f"{rate.of} decided" if rate.is_headline or rate.is_hidden else "decided"
        value = f"{words(rate)} eligible"
        yield Line("screening_mix", value, of, more, ELIGIBLE, interval(rate))


def _done(user: User | None, ground: Ground) -> Iterator[Line]:
    numbers = {
        "induction_completed": "induction-done",
        "review_done": "review-done",
        "rems_on_time": "rems-done",
        "documentation": "documentation-done",
    }
    for kpi, number in numbers.items():
        routes = completion.by_group(user, ground, kpi, By.ROUTE) if may_compare(ground) else {}
        more = _listed(
            (ROUTE_WORDS.get(route, "route not known"), both(rate))
            for route, rate in routes.items()
        )
        apart = more if len(routes) > 1 else ""
        yield _rate(kpi, completion.done(user, ground, kpi), number, apart)


def _people(user: User | None, ground: Ground, people: People) -> Iterator[Line]:
    watched = workload.watched(user, ground)
    each = _listed(
        (name, HIDDEN if n is None else f"{n / days:.1f}")
        for name, n, days in watched.people
        if may_compare(ground)
    )
    told = beside.beside(user, ground).watched is not None
    if watched.a_day is None or not told:
        value = NOT_KNOWN if told and watched.sessions is not None else HIDDEN
        yield Line("sessions_per_practitioner", value, "", each)
    else:
        of = f"{watched.sessions:,} sessions on {watched.days:,} days of one person"
        yield Line("sessions_per_practitioner", f"{watched.a_day:.1f} a day", of, each, "given")
    courses = workload.caseload(user, ground, people)
    known = [n for n in courses.values() if n is not None]
    by_name = _listed(
        (name, HIDDEN if n is None else f"{n:,}")
        for name, n in courses.items()
        if may_compare(ground)
    )
    total = f"{sum(known):,}" if len(known) == len(courses) else HIDDEN
    number = "caseload" if ground.names else ""
    yield Line("caseload", total, "courses at the end of the last day", by_name, number)


def _booking(user: User | None, ground: Ground) -> Iterator[Line]:
    lead = workload.lead_time(user, ground)
    if lead is None:
        yield Line("lead_time", NOT_KNOWN)
    else:
        n = beside.beside(user, ground).ahead
        of = "median of bookings, how many is hidden" if n is None else f"median of {n:,} bookings"
        yield Line("lead_time", f"{lead[1]:.1f} days", of, "", "ahead")
    days = third_next.third_next(user, ground)
    value, more = third_next.words(days)
    yield Line("third_next_available", value, "", more, "backlog")
    waiting = workload.unbooked(user, ground)
    since = "" if waiting.median_days is None else f"for {waiting.median_days:.0f} d (median)"
    ready = HIDDEN if waiting.ready is None else f"{waiting.ready:,}"
    yield Line("backlog", ready, since, "", "backlog")
    due = HIDDEN if waiting.due is None else f"{waiting.due:,}"
    late = HIDDEN if waiting.overdue is None else f"{waiting.overdue:,} overdue"
    yield Line("due", due, late, "", "due-all")


def _rate(kpi: str, rate: Rate, number: str, more: str = "") -> Line:
    of = rate.of if rate.is_headline else ""
    return Line(kpi, words(rate), of, more, number, interval(rate))


def _listed(parts: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name} {value}" for name, value in parts)


def _aim(value: float, unit: str) -> str:
    return percent(value) if unit == "percent" else f"{value:g}"
