"""Who stands behind a number of the utilization page: counts of its parts, and rows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries import queue
from data.queries.columns import t
from data.queries.engines import clinic_date
from data.queries.insight.outcomes import Rows, count
from data.tables.vocabulary import AppointmentStatus


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


def decisions(session: Session, source: Any, where: list[Any], most: int) -> Rows:
    """Decisions that fit, the newest first, with who, what was decided and what the rules said."""
    fact, person, decision = t.EpisodeFact, t.Patient, t.Decision
    select = (
        sa.select(
            fact.patient_id,
            person.family,
            person.given,
            fact.route,
            clinic_date(session, decision.happened_at, t.Site.tz).label("decided_on"),
            decision.verdict,
            decision.rules_verdict,
            decision.override_text,
        )
        .select_from(source)
        .join(person, person.id == fact.patient_id)
        .where(*where)
        .order_by(decision.happened_at.desc(), decision.id.desc())
        .limit(most)
    )
    return [dict(row._mapping) for row in session.execute(select)]


def people(session: Session, where: list[Any], today: date, most: int) -> Rows:
    """People who fit, the oldest obligation first: where they stand, since when, and what is
    booked from today on."""
    fact, person, visit = t.PatientFact, t.Patient, t.VisitFact
    due, _ = queue.due_on(session)
    booked = sa.select(sa.func.min(visit.local_date)).where(
        visit.episode_id == fact.episode_id,
        visit.status == AppointmentStatus.BOOKED,
        visit.local_date >= today,
    )
    select = (
        sa.select(
            fact.patient_id,
            fact.episode_id,
            person.family,
            person.given,
            fact.route,
            fact.stage,
            clinic_date(session, fact.stage_since, t.Site.tz).label("since_on"),
            due.label("due_on"),
            booked.scalar_subquery().label("booked_on"),
            t.Member.name.label("practitioner"),
        )
        .select_from(queue.standing())
        .join(person, person.id == fact.patient_id)
        .outerjoin(t.Member, t.Member.id == fact.practitioner_id)
        .where(*where)
        .order_by(due, fact.patient_id)
        .limit(most)
    )
    return [dict(row._mapping) for row in session.execute(select)]
