"""The rows of one dosing session: the visit, the dose, its effects."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from data.demo import paper, readings
from data.demo.bookings import TOO_HIGH
from data.demo.case import Case
from data.demo.clock import days, minutes
from data.demo.course import Visit
from data.demo.doses import Dose, Effect
from data.tables import Administration, DosingSession, SideEffect
from data.tables.vocabulary import Drug


@dataclass(frozen=True)
class Stay:
    """The time in the chair; its end is empty where nobody noted it."""

    chair_in: datetime
    chair_out: datetime | None
    signed: bool


def dosed(case: Case, visit: Visit, dose: Dose, appointment: UUID) -> None:
    """A session with a dose."""
    first = visit.slot.starts_at + minutes(dose.start_min)
    ready = first + minutes(dose.ready_min)
    stay = _stay(case, visit, ready)
    session = _session(case, visit, appointment, first, ready, dose.exception, stay)
    _administration(case, visit, dose, first, session)
    readings.dosed(case, visit, session, dose, ready)
    for seen in dose.effects:
        effect(case, seen, first, visit.slot.monitor_id, session)
        paper.medicine(case, visit, seen, first, session)
    paper.rems_form(case, visit, session)


def refused(case: Case, visit: Visit, appointment: UUID) -> None:
    """A session that ended before the dose, with the two readings that ended it."""
    stay = Stay(visit.slot.starts_at, visit.slot.starts_at + minutes(46), True)
    words = f"No dose given: {TOO_HIGH}"
    session = _session(case, visit, appointment, None, None, words, stay)
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
        related=None if seen.grade is None else True,
        expected=None if seen.grade is None else seen.grade < 3,
        reported_at=paper.reported(case, seen, at),
        happened_text=None,
        earliest=None,
        latest=None,
        recorded_at=(resolved or at) + minutes(3),
    )


def _stay(case: Case, visit: Visit, ready: datetime) -> Stay:
    """Most come a little early and leave a little after they may."""
    more = case.more
    waits = more.near(9, 7, 1, 48)
    return Stay(
        chair_in=visit.slot.starts_at + minutes(more.between(-4, 6)),
        chair_out=None if more.chance(0.02) else ready + minutes(waits),
        signed=not more.chance(0.025),
    )


def _session(
    case: Case,
    visit: Visit,
    appointment: UUID,
    first: datetime | None,
    ready: datetime | None,
    exception: str | None,
    stay: "Stay",
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
        chair_in=stay.chair_in,
        first_dose_at=first,
        ready_at=ready,
        chair_out=stay.chair_out,
        discharge_signed_at=closed if stay.signed else None,
        discharge_signed_by=slot.monitor_id if stay.signed else None,
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
