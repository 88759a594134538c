"""What chairs were used for, in minutes: sums over visits, cut to the hours in which they count."""

from collections.abc import Sequence
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


def open_hours(rows: Sequence[tuple[int, int, int, int, int]]) -> Any:
    """Open time as a table: site_id, weekday, hour, start, end."""
    names = ("site_id", "weekday", "hour", "start", "end")
    columns = [sa.column(name, sa.Integer) for name in names]
    return sa.values(*columns, name="open_hours").data(list(rows)).cte("open_hours")


def closed_hours(rows: Sequence[tuple[UUID, date, int, int, int]]) -> Any:
    """Open time that closures took away: chair_id, on, hour, start, end."""
    columns: list[Any] = [
        sa.column("chair_id", Key),
        sa.column("on", sa.Date),
        *(sa.column(name, sa.Integer) for name in ("hour", "start", "end")),
    ]
    return sa.values(*columns, name="closed_hours").data(list(rows)).cte("closed_hours")


def used(session: Session, view: View, within: Any, by: By | None, *, hourly: bool = False) -> Rows:
    """Minutes in the chair within these hours: group, occupied, waiting; day and at if hourly.

    `within` is a table of `open_hours` or of `closed_hours`. Waiting is from ready to leave on.
    """
    visit = t.VisitFact
    if "weekday" in within.c:
        same = sa.and_(within.c.site_id == visit.site_id, within.c.weekday == visit.weekday)
    else:
        same = sa.and_(within.c.chair_id == visit.chair_id, within.c.on == visit.local_date)
    start, end = within.c.start, within.c.end
    stay = _overlap(visit.in_min, visit.out_min, start, end)
    waits = _overlap(visit.out_min - visit.waiting_min, visit.out_min, start, end)
    columns = [by_column(by).label("group")]
    if hourly:
        columns += [visit.weekday.label("day"), within.c.hour.label("at")]
    select = (
        sa.select(
            *columns,
            sa.func.sum(stay).label("occupied"),
            sa.func.coalesce(sa.func.sum(waits), 0).label("waiting"),
        )
        .join_from(visit, within, same)
        .where(*visits(view), *in_chair(), visit.in_min < end, visit.out_min > start)
        .group_by(*([] if by is None else ["group"]), *(["day", "at"] if hourly else []))
    )
    return [dict(row._mapping) for row in session.execute(select) if row.occupied is not None]


def stays(session: Session, view: View, sites: Sequence[int], by: By | None) -> Rows:
    """By group: visits (in a chair), minutes (all of them), imputed, booked (minutes planned)."""
    visit = t.VisitFact
    here = sa.and_(*in_chair())
    held = visit.status.not_in(CANCELLED)
    length = sa.case((here, visit.out_min - visit.in_min), else_=0)
    select = (
        sa.select(
            by_column(by).label("group"),
            count(here).label("visits"),
            sa.func.sum(length).label("minutes"),
            count(sa.and_(here, visit.imputed)).label("imputed"),
            sa.func.sum(sa.case((held, visit.planned_min), else_=0)).label("booked"),
        )
        .where(*visits(view), visit.chair_id.is_not(None), visit.site_id.in_(sites))
        .group_by(*([] if by is None else ["group"]))
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


def _overlap(begin: Any, finish: Any, start: Any, end: Any) -> Any:
    """Minutes that two spans of one day share; null where one of them is not known."""
    late = sa.case((begin > start, begin), else_=start)
    early = sa.case((finish < end, finish), else_=end)
    return sa.case((begin.is_(None), None), (early > late, early - late), else_=0)
