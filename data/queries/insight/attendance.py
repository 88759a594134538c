"""What became of bookings: came, did not come, cancelled late, and what was written down."""

from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.insight.chairs import CANCELLED, By, by_column
from data.queries.insight.middle import middle
from data.queries.insight.outcomes import Rows, count
from data.queries.insight.view import View, visits
from data.reference.kpis import kpis
from data.tables.vocabulary import AppointmentStatus


class Fate(StrEnum):
    """What became of a booking. Each is in exactly one."""

    ATTENDED = "attended"
    NO_SHOW = "no_show"
    LATE_CANCEL = "late_cancel"
    EARLY_CANCEL = "early_cancel"
    CLINIC_CANCELLED = "clinic_cancelled"
    HELD = "held"
    UNKNOWN = "unknown"
    TODAY = "today"


COUNTED = (Fate.ATTENDED, Fate.NO_SHOW, Fate.LATE_CANCEL)
BY_PATIENT = (AppointmentStatus.CANCELLED, AppointmentStatus.LATE_CANCEL)


def fate(today: date) -> Any:
    """The fate of a visit; a booking of today may still be kept."""
    visit = t.VisitFact
    late = visit.hours_before < kpis().late_hours
    return sa.case(
        (visit.status == AppointmentStatus.ATTENDED, Fate.ATTENDED.value),
        (visit.status == AppointmentStatus.NO_SHOW, Fate.NO_SHOW.value),
        (sa.and_(visit.status.in_(BY_PATIENT), late), Fate.LATE_CANCEL.value),
        (
            sa.and_(visit.status == AppointmentStatus.LATE_CANCEL, visit.hours_before.is_(None)),
            Fate.LATE_CANCEL.value,
        ),
        (visit.status.in_(BY_PATIENT), Fate.EARLY_CANCEL.value),
        (visit.status == AppointmentStatus.CLINIC_CANCELLED, Fate.CLINIC_CANCELLED.value),
        (visit.status == AppointmentStatus.HELD_CLINICAL, Fate.HELD.value),
        (visit.local_date >= today, Fate.TODAY.value),
        else_=Fate.UNKNOWN.value,
    )


def fates(session: Session, view: View, today: date, by: By | None) -> Rows:
    """Bookings: group, fate, n."""
    select = (
        sa.select(
            by_column(by).label("group"),
            fate(today).label("fate"),
            sa.func.count().label("n"),
        )
        .where(*visits(view))
        .group_by(*([] if by is None else ["group"]), "fate")
    )
    return [dict(row._mapping) for row in session.execute(select)]


def freed(session: Session, view: View, by: By | None) -> Rows:
    """Given up by patients: group, n, and refilled of them."""
    visit = t.VisitFact
    return _shares(session, view, [visit.freed], count(visit.refilled), by)


def forms(session: Session, view: View, today: date, by: By | None) -> Rows:
    """REMS forms whose due date has passed: group, n, and k in time."""
    return _shares(session, view, due(today), count(in_time()), by)


def documented(session: Session, view: View, by: By | None) -> Rows:
    """Sessions with a dose: group, n, and k with all that must be written down."""
    return _shares(session, view, [t.VisitFact.dosed], count(complete()), by)


def due(today: date) -> list[Any]:
    """Sessions whose form is past its due date."""
    visit = t.VisitFact
    return [visit.dosed, visit.rems_due_on.is_not(None), visit.rems_due_on < today]


def in_time() -> Any:
    visit = t.VisitFact
    return sa.and_(
        visit.rems_submitted_on.is_not(None), visit.rems_submitted_on <= visit.rems_due_on
    )


def complete() -> Any:
    visit = t.VisitFact
    return sa.and_(visit.readings >= kpis().readings, visit.signed)


def ahead() -> list[Any]:
    """Bookings whose lead time counts."""
    return [t.VisitFact.status.not_in(CANCELLED), t.VisitFact.lead_days.is_not(None)]


def lead(session: Session, view: View, by: By | None) -> Rows:
    """Days from booking to start: group, n, and the median."""
    visit = t.VisitFact
    where = [*visits(view), *ahead()]
    return middle(session, visit.lead_days, by_column(by), t.VisitFact, where)


def watched(session: Session, view: View) -> Rows:
    """Sessions with a dose by who watched: member_id, name, n, and days with at least one."""
    visit = t.VisitFact
    select = (
        sa.select(
            visit.monitor_id.label("member_id"),
            t.Member.name,
            sa.func.count().label("n"),
            sa.func.count(sa.distinct(visit.local_date)).label("days"),
        )
        .join(t.Member, t.Member.id == visit.monitor_id)
        .where(*visits(view), visit.dosed)
        .group_by(visit.monitor_id, t.Member.name)
        .order_by(t.Member.name)
    )
    return [dict(row._mapping) for row in session.execute(select)]


def clinic_days(session: Session, view: View) -> dict[str, int]:
    """Days with at least one visit attended, and visits with a dose."""
    visit = t.VisitFact
    came = sa.case((visit.status == AppointmentStatus.ATTENDED, visit.local_date))
    select = sa.select(
        sa.func.count(sa.distinct(came)).label("days"), count(visit.dosed).label("given")
    ).where(*visits(view))
    return dict(session.execute(select).one()._mapping)


def _shares(session: Session, view: View, where: list[Any], k: Any, by: By | None) -> Rows:
    select = (
        sa.select(by_column(by).label("group"), sa.func.count().label("n"), k.label("k"))
        .where(*visits(view), *where)
        .group_by(*([] if by is None else ["group"]))
    )
    return [dict(row._mapping) for row in session.execute(select) if row.n]
