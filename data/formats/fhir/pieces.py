"""What single Observations say about a questionnaire, before they are put together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from data.formats.fhir import answers, contradictions, observed
from data.formats.fhir.codes import TEEN_FORM, Place, is_teen, loinc, panels, places
from data.formats.fhir.conformance import fault
from data.formats.fhir.contents import Contents, Entry
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import CodeableConcept, Observation, Valued
from data.formats.fhir.subjects import Subject, subject
from data.formats.records import Identifier, LeftOut

PANEL_TOTAL = (
    "Its value stands under the code of the whole questionnaire; it was taken as the total."
)

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
        result = observed.final(entry)
        at, notes = observed.effective(result, zone, "filled in")
        given = _given(result)
        person = subject(result.subject, entry, contents)
    except Refused as refusal:
        yield LeftOut(entry.source_id, str(refusal))
        return
    panel = _panels(result)
    invalid = fault(entry.resource)
    for instrument in sorted(panel | {place.instrument for place, _ in given}):
        said = [*_form_notes(result, entry, instrument), *([invalid] if invalid else [])]
        yield Piece(
            entry=entry,
            instrument=instrument,
            is_panel=instrument in panel,
            given=tuple((place, each) for place, each in given if place.instrument == instrument),
            subject=person,
            at=at,
            notes=(*notes, *said),
            members=observed.members(result, entry, contents),
            sources=observed.sources(result, entry, contents),
        )


def is_ours(entry: Entry) -> bool:
    """Whether an Observation is about a questionnaire that is taken in."""
    return any(
        loinc(code.coding) & panels().keys() or _places(code) for code in observed.concepts(entry)
    )


def _given(result: Observation) -> list[tuple[Place, Valued]]:
    parts: list[tuple[CodeableConcept, Valued]] = [(result.code, result)]
    parts += [(part.code, part) for part in result.component]
    given = [(place, value) for code, value in parts if (place := _place(code))]
    if answers.total(result) is not None:
        given += [(Place(instrument, None), result) for instrument in sorted(_panels(result))]
    return given


def _form_notes(result: Observation, entry: Entry, instrument: str) -> list[str]:
    """What is unusual about the codes that it goes by."""
    teen = any(is_teen(loinc(code.coding)) for code in observed.concepts(entry))
    total = instrument in _panels(result) and answers.total(result) is not None
    return [
        *([TEEN_FORM] if teen and instrument == "phq9" else []),
        *([PANEL_TOTAL] if total else []),
    ]


def _panels(result: Observation) -> set[str]:
    """The instruments that it is the panel of."""
    return {panels()[code] for code in loinc(result.code.coding) if code in panels()}


def _places(code: CodeableConcept) -> set[Place]:
    """The text speaks only where there is no code, which might be another instrument's."""
    return places(loinc(code.coding), None if code.coding else code.text)


def _place(code: CodeableConcept) -> Place | None:
    contradictions.check(code)
    found = _places(code)
    if len(found) > 1:
        raise Refused("It is marked as two different questions.")
    return found.pop() if found else None
