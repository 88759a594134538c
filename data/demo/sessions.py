"""The rows of one dosing session: the visit, the dose, its effects."""

from datetime import datetime
from uuid import UUID

from data.demo import readings
from data.demo.bookings import TOO_HIGH
from data.demo.case import Case
from data.demo.clock import days, minutes
from data.demo.course import Visit
from data.demo.doses import Dose, Effect
from data.tables import Administration, DosingSession, SideEffect
from data.tables.vocabulary import Drug


def dosed(case: Case, visit: Visit, dose: Dose, appointment: UUID) -> None:
    """A session with a dose."""
    first = visit.slot.starts_at + minutes(dose.start_min)
    ready = first + minutes(dose.ready_min)
    session = _session(case, visit, appointment, first, ready, dose.exception)
    _administration(case, visit, dose, first, session)
    readings.dosed(case, visit, session, dose, ready)
    for seen in dose.effects:
        effect(case, seen, first, visit.slot.monitor_id, session)


def refused(case: Case, visit: Visit, appointment: UUID) -> None:
    """A session that ended before the dose, with the two readings that ended it."""
    session = _session(case, visit, appointment, None, None, f"No dose given: {TOO_HIGH}")
    readings.refused(case, visit, session)


def effect(case: Case, seen: Effect, dosed_at: datetime, by: UUID, session: UUID | None) -> None:
    """A side effect, written down when it was over, or at once while it lasts."""
    at = dosed_at + minutes(seen.onset_min)
    resolved = at + minutes(seen.lasts) if seen.lasts else None
    case.enter(
        SideEffect,
        at,
        by,
        patient_id=case.person.id,
        session_id=session,
        term=seen.term,
        text=seen.text,
        onset_min=seen.onset_min,
        resolved_at=resolved,
        grade=seen.grade,
        serious=seen.serious,
        criteria=seen.criteria,
        action=seen.action,
        happened_text=None,
        earliest=None,
        latest=None,
        recorded_at=(resolved or at) + minutes(3),
    )


def _session(
    case: Case,
    visit: Visit,
    appointment: UUID,
    first: datetime | None,
    ready: datetime | None,
    exception: str | None,
) -> UUID:
    slot = visit.slot
    key = case.dice.key(slot.starts_at)
    closed = (ready or slot.starts_at + minutes(45)) + minutes(6)
    case.ledger.edit(
        DosingSession,
        closed,
        slot.monitor_id,
        id=key,
        appointment_id=appointment,
        patient_id=case.person.id,
        episode_id=case.episode_id,
        number=visit.number,
        local_date=slot.day,
        first_dose_at=first,
        ready_at=ready,
        closed_at=closed,
        exception=exception,
    )
    return key


def _administration(case: Case, visit: Visit, dose: Dose, first: datetime, session: UUID) -> None:
    by_weight = dose.minutes is not None
    before = 0 if case.dice.chance(0.7) else case.dice.between(1, 24)
    case.enter(
        Administration,
        first,
        visit.slot.monitor_id,
        session_id=session,
        drug=Drug(case.plan.protocol.drug),
        mg=float(dose.mg),
        weight_kg=float(case.person.weight_kg) if by_weight else None,
        weighed_on=visit.slot.day - days(before) if by_weight else None,
        minutes=dose.minutes,
        stopped_why=None,
    )
