"""Who stands behind a number of the utilization page: counts of its parts, and rows."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.insight.outcomes import Rows, count


def counts(session: Session, source: Any, where: list[Any], parts: Mapping[str, Any]) -> list[int]:
    """How many rows of a fact fit each of some conditions."""
    columns = [count(sa.and_(sa.true(), part)) for part in parts.values()]
    row = session.execute(sa.select(*columns).select_from(source).where(*where)).one()
    return list(row)


def visits(session: Session, where: list[Any], most: int) -> Rows:
    """Bookings that fit, the newest first, with who, when, and what came of them."""
    visit, person = t.VisitFact, t.Patient
    select = (
        sa.select(
            visit.patient_id,
            person.family,
            person.given,
            visit.local_date,
            visit.start_min,
            visit.route,
            t.Chair.name.label("chair"),
            visit.status,
            visit.hours_before,
            visit.lead_days,
            visit.planned_min,
            visit.in_min,
            visit.out_min,
            visit.waiting_min,
            visit.late_start_min,
            visit.long_dose_min,
            visit.slow_discharge_min,
            visit.readings,
            visit.signed,
            visit.rems_due_on,
            visit.rems_submitted_on,
        )
        .join(person, person.id == visit.patient_id)
        .outerjoin(t.Chair, t.Chair.id == visit.chair_id)
        .where(*where)
        .order_by(visit.local_date.desc(), visit.start_min.desc(), visit.appointment_id)
        .limit(most)
    )
    return [dict(row._mapping) for row in session.execute(select)]


def courses(session: Session, source: Any, where: list[Any], most: int) -> Rows:
    """Courses that fit, the newest inquiry first, with who and how far they came."""
    fact, person = t.EpisodeFact, t.Patient
    select = (
        sa.select(
            fact.patient_id,
            person.family,
            person.given,
            fact.route,
            fact.stage,
            fact.inquiry_on,
            fact.screening_on,
            fact.decided_on,
            fact.consented_on,
            fact.first_dose_on,
            fact.induction_in_window,
            fact.induction_planned,
            fact.window_closes_on,
            fact.induction_last_on,
            fact.reviewed_on,
            t.Member.name.label("practitioner"),
        )
        .select_from(source)
        .outerjoin(t.Member, t.Member.id == fact.practitioner_id)
        .join(person, person.id == fact.patient_id)
        .where(*where)
        .order_by(fact.inquiry_on.desc(), fact.episode_id)
        .limit(most)
    )
    return [dict(row._mapping) for row in session.execute(select)]
