"""What one entry of a file comes to, and what can be said of one that comes to nothing."""

from datetime import datetime, tzinfo
from uuid import UUID

from data import reference
from data.formats.records import (
    AllergyRecord,
    AppointmentRecord,
    AssessmentRecord,
    ConditionRecord,
    EntryRecord,
    InquiryRecord,
    MedicationRecord,
    SideEffectRecord,
    VitalRecord,
)
from data.tables import Assessment
from data.tables.base import now
from services import wording
from services.importing import notes, scores
from services.importing.bookings import Bookings
from services.importing.known import DAY
from services.importing.plans import Made

WHAT: dict[type, str] = {
    VitalRecord: "Readings",
    SideEffectRecord: "Side effect",
    MedicationRecord: "Medicine",
    AllergyRecord: "Allergy",
    ConditionRecord: "Diagnosis",
    AppointmentRecord: "Appointment",
    InquiryRecord: "Inquiry",
}


def made(record: EntryRecord, patient_id: UUID, bookings: Bookings, zone: tzinfo) -> Made:
    """The row it comes to; raises AnswerRefused or Contradiction, with a sentence."""
    match record:
        case AssessmentRecord():
            return scores.made(record, patient_id)
        case VitalRecord():
            return notes.vital(record, patient_id)
        case SideEffectRecord():
            return notes.side_effect(record, patient_id, zone)
        case MedicationRecord():
            return notes.medication(record, patient_id, zone)
        case AllergyRecord():
            return notes.allergy(record, patient_id)
        case ConditionRecord():
            return notes.condition(record, patient_id, zone)
        case AppointmentRecord():
            return bookings.appointment(record, patient_id)
        case InquiryRecord():
            return bookings.inquiry(record, patient_id)


def unmade(record: EntryRecord) -> Made:
    """What can be said of an entry that comes to no row."""
    if not isinstance(record, AssessmentRecord):
        return Made(Assessment, {}, WHAT[type(record)], _when(record), "")
    columns = scores.readable(record)
    return Made(
        table=Assessment,
        values={},
        what=reference.instrument(record.instrument).name,
        at=record.happened_at,
        reading=wording.reading(columns),
        severity=wording.severity(columns),
        item9=wording.item9(columns),
        mismatch=wording.mismatch(columns),
    )


def _when(record: EntryRecord) -> datetime | None:
    match record:
        case AppointmentRecord():
            return record.starts_at
        case AssessmentRecord() | VitalRecord() | InquiryRecord():
            return record.happened_at
        case MedicationRecord() | AllergyRecord() | ConditionRecord():
            return record.noted_at
        case SideEffectRecord():
            return None


def too_late(record: EntryRecord) -> str:
    """Only a booking may lie ahead."""
    if isinstance(record, AppointmentRecord):
        return ""
    at = _when(record)
    day = record.happened if isinstance(record, SideEffectRecord) else None
    late = (at is not None and at > now() + DAY) or (
        day is not None and day.earliest > (now() + DAY).date()
    )
    return "It is dated in the future." if late else ""
