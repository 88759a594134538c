"""A MedicationStatement or MedicationRequest to a medicine taken outside the clinic."""

from datetime import tzinfo
from typing import Any

from data.formats.fhir import words
from data.formats.fhir.conformance import fault
from data.formats.fhir.contents import Contents, Entry
from data.formats.fhir.days import OVER, day, unread
from data.formats.fhir.extensions import told
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import CodeableConcept, Period, Reference, Shape, shaped
from data.formats.fhir.subjects import subject, whose
from data.formats.fhir.times import written
from data.formats.records import MedicationRecord
from data.reference.treatments import treatments

INTERACTS = "Interacts as"
"""What the note of a medicine begins with that says its class in a copy of our own."""
ORDERED = "It was ordered; the file does not say whether it was taken."
ONE_DATE = "The file gives one date, which was taken as the start."

_NOT_TAKEN = "The file says that it was not taken."
_LEFT_OUT = {
    "entered-in-error": "The file says that it was entered in error.",
    "not-taken": _NOT_TAKEN,
    "intended": "It was only intended, not taken.",
    "cancelled": "It was cancelled before any of it was taken.",
    "draft": "It is only a draft, not an order.",
}
_NO_ORDER = ("proposal", "plan", "option")


class Medication(Shape):
    code: CodeableConcept | None = None


class Taking(Shape):
    """What the two kinds of resource share, and the few elements of each that are read."""

    status: str | None = None
    taken: str | None = None
    """STU3's way to say that it was not."""
    intent: str | None = None
    doNotPerform: bool = False
    medicationCodeableConcept: CodeableConcept | None = None
    medicationReference: Reference | None = None
    subject: Reference | None = None
    effectiveDateTime: str | None = None
    effectivePeriod: Period | None = None
    dateAsserted: str | None = None
    authoredOn: str | None = None
    note: Any = None


def read(entry: Entry, contents: Contents, zone: tzinfo) -> MedicationRecord:
    """The medicine; else Refused."""
    taking = shaped(Taking, entry.resource)
    _check(taking)
    name = _name(taking, entry, contents)
    if name is None or words.says_nothing(name):
        raise Refused("It does not name a medicine in words.")
    period = taking.effectivePeriod or Period()
    began = taking.effectiveDateTime or period.start
    written_so = entry.resource.get("effectivePeriod") or {}
    started = told(day(began, zone), written_so.get("_start"))
    stopped = told(day(period.end, zone), written_so.get("_end"))
    if started and stopped and stopped.latest < started.earliest:
        raise Refused("It ends before it begins.")
    over = taking.status in ("completed", "stopped")
    notes = [
        *([ORDERED] if entry.kind == "MedicationRequest" else []),
        *([ONE_DATE] if taking.effectiveDateTime and started else []),
        *([OVER] if over and not stopped else []),
        *unread((began, started), (period.end, stopped)),
        *filter(None, [fault(entry.resource)]),
    ]
    return MedicationRecord(
        **whose(entry, subject(taking.subject, entry, contents), notes),
        name=name,
        started=started,
        stopped=stopped,
        over=over,
        noted_at=written(taking.dateAsserted or taking.authoredOn, zone),
        interacts=_interacts(taking.note),
    )


def _check(taking: Taking) -> None:
    if taking.status in _LEFT_OUT:
        raise Refused(_LEFT_OUT[taking.status])
    if taking.taken == "n":
        raise Refused(_NOT_TAKEN)
    if taking.intent in _NO_ORDER:
        raise Refused("It is only proposed or planned, not ordered.")
    if taking.doNotPerform:
        raise Refused("It says that the medicine is not to be taken.")


def _interacts(notes: object) -> str | None:
    """The class that a copy of our own says in a note; None where none of the notes does."""
    listed = notes if isinstance(notes, list) else []
    told = [each.get("text") for each in listed if isinstance(each, dict)]
    said = {f"{INTERACTS}: {code}": code for code in (*treatments().interacts, "none")}
    return next((said[text] for text in told if isinstance(text, str) and text in said), None)


def _name(taking: Taking, entry: Entry, contents: Contents) -> str | None:
    """By its concept, by the Medication of the same file, or by what the reference itself says."""
    if named := words.name(taking.medicationCodeableConcept):
        return named
    reference = taking.medicationReference
    if reference is None:
        return None
    found = _medication(reference.reference or "", entry, contents)
    named = words.name(shaped(Medication, found).code) if found else None
    return named or words.plain(reference.display)


def _medication(name: str, entry: Entry, contents: Contents) -> dict[str, Any] | None:
    if name.startswith("#"):
        found = [each for each in entry.inside if each.get("id") == name[1:]]
    else:
        other = contents.find(name, entry)
        found = [other.resource] if other else []
    known = [each for each in found if each.get("resourceType") == "Medication"]
    return known[0] if len(known) == 1 else None
