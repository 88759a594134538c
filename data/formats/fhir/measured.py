"""What single Observations say about vital signs, before they are put together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal

from data.formats.fhir import amounts, contradictions, observed
from data.formats.fhir.codes import loinc
from data.formats.fhir.conformance import fault
from data.formats.fhir.contents import Contents, Entry, printable
from data.formats.fhir.extensions import value
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import CodeableConcept, Observation, Valued, shaped
from data.formats.fhir.signs import PANELS, Sign, signs
from data.formats.fhir.subjects import Subject, subject
from data.formats.fhir.times import DATE_ONLY
from data.formats.records import Identifier, LeftOut, Position

POSITION = "http://hl7.org/fhir/StructureDefinition/observation-bodyPosition"
POSITIONS: Mapping[Position, str] = {
    "supine": "40199007",
    "sitting": "33586001",
    "standing": "10904000",
}
"""By their codes in SNOMED CT."""
NOTHING_TAKEN = "None of its readings was taken."
EMPTY_PANEL = "It is a panel, and none of the readings it lists was taken in."
NOT_APART = "It does not give its readings one by one."
NOT_BELOW = "The diastolic pressure is not below the systolic pressure."

Moment = tuple[str | Identifier, datetime, bool, Position | None]
"""Person, time, whether the time is only a day, and how the person lay, sat or stood."""


@dataclass(frozen=True)
class Measured:
    """What one Observation says: the readings by field, or the keys of those that have them."""

    entry: Entry
    person: Subject
    moment: Moment
    readings: Mapping[str, Decimal]
    members: frozenset[str]
    notes: tuple[str, ...]


def is_ours(entry: Entry) -> bool:
    """Whether an Observation is about a vital sign that is taken in."""
    return any(
        not PANELS.isdisjoint(codes) or signs(codes)
        for code in observed.concepts(entry)
        for codes in [loinc(code.coding)]
    )


def read(entry: Entry, contents: Contents, zone: tzinfo) -> Iterator[Measured | LeftOut]:
    """What an Observation and those inside it measured, or why it cannot be taken in."""
    for each in (entry, *_inside(entry)):
        try:
            yield _measured(each, entry, contents, zone)
        except Refused as refusal:
            yield LeftOut(each.source_id, str(refusal))


def check_pair(readings: Mapping[str, Decimal]) -> None:
    """Raises Refused where both pressures are there and cannot belong together."""
    if "sbp" in readings and "dbp" in readings and readings["dbp"] >= readings["sbp"]:
        raise Refused(NOT_BELOW)


def _inside(entry: Entry) -> Iterator[Entry]:
    """Contained Observations. What one does not say of person and time, its container says."""
    said = {
        name: value
        for name, value in entry.resource.items()
        if name == "subject" or name.startswith("effective")
    }
    for each in entry.inside:
        name = printable(each.get("id"))
        own = {key: value for key, value in each.items() if key != "id"}
        apart = Entry(said | own, f"{entry.key}#{name}", entry.number)
        if name and each.get("resourceType") == "Observation" and is_ours(apart):
            yield apart


def _measured(entry: Entry, outer: Entry, contents: Contents, zone: tzinfo) -> Measured:
    result = observed.final(entry)
    at, notes = observed.effective(result, zone, "measured")
    person = subject(result.subject, outer, contents)
    readings, more = _readings(result)
    members = observed.members(result, outer, contents)
    if not readings and not members:
        raise Refused(_nothing(result))
    return Measured(
        entry=entry,
        person=person,
        moment=(person.person or outer.key, at, DATE_ONLY in notes, _position(entry)),
        readings=readings,
        members=members,
        notes=(*notes, *more, *filter(None, [fault(entry.resource)])),
    )


def _position(entry: Entry) -> Position | None:
    try:
        said = shaped(
            CodeableConcept, value(entry.resource, POSITION, "valueCodeableConcept", dict)
        )
    except Refused:
        return None
    codes = {each.code for each in said.coding}
    found = [each for each in POSITIONS if POSITIONS[each] in codes or each == said.text]
    return found[0] if len(found) == 1 else None


def _nothing(result: Observation) -> str:
    """Why there is no reading in it."""
    if result.hasMember or result.related:
        return EMPTY_PANEL
    return NOT_APART if result.holds_no_quantity or result.valueQuantity else NOTHING_TAKEN


def _readings(result: Observation) -> tuple[dict[str, Decimal], list[str]]:
    readings: dict[str, Decimal] = {}
    notes = []
    for sign, given in _parts(result):
        amount, note = amounts.read(given, sign)
        if amount is not None and sign.fills in readings:
            raise Refused(f"{sign.name} is given more than once.")
        readings |= {} if amount is None else {sign.fills: amount}
        notes += [note] if note else []
    check_pair(readings)
    return readings, notes


def _parts(result: Observation) -> Iterator[tuple[Sign, Valued]]:
    whole: tuple[CodeableConcept, Valued] = (result.code, result)
    for code, valued in (whole, *((part.code, part) for part in result.component)):
        contradictions.check(code)
        found = signs(loinc(code.coding))
        if len(found) > 1:
            raise Refused("It is marked as two different vital signs.")
        for sign in found:
            yield sign, valued
