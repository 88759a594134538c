"""The rows of bookings and holds."""

from datetime import datetime
from uuid import UUID

from data.demo.case import Case
from data.demo.clock import instant, minutes
from data.demo.course import Pause, Visit
from data.demo.grid import Slot
from data.tables import Appointment, AppointmentEvent, Hold
from data.tables.vocabulary import AppointmentStatus

TOO_HIGH = "Blood pressure above 160/100 before the dose"
# Who asked for a booking to change, and why.
REASONS: dict[AppointmentStatus, tuple[str | None, str]] = {
    AppointmentStatus.NO_SHOW: (None, "Did not come and could not be reached"),
    AppointmentStatus.LATE_CANCEL: ("patient", "No ride home"),
    AppointmentStatus.CLINIC_CANCELLED: ("clinic", "Monitor ill"),
    AppointmentStatus.HELD_CLINICAL: ("clinic", TOO_HIGH),
}
TAKES = (AppointmentStatus.BOOKED, AppointmentStatus.ATTENDED)
"""Where a booking stands while its chair is taken."""


def book(case: Case, slot: Slot, status: AppointmentStatus, booked_at: datetime) -> UUID:
    """A booking with its chair, its monitor's place and where it stands now."""
    key = case.dice.key(booked_at)
    case.ledger.edit(
        Appointment,
        booked_at,
        case.place.desk,
        id=key,
        episode_id=case.episode_id,
        patient_id=case.person.id,
        site_id=slot.site_id,
        chair_id=slot.chair_id,
        monitor_id=slot.monitor_id,
        monitor_place=slot.place,
        starts_at=slot.starts_at,
        ends_at=slot.starts_at + minutes(case.plan.protocol.planned_minutes),
        status=status,
        holds=status in TAKES,
        booked_at=booked_at,
        booked_by=case.place.desk,
        first_booked_at=booked_at,
        withdrawn=False,
    )
    return key


def outcome(case: Case, visit: Visit, appointment: UUID, booked_at: datetime) -> None:
    """What became of a booking, and how long before."""
    status, starts_at = visit.status, visit.slot.starts_at
    hours = None
    if status is AppointmentStatus.LATE_CANCEL:
        hours = case.dice.between(2, 20)
    elif status is AppointmentStatus.CLINIC_CANCELLED:
        hours = case.dice.between(2, 40)
    asked_by, reason = REASONS.get(status, (None, None))
    case.enter(
        AppointmentEvent,
        max(booked_at, starts_at - minutes(60 * (hours or 0))),
        case.place.desk,
        appointment_id=appointment,
        from_status=AppointmentStatus.BOOKED,
        to_status=status,
        asked_by=asked_by,
        hours_before=None if hours is None else float(hours),
        reason=reason,
    )


def pause(case: Case, held: Pause) -> None:
    """A hold and, where it is over, the entry that ended it."""
    at = instant(held.start, 9 * 60 + 20)
    hold = {
        "episode_id": case.episode_id,
        "reason": held.reason,
        "expected_to": held.expected,
        "ended_at": None,
    }
    first = case.enter(Hold, at, case.prescriber, **hold)
    if held.end is not None:
        ended = instant(held.end, 16 * 60)
        over = hold | {"ended_at": ended, "recorded_at": ended, "corrects": first, "why": "Over"}
        case.enter(Hold, at, case.prescriber, **over)
