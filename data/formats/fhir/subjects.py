"""Whose a resource is, as far as its own file can tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict
from urllib.parse import unquote

from data.formats.fhir import shapes
from data.formats.fhir.contents import Contents, Entry, printable
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import Reference
from data.formats.records import Identifier

NOT_SAID = "The file does not say whose it is."
NOT_HERE = "The person it names is not in this file."
TWO_PEOPLE = (
    "It names one person of this file and beside them a number that this person does not bear."
)
PLACEHOLDER = "It names a placeholder where a person belongs: a template that was never filled in."

_CONDITIONAL = re.compile(
    r"Patient\?identifier=(?P<system>[^|&]+)(\||%7C)(?P<value>[^|&]+)", re.IGNORECASE
)
_OF_A_PATIENT = re.compile(r"(^|/)Patient[/?]")
_TEMPLATE = re.compile(r"\{\{|%7B%7B|\$\{|%24%7B|<%|(^|[/:])\$", re.IGNORECASE)


class Whose(TypedDict):
    """What every record of an entry says first."""

    source_id: str
    patient_ref: str | None
    patient_identifier: Identifier | None
    named: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """The person by key, by identifier, or only as the file names them."""

    patient_ref: str | None = None
    identifier: Identifier | None = None
    named: str | None = None

    @property
    def person(self) -> str | Identifier | None:
        """What tells this person from others within the file; None where nothing does.

        A contained person who is not there ("#p") is nobody, for each resource has its own "#p".
        """
        local = (self.named or "#").startswith("#")
        return self.patient_ref or self.identifier or (None if local else self.named)

    @property
    def notes(self) -> tuple[str, ...]:
        if self.patient_ref or self.identifier:
            return ()
        return (NOT_HERE if self.named else NOT_SAID,)


def subject(reference: Reference | None, entry: Entry, contents: Contents) -> Subject:
    """Resolved inside this file only: an id means nothing outside the system that gave it.

    Raises Refused for a reference that a template has left unfilled, and for one that means one
    person by name and another by number.
    """
    if reference is None:
        return Subject()
    named = reference.reference or ""
    number = reference.identifier.value if reference.identifier else None
    if any(_TEMPLATE.search(text) for text in (named, number or "")):
        raise Refused(PLACEHOLDER)
    key, bears = _patient(named, entry, contents)
    if key is not None and reference.identifier and not _bears(bears, reference.identifier):
        raise Refused(TWO_PEOPLE)
    return Subject(
        patient_ref=key,
        identifier=_logical(reference) or _conditional(named),
        named=reference.reference,
    )


def names_a_patient(reference: Reference) -> bool:
    """Whether it says itself that it means a patient, be that patient in the file or not."""
    named = reference.reference or ""
    return reference.type == "Patient" or _OF_A_PATIENT.search(named) is not None


def whose(entry: Entry, person: Subject, notes: Sequence[str]) -> Whose:
    """The first fields of a record, each note once."""
    return Whose(
        source_id=entry.source_id,
        patient_ref=person.patient_ref,
        patient_identifier=person.identifier,
        named=person.named,
        notes=tuple(dict.fromkeys((*person.notes, *notes))),
    )


def contained(entry: Entry) -> dict[str, dict[str, Any]]:
    """The patients inside another resource, by the key that only that resource may use."""
    return {
        f"{entry.key}#{each['id']}": each
        for each in entry.inside
        if each.get("resourceType") == "Patient" and printable(each.get("id"))
    }


def _patient(
    named: str, entry: Entry, contents: Contents
) -> tuple[str | None, list[dict[str, Any]]]:
    """Their key within this file and their identifiers."""
    if named.startswith("#"):
        key = entry.key + named
        inside = contained(entry).get(key)
        return (None, []) if inside is None else (key, _identifiers(inside))
    found = contents.find(named, entry)
    if found is None or found.kind != "Patient":
        return None, []
    return found.key, _identifiers(found.resource)


def _identifiers(person: dict[str, Any]) -> list[dict[str, Any]]:
    listed = person.get("identifier")
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _bears(identifiers: list[dict[str, Any]], given: shapes.Identifier) -> bool:
    """Whether one of these is that number; a system that is not said may be any."""
    systems = (given.system, None)
    return given.value is None or any(
        each.get("value") == given.value and (given.system is None or each.get("system") in systems)
        for each in identifiers
    )


def _logical(reference: Reference) -> Identifier | None:
    given = reference.identifier
    return (given.system, given.value) if given and given.system and given.value else None


def _conditional(named: str) -> Identifier | None:
    """A transaction may name a person by a search for an identifier instead of an address."""
    match = _CONDITIONAL.fullmatch(named)
    return (unquote(match["system"]), unquote(match["value"])) if match else None
