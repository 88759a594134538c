"""What single Observations say about a PHQ-9 or GAD-7, before they are put together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from data.formats.fhir.codes import Place, loinc, panels, places
from data.formats.fhir.conformance import fault
from data.formats.fhir.contents import Contents, Entry
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import CodeableConcept, Observation, Reference, Valued, shaped
from data.formats.fhir.subjects import Subject, subject
from data.formats.fhir.times import moment
from data.formats.records import Identifier, LeftOut

NOT_OURS = "Not a PHQ-9 or GAD-7 result."
NOT_FINAL = "Its own status says that it is not a final result."
PERIOD_START = "The file gives a period; its start was taken as the time."

_FINAL = ("final", "amended", "corrected")
Occasion = tuple[str, str | Identifier, datetime]
"""Instrument, person and time: what makes two resources tell of one and the same form."""


@dataclass(frozen=True)
class Piece:
    """What one Observation says about one instrument."""

    entry: Entry
    instrument: str
    is_panel: bool
    given: tuple[tuple[Place, Valued], ...]
    subject: Subject
    at: datetime
    notes: tuple[str, ...]
    members: frozenset[str]
    """Keys of the Observations of the same file that this panel consists of."""
    sources: frozenset[str]
    """Keys of the resources of the same file that it was derived from."""

    @property
    def occasion(self) -> Occasion:
        return self.instrument, self.subject.person or self.entry.key, self.at


def read(entry: Entry, contents: Contents, zone: tzinfo) -> Iterator[Piece | LeftOut]:
    """One piece for each instrument the Observation is about, or the reason why there is none."""
    try:
        if not _is_ours(entry):
            raise Refused(NOT_OURS)
        observed = shaped(Observation, entry.resource)
        if observed.status not in _FINAL:
            raise Refused(NOT_FINAL)
        at, notes = _time(observed, zone)
        given = _given(observed)
    except Refused as refusal:
        yield LeftOut(entry.source_id, str(refusal))
        return
    invalid = fault(entry.resource)
    panel = {panels()[code] for code in loinc(observed.code.coding) if code in panels()}
    for instrument in sorted(panel | {place.instrument for place, _ in given}):
        yield Piece(
            entry=entry,
            instrument=instrument,
            is_panel=instrument in panel,
            given=tuple((place, each) for place, each in given if place.instrument == instrument),
            subject=subject(observed.subject, entry, contents),
            at=at,
            notes=(*notes, *([invalid] if invalid else [])),
            members=_keys([*observed.hasMember, *_related(observed, "member")], entry, contents),
            sources=_keys([*observed.derivedFrom, *_related(observed, "derived")], entry, contents),
        )


def _is_ours(entry: Entry) -> bool:
    """Looks at codes alone, since most Observations of a whole record are about something else."""
    parts = entry.resource.get("component")
    for part in (entry.resource, *(parts if isinstance(parts, list) else [])):
        try:
            code = shaped(CodeableConcept, part.get("code") if isinstance(part, dict) else None)
        except Refused:
            continue
        if loinc(code.coding) & panels().keys() or _places(code):
            return True
    return False


def _given(observed: Observation) -> list[tuple[Place, Valued]]:
    parts: list[tuple[CodeableConcept, Valued]] = [(observed.code, observed)]
    parts += [(part.code, part) for part in observed.component]
    return [(place, value) for code, value in parts if (place := _place(code))]


def _places(code: CodeableConcept) -> set[Place]:
    """The text speaks only where there is no code, which might be another instrument's."""
    return places(loinc(code.coding), None if code.coding else code.text)


def _place(code: CodeableConcept) -> Place | None:
    found = _places(code)
    if len(found) > 1:
        raise Refused("It is marked as two different questions.")
    return found.pop() if found else None


def _time(observed: Observation, zone: tzinfo) -> tuple[datetime, tuple[str, ...]]:
    stated = observed.effectiveDateTime or observed.effectiveInstant
    if stated or not observed.effectivePeriod:
        return moment(stated, zone)
    at, notes = moment(observed.effectivePeriod.start, zone)
    return at, (*notes, PERIOD_START)


def _related(observed: Observation, kind: str) -> list[Reference]:
    """STU3's `related`: has-member and derived-from."""
    return [each.target for each in observed.related if kind in (each.type or "")]


def _keys(references: list[Reference], entry: Entry, contents: Contents) -> frozenset[str]:
    found = [contents.find(each.reference, entry) for each in references if each.reference]
    return frozenset(each.key for each in found if each)
