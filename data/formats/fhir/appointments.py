"""A FHIR Appointment to a booking."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Literal

from data.formats.fhir import words
from data.formats.fhir.conformance import fault
from data.formats.fhir.contents import Contents, Entry
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import CodeableConcept, Reference, Shape, shaped
from data.formats.fhir.subjects import Subject, names_a_patient, subject, whose
from data.formats.fhir.times import DATE_ONLY, moment
from data.formats.records import AppointmentRecord

PENDING = "The file says that not everybody has agreed to it yet."
OTHER_LENGTH = "The length it states is not the one from its start to its end, which was taken."

_DAY = 24 * 60

Status = Literal["booked", "attended", "no_show", "cancelled", "clinic_cancelled"]

_STATUS: dict[str, Status] = {
    "pending": "booked",
    "booked": "booked",
    "arrived": "attended",
    "checked-in": "attended",
    "fulfilled": "attended",
    "noshow": "no_show",
    "cancelled": "cancelled",
}
_LEFT_OUT = {
    "proposed": "It is only proposed, not booked.",
    "waitlist": "It is only on a waiting list, not booked.",
    "entered-in-error": "The file says that it was entered in error.",
}
_BY_THE_CLINIC = ("prov", "maint", "meds-inc")
"""How the codes begin that say the clinic, its equipment or its supplies were why."""


class Participant(Shape):
    actor: Reference | None = None


class Appointment(Shape):
    status: str | None = None
    start: str | None = None
    end: str | None = None
    minutesDuration: int | None = None
    cancelationReason: CodeableConcept | None = None
    participant: Sequence[Participant] = ()


def read(entry: Entry, contents: Contents, zone: tzinfo) -> AppointmentRecord:
    """The booking; else Refused."""
    booking = shaped(Appointment, entry.resource)
    status = _status(booking)
    at, notes = moment(booking.start, zone, "to start")
    if DATE_ONLY in notes:
        raise Refused("It gives the day, but not the time at which it starts.")
    minutes, more = _minutes(booking, at, zone)
    pending = PENDING if booking.status == "pending" else None
    said = [*notes, *more, *filter(None, [pending, fault(entry.resource)])]
    return AppointmentRecord(
        **whose(entry, _person(booking, entry, contents), said),
        starts_at=at,
        minutes=minutes,
        status=status,
        reason=words.name(booking.cancelationReason),
    )


def _status(booking: Appointment) -> Status:
    given = booking.status or ""
    if given in _LEFT_OUT:
        raise Refused(_LEFT_OUT[given])
    if given not in _STATUS:
        raise Refused("Its status is not one that an appointment can have.")
    why = words.codes(booking.cancelationReason)
    if given == "cancelled" and any(code.startswith(_BY_THE_CLINIC) for code in why):
        return "clinic_cancelled"
    return _STATUS[given]


def _minutes(booking: Appointment, start: datetime, zone: tzinfo) -> tuple[int | None, list[str]]:
    """By its end, else as stated."""
    stated = booking.minutesDuration
    if booking.end is None:
        minutes, notes = stated, []
    else:
        end, _ = moment(booking.end, zone, "to end")
        minutes = round((end - start).total_seconds() / 60)
        notes = [OTHER_LENGTH] if stated not in (None, minutes) else []
    if minutes is not None and not 0 < minutes <= _DAY:
        raise Refused("It does not end after its start and within a day.")
    return minutes, notes


def _person(booking: Appointment, entry: Entry, contents: Contents) -> Subject:
    """The one participant who is a patient; the others are places, things and the clinic's own."""
    actors = [each.actor for each in booking.participant if each.actor]
    found = [(actor, subject(actor, entry, contents)) for actor in actors]
    people = [who for actor, who in found if who.patient_ref or names_a_patient(actor)]
    if len({who.person for who in people}) > 1:
        raise Refused("It is for more than one patient.")
    return people[0] if people else Subject()
