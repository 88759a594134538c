"""What chairs were used for, in minutes: sums over visits, cut to the hours in which they count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.insight.outcomes import Rows, count
from data.queries.insight.view import View, visits
from data.tables import Chair, Site, SiteClosure
from data.tables.base import Key
from data.tables.vocabulary import AppointmentStatus

CANCELLED = (
    AppointmentStatus.CANCELLED,
    AppointmentStatus.LATE_CANCEL,
    AppointmentStatus.CLINIC_CANCELLED,
)


class By(StrEnum):
    """What minutes and visits can be told apart by."""

    SITE = "site"
    CHAIR = "chair"
    PRACTITIONER = "practitioner"
    ROUTE = "route"
    WEEK = "week"
    MONTH = "month"


def by_column(by: By | None) -> Any:
    """The group of a visit; null where it is not known."""
    visit = t.VisitFact
    if by is None:
        return sa.null()
    return {
        By.SITE: visit.site_id,
        By.CHAIR: visit.chair_id,
        By.PRACTITIONER: visit.practitioner_id,
        By.ROUTE: visit.route,
        By.WEEK: visit.week_on,
        By.MONTH: visit.month_on,
    }[by]


def open_hours(rows: Sequence[tuple[int, int, int, int]]) -> Any:
    """Open time as a table: site_id, weekday, start, end."""
    columns = [sa.column(name, sa.Integer) for name in ("site_id", "weekday", "start", "end")]
    return sa.values(*columns, name="open_hours").data(list(rows)).cte("open_hours")


def closed_hours(rows: Sequence[tuple[UUID, date, int, int]]) -> Any:
    """Open time that closures took away: chair_id, on, start, end."""
    columns: list[Any] = [
        sa.column("chair_id", Key),
        sa.column("on", sa.Date),
        *(sa.column(name, sa.Integer) for name in ("start", "end")),
    ]
    return sa.values(*columns, name="closed_hours").data(list(rows)).cte("closed_hours")


def used(session: Session, view: View, within: Any, by: Sequence[By]) -> Rows:
    """Minutes in the chair within these hours, by all of `by` at once: a column of each, by its
    word, and occupied, waiting.

    `within` is a table of `open_hours` or of `closed_hours`. Waiting is from ready to leave on.
    """
    visit, stay = t.VisitFact, _Stay.within(within)
    groups = [by_column(each).label(each.value) for each in by]
    begins, ends = visit.out_min - visit.waiting_min, visit.out_min
    waits = _later(begins, within.c.start), _earlier(ends, within.c.end)
    waiting = sa.case((waits[1] > waits[0], waits[1] - waits[0]), else_=0)
    select = (
        sa.select(
            *groups,
            sa.func.sum(stay.end - stay.start).label("occupied"),
            sa.func.sum(sa.case((visit.waiting_min > 0, waiting), else_=0)).label("waiting"),
        )
        .join_from(visit, within, stay.same)
        .where(*visits(view), *in_chair(), *stay.shared)
        .group_by(*groups)
    )
    return [dict(row._mapping) for row in session.execute(select) if row.occupied is not None]


def used_by_hour(session: Session, view: View, within: Any, by: Sequence[By]) -> Rows:
    """Stays within these hours by weekday (day), and the hours in which they began and ended
    (first, last): n, and began and ended, the sums of both in minutes after midnight.

    From these every hour's minutes follow, without a row for each hour of each stay.
    """
    visit, stay = t.VisitFact, _Stay.within(within)
    groups = [by_column(each).label(each.value) for each in by]
    groups += [
        visit.weekday.label("day"),
        (stay.start // 60).label("first"),
        ((stay.end - 1) // 60).label("last"),
    ]
    select = (
        sa.select(
            *groups,
            sa.func.count().label("n"),
            sa.func.sum(stay.start).label("began"),
            sa.func.sum(stay.end).label("ended"),
        )
        .join_from(visit, within, stay.same)
        .where(*visits(view), *in_chair(), *stay.shared)
        .group_by(*groups)
    )
    return [dict(row._mapping) for row in session.execute(select)]


@dataclass(frozen=True)
class _Stay:
    """The part of a visit in the chair that lies within some hours, in minutes after midnight."""

    start: Any
    end: Any
    same: Any
    """Whether the hours are of that chair and day at all."""
    shared: tuple[Any, ...]

    @classmethod
    def within(cls, hours: Any) -> "_Stay":
        visit = t.VisitFact
        if "weekday" in hours.c:
            same = sa.and_(hours.c.site_id == visit.site_id, hours.c.weekday == visit.weekday)
        else:
            same = sa.and_(hours.c.chair_id == visit.chair_id, hours.c.on == visit.local_date)
        return cls(
            start=_later(visit.in_min, hours.c.start),
            end=_earlier(visit.out_min, hours.c.end),
            same=same,
            shared=(visit.in_min < hours.c.end, visit.out_min > hours.c.start, _in_use()),
        )


def taken_on(session: Session, view: View, days: Sequence[date]) -> set[tuple[UUID, date]]:
    """Chairs in which somebody was on any of these days, with the day."""
    visit = t.VisitFact
    select = (
        sa.select(visit.chair_id, visit.local_date)
        .distinct()
        .where(*visits(view), *in_chair(), visit.local_date.in_(days))
    )
    return {(row.chair_id, row.local_date) for row in session.execute(select)}


def stays(session: Session, view: View, sites: Sequence[int], by: Sequence[By]) -> Rows:
    """By all of `by` at once, a column of each by its word: visits (in a chair), minutes (all of
    them), imputed, booked (minutes planned)."""
    visit = t.VisitFact
    here = sa.and_(*in_chair())
    held = visit.status.not_in(CANCELLED)
    length = sa.case((here, visit.out_min - visit.in_min), else_=0)
    groups = [by_column(each).label(each.value) for each in by]
    select = (
        sa.select(
            *groups,
            count(here).label("visits"),
            sa.func.sum(length).label("minutes"),
            count(sa.and_(here, visit.imputed)).label("imputed"),
            sa.func.sum(sa.case((held, visit.planned_min), else_=0)).label("booked"),
        )
        .where(*visits(view), visit.chair_id.is_not(None), visit.site_id.in_(sites))
        .group_by(*groups)
    )
    return [dict(row._mapping) for row in session.execute(select) if row.minutes is not None]


def overruns(session: Session, view: View, by: By | None) -> Rows:
    """By group, of sessions with a dose and noted times: n, minutes and sessions of each part."""
    visit = t.VisitFact
    parts = {
        "late_start": visit.late_start_min,
        "long_dose": visit.long_dose_min,
        "slow_discharge": visit.slow_discharge_min,
    }
    sums = [sa.func.coalesce(sa.func.sum(each), 0).label(name) for name, each in parts.items()]
    over = [count(each > 0).label(f"{name}_n") for name, each in parts.items()]
    select = (
        sa.select(
            by_column(by).label("group"),
            sa.func.count().label("n"),
            *sums,
            *over,
            sa.func.coalesce(sa.func.sum(visit.waiting_min), 0).label("waiting"),
            sa.func.sum(visit.out_min - visit.in_min).label("taken"),
            sa.func.sum(visit.planned_min).label("planned"),
        )
        .where(*visits(view), *noted())
        .group_by(*([] if by is None else ["group"]))
    )
    return [dict(row._mapping) for row in session.execute(select) if row.n]


def overlaps(session: Session, view: View) -> int:
    """How often somebody took a chair while another was in it: an error of the data."""
    visit = t.VisitFact
    one_chair: dict[str, Any] = {
        "partition_by": (visit.chair_id, visit.local_date),
        "order_by": (visit.in_min, visit.appointment_id),
    }
    before = sa.func.max(visit.out_min).over(**one_chair, rows=(None, -1))
    each = (
        sa.select(visit.in_min, before.label("before")).where(*visits(view), *in_chair()).subquery()
    )
    select = sa.select(sa.func.count()).where(each.c.before > each.c.in_min)
    return int(session.execute(select).scalar_one())


def in_chair() -> list[Any]:
    """Visits of which it is known that somebody took a chair, and for how long."""
    visit = t.VisitFact
    return [visit.chair_id.is_not(None), visit.in_min.is_not(None), visit.out_min > visit.in_min]


def noted() -> list[Any]:
    """Sessions with a dose whose times in the chair somebody noted."""
    visit = t.VisitFact
    return [visit.dosed, visit.in_min.is_not(None), sa.not_(visit.imputed)]


def sites(session: Session) -> list[tuple[Site, date | None]]:
    """Every site with the first day on which anybody was booked there."""
    first = (
        sa.select(sa.func.min(t.VisitFact.local_date))
        .where(t.VisitFact.site_id == t.Site.id)
        .scalar_subquery()
    )
    rows = session.execute(sa.select(t.Site, first).order_by(t.Site.id))
    return [(site, day) for site, day in rows]


def chairs(session: Session) -> list[Chair]:
    """Every chair, also those that are retired."""
    return list(session.execute(sa.select(t.Chair).order_by(t.Chair.name, t.Chair.id)).scalars())


def closures(session: Session) -> list[SiteClosure]:
    """Every closure of a site or a chair."""
    return list(session.execute(sa.select(t.SiteClosure).order_by(t.SiteClosure.id)).scalars())


def targets(session: Session) -> dict[str, float]:
    """The clinic's own aims by the id of the figure."""
    rows = session.execute(sa.select(t.Target.figure, t.Target.value))
    return {row.figure: row.value for row in rows}


def _in_use() -> Any:
    """Whether the chair of a visit was not yet retired: a retired one is open at no hour."""
    visit, chair = t.VisitFact, t.Chair
    gone = sa.and_(chair.id == visit.chair_id, chair.retired_on <= visit.local_date)
    return sa.not_(sa.exists().where(gone))


def _later(one: Any, other: Any) -> Any:
    return sa.case((one > other, one), else_=other)


def _earlier(one: Any, other: Any) -> Any:
    return sa.case((one < other, one), else_=other)
