"""Everything of one patient, read from the events themselves."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands
from data.tables import Patient
from data.tables.vocabulary import AppointmentStatus

Rows = list[dict[str, Any]]


def person_patients(session: Session, patient_id: UUID) -> list[UUID]:
    """The patient rows that are this person: the row itself and those merged into it."""
    same = sa.select(t.Patient.id).where(
        sa.or_(t.Patient.id == patient_id, t.Patient.merged_into == patient_id)
    )
    return list(session.execute(same).scalars())


def person(session: Session, patient_id: UUID) -> Patient | None:
    """The patient, unless an undone import made them."""
    found = session.get(Patient, patient_id)
    return None if found is None or found.withdrawn else found


def episodes(session: Session, people: list[UUID]) -> Rows:
    """Episodes, newest first, each with its practitioner and facts."""
    return _rows(
        session,
        sa.select(
            t.Episode.id,
            t.Episode.route,
            t.Episode.protocol_id,
            t.Episode.opened_at,
            t.Episode.closed_at,
            t.Member.name.label("practitioner"),
            t.EpisodeFact.stage,
            t.EpisodeFact.stage_since,
            t.EpisodeFact.doses,
            t.EpisodeFact.first_dose_at,
            t.EpisodeFact.baseline,
        )
        .select_from(t.Episode)
        .outerjoin(t.Member, t.Member.id == t.Episode.practitioner_id)
        .outerjoin(t.EpisodeFact, t.EpisodeFact.episode_id == t.Episode.id)
        .where(t.Episode.patient_id.in_(people), ~t.Episode.withdrawn)
        .order_by(t.Episode.closed_at.is_(None).desc(), t.Episode.opened_at.desc()),
    )


def stage_events(session: Session, episode_ids: list[UUID]) -> Rows:
    """How they got there: every step that stands, newest first."""
    event = t.StageEvent
    return _rows(
        session,
        sa.select(event.episode_id, event.happened_at, event.to_stage, event.reason, event.note)
        .where(event.episode_id.in_(episode_ids), stands(event))
        .order_by(event.happened_at.desc(), event.id.desc()),
    )


def consents(session: Session, episode_ids: list[UUID]) -> Rows:
    """What was signed."""
    return _rows(
        session,
        sa.select(t.Consent.episode_id, t.Consent.kind, t.Consent.valid_from, t.Consent.valid_to)
        .where(t.Consent.episode_id.in_(episode_ids), stands(t.Consent))
        .order_by(t.Consent.valid_from.desc()),
    )


def holds(session: Session, episode_ids: list[UUID]) -> Rows:
    """Pauses, oldest first."""
    hold = t.Hold
    return _rows(
        session,
        sa.select(hold.episode_id, hold.happened_at, hold.expected_to, hold.ended_at, hold.reason)
        .where(hold.episode_id.in_(episode_ids), stands(hold))
        .order_by(hold.happened_at),
    )


def allergies(session: Session, people: list[UUID]) -> Rows:
    """What they react to; a row without substance says "no known allergies"."""
    return _rows(
        session,
        sa.select(t.Allergy.substance, *_when(t.Allergy)).where(
            t.Allergy.patient_id.in_(people), stands(t.Allergy)
        ),
    )


def medications(session: Session, people: list[UUID]) -> Rows:
    """Medicines taken outside, those still taken first."""
    taken = t.Medication
    return _rows(
        session,
        sa.select(
            taken.name,
            taken.interacts,
            taken.started_on,
            taken.stopped_on,
            taken.stopped_text,
            *_when(taken),
        )
        .where(taken.patient_id.in_(people), stands(taken))
        .order_by(
            sa.or_(taken.stopped_on.is_not(None), taken.stopped_text.is_not(None)), taken.name
        ),
    )


def assessments(session: Session, people: list[UUID]) -> Rows:
    """Questionnaires of every kind, newest first."""
    score = t.Assessment
    return _rows(
        session,
        sa.select(
            score.id,
            score.instrument,
            score.happened_at,
            score.total,
            score.severity,
            score.item9,
            score.answered,
            score.answers,
            score.complete,
            score.recorded_total,
            score.note,
            score.source,
            t.Member.name.label("entered_by"),
        )
        .select_from(score)
        .outerjoin(t.Member, t.Member.id == score.recorded_by)
        .where(score.patient_id.in_(people), stands(score))
        .order_by(score.happened_at.desc(), score.id.desc()),
    )


def item9(session: Session, people: list[UUID]) -> Rows:
    """Item 9 of every PHQ-9, newest first; empty where it is unknown."""
    score = t.Assessment
    return _rows(
        session,
        sa.select(score.item9, score.happened_at)
        .where(score.patient_id.in_(people), score.instrument == "phq9", stands(score))
        .order_by(score.happened_at.desc(), score.id.desc()),
    )


def sessions(session: Session, people: list[UUID]) -> Rows:
    """Sessions with what was given and measured, newest first."""
    visit, fact, given = t.DosingSession, t.SessionFact, t.Administration
    stopped = (
        sa.select(sa.func.max(given.stopped_why))
        .where(given.session_id == visit.id, stands(given))
        .scalar_subquery()
    )
    return _rows(
        session,
        sa.select(
            visit.id,
            visit.episode_id,
            visit.number,
            visit.local_date,
            visit.first_dose_at,
            visit.exception,
            fact.drug,
            fact.mg,
            fact.mg_per_kg,
            fact.pre_sbp,
            fact.pre_dbp,
            fact.peak_sbp,
            fact.peak_dbp,
            fact.lowest_spo2,
            fact.peak_rise,
            fact.lowest_moaas,
            fact.ready_min,
            stopped.label("stopped_why"),
        )
        .select_from(visit)
        .outerjoin(fact, fact.session_id == visit.id)
        .where(visit.patient_id.in_(people))
        .order_by(visit.local_date.desc(), visit.number.desc()),
    )


def side_effects(session: Session, people: list[UUID]) -> Rows:
    """Side effects, newest first, with the number of their session."""
    effect = t.SideEffect
    return _rows(
        session,
        sa.select(
            effect.session_id,
            effect.happened_at,
            effect.term,
            effect.text,
            effect.grade,
            effect.onset_min,
            effect.resolved_at,
            effect.serious,
            effect.action,
            effect.happened_text,
            t.DosingSession.number,
        )
        .select_from(effect)
        .outerjoin(t.DosingSession, t.DosingSession.id == effect.session_id)
        .where(effect.patient_id.in_(people), stands(effect))
        .order_by(effect.happened_at.desc(), effect.id.desc()),
    )


def readings(session: Session, people: list[UUID]) -> Rows:
    """Readings taken outside of sessions, newest first."""
    taken = t.Vital
    names = ("happened_at", "sbp", "dbp", "hr", "spo2", "rr", "weight_kg", "position")
    return _rows(
        session,
        sa.select(*(getattr(taken, name) for name in names))
        .where(taken.patient_id.in_(people), taken.session_id.is_(None), stands(taken))
        .order_by(taken.happened_at.desc(), taken.id.desc()),
    )


def conditions(session: Session, people: list[UUID]) -> Rows:
    """Diagnoses, those that last first."""
    known = t.Condition
    names = ("name", "since", "ended", "since_text", "ended_text")
    return _rows(
        session,
        sa.select(*(getattr(known, name) for name in names))
        .where(known.patient_id.in_(people), stands(known))
        .order_by(sa.or_(known.ended.is_not(None), known.ended_text.is_not(None)), known.name),
    )


def bookings(session: Session, people: list[UUID]) -> Rows:
    """Visits that are booked and not yet held, soonest first."""
    booking = t.Appointment
    return _rows(
        session,
        sa.select(booking.episode_id, booking.starts_at, t.Site.name.label("site"), t.Episode.route)
        .join(t.Site, t.Site.id == booking.site_id)
        .join(t.Episode, t.Episode.id == booking.episode_id)
        .where(
            booking.patient_id.in_(people),
            booking.status == AppointmentStatus.BOOKED,
            ~booking.withdrawn,
        )
        .order_by(booking.starts_at),
    )


def screenings(session: Session, episode_ids: list[UUID]) -> Rows:
    """What the rules found and what was decided, newest first."""
    found, decided = t.Screening, t.Decision
    return _rows(
        session,
        sa.select(
            found.episode_id,
            found.happened_at,
            found.policy_version,
            found.disposition,
            found.escalate,
            found.missing,
            found.findings,
            decided.verdict,
            decided.override_text,
            decided.revisit_on,
            decided.reason,
            decided.happened_at.label("decided_at"),
            t.Member.name.label("signed_by"),
        )
        .select_from(found)
        .outerjoin(decided, sa.and_(decided.screening_id == found.id, stands(decided)))
        .outerjoin(t.Member, t.Member.id == decided.signed_by)
        .where(found.episode_id.in_(episode_ids), stands(found))
        .order_by(found.happened_at.desc()),
    )


def trials(session: Session, people: list[UUID]) -> Rows:
    """Earlier treatments, latest first."""
    trial = t.TreatmentTrial
    return _rows(
        session,
        sa.select(
            trial.name,
            trial.kind,
            trial.treatment_class,
            trial.dose,
            trial.started_on,
            trial.ended_on,
            trial.weeks_adequate,
            trial.percent_improved,
            trial.stop_reason,
        )
        .where(trial.patient_id.in_(people), stands(trial))
        .order_by(trial.started_on.desc()),
    )


def _when(entry: Any) -> tuple[Any, ...]:
    """What tells when an entry was so, and whether its file said it."""
    return entry.happened_at, entry.recorded_at, entry.entry_key


def _rows(session: Session, select: sa.Select[Any]) -> Rows:
    return [dict(row._mapping) for row in session.execute(select)]
