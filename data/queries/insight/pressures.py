"""How far blood pressure rose in sessions, aggregated."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.insight.effects import dosed
from data.queries.insight.outcomes import Rows, count
from data.queries.insight.view import View
from data.reference.safety import Pressure


@dataclass(frozen=True)
class Columns:
    """Where the rise and the peak of one of the two pressures stand."""

    rise: Any
    peak: Any


def columns(pressure: Pressure) -> Columns:
    """Those of a session's fact."""
    visit = t.SessionFact
    return {
        "systolic": Columns(visit.peak_rise, visit.peak_sbp),
        "diastolic": Columns(visit.peak_rise_dbp, visit.peak_dbp),
    }[pressure.id]


def rises(session: Session, view: View, pressure: Pressure) -> Rows:
    """Sessions by rise, mmHg: rise (None without both readings), n."""
    rise = columns(pressure).rise
    select = dosed(view, rise.label("rise"), sa.func.count().label("n")).group_by(rise)
    return [dict(row._mapping) for row in session.execute(select)]


def people(session: Session, view: View, pressure: Pressure, width: int) -> dict[int, int]:
    """How many people had a rise in each bar of this width, by where the bar begins."""
    rise, visit = columns(pressure).rise, t.SessionFact
    # Whole division of what is below 0 differs between databases, so all is moved above it.
    start = ((rise + width * FAR) // width - FAR) * width
    select = dosed(
        view, start.label("start"), sa.func.count(sa.distinct(visit.patient_id)).label("n")
    )
    rows = session.execute(select.where(rise.is_not(None)).group_by("start"))
    return {int(row.start): row.n for row in rows}


FAR = 1000


def sums(session: Session, view: View, pressure: Pressure) -> dict[str, int]:
    """read, unread, large and less are patients with both readings, without, and with a large or
    lesser rise; peak and high sessions, over and under patients with a high peak or a lower one."""
    its, visit = columns(pressure), t.SessionFact
    people = sa.func.count(sa.distinct(visit.patient_id))
    select = dosed(
        view,
        people.filter(its.rise.is_not(None)).label("read"),
        people.filter(its.rise.is_(None)).label("unread"),
        people.filter(its.rise >= pressure.rise).label("large"),
        people.filter(its.rise < pressure.rise).label("less"),
        count(its.peak.is_not(None)).label("peak"),
        count(its.peak >= pressure.peak).label("high"),
        people.filter(its.peak >= pressure.peak).label("over"),
        people.filter(its.peak < pressure.peak).label("under"),
    )
    return dict(session.execute(select).one()._mapping)
