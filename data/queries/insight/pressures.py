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


def sums(session: Session, view: View, pressure: Pressure) -> dict[str, int]:
    """read and large are patients with both readings and a large rise; peak and high sessions."""
    its, visit = columns(pressure), t.SessionFact
    people = sa.func.count(sa.distinct(visit.patient_id))
    select = dosed(
        view,
        people.filter(its.rise.is_not(None)).label("read"),
        people.filter(its.rise >= pressure.rise).label("large"),
        count(its.peak.is_not(None)).label("peak"),
        count(its.peak >= pressure.peak).label("high"),
    )
    return dict(session.execute(select).one()._mapping)
