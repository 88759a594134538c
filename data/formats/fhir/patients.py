"""A FHIR Patient to a person: what is clear is taken, what is not is noted and left unknown."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from pydantic import ValidationError

from data import settings
from data.formats.fhir import shapes
from data.formats.fhir.conformance import fault
from data.formats.records import Identifier, PatientRecord

# A clinic has no use for these numbers, so they are not copied: v2-0203 codes and systems.
_CIVIL = {"SS", "SB", "DL", "PPN", "NI", "TAX"}
_CIVIL_SYSTEM = "http://hl7.org/fhir/sid/us-ssn"

REPLACED = "The file says that another record of this person replaces this one."

_SEX: dict[str, Literal["male", "female"]] = {"male": "male", "female": "female"}
_NAME_ORDER = ("official", "usual", None, "nickname", "temp", "anonymous", "maiden", "old")


def read(resource: dict[str, Any], key: str) -> PatientRecord:
    """The person under that key. An element of the wrong form is passed over with a note."""
    person, notes = _shaped(resource)
    family, given, name_notes = _name(person.name)
    birth_date, birth_notes = _birth_date(person.birthDate)
    identifiers, mrn, identifier_notes = _identifiers(person.identifier)
    if person.active is False:
        notes.append("The file marks this person's record as no longer in use.")
    if any(link.type in ("replaced-by", "replace") for link in person.link):
        notes.append(REPLACED)
    if person.gender not in (*_SEX, "unknown", None):
        notes.append("The file gives a gender other than male or female.")
    return PatientRecord(
        key=key,
        identifiers=identifiers,
        mrn=mrn,
        family=family,
        given=given,
        birth_date=birth_date,
        sex=_SEX.get(person.gender or ""),
        phone=_contact(person.telecom, "phone"),
        email=_contact(person.telecom, "email"),
        language=_language(person.communication),
        deceased=True if person.deceasedDateTime else person.deceasedBoolean,
        notes=(*notes, *name_notes, *birth_notes, *identifier_notes),
    )


def _shaped(resource: dict[str, Any]) -> tuple[shapes.Patient, list[str]]:
    try:
        person = shapes.Patient.model_validate(resource)
    except ValidationError as error:
        unfit = sorted({str(each["loc"][0]) for each in error.errors(include_input=False)})
        rest = {name: value for name, value in resource.items() if name not in unfit}
        note = f"Not read, for it does not have the form that FHIR gives it: {', '.join(unfit)}."
        return shapes.Patient.model_validate(rest), [note]
    invalid = fault(resource)
    return person, [invalid] if invalid else []


def _name(names: list[shapes.HumanName]) -> tuple[str | None, str | None, list[str]]:
    ranked = [name for use in _NAME_ORDER for name in names if name.use == use]
    for name in ranked:
        given = " ".join(part for part in name.given if part)
        if name.family or given:
            return name.family, given or None, []
    for name in ranked:
        if name.text:
            return name.text, None, ["The name came in one piece and was not split."]
    return None, None, ["The file gives no name."]


def _birth_date(text: str | None) -> tuple[date | None, list[str]]:
    if text is None:
        return None, ["The file gives no birth date."]
    if re.fullmatch(r"\d{4}(-\d{2})?", text, re.ASCII):
        return None, [f"The birth date is known only as {text}."]
    try:
        # fromisoformat alone would also take a week number or a date without hyphens.
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError(text)
        return date.fromisoformat(text), []
    except ValueError:
        return None, ["The birth date in the file is not a date."]


def _identifiers(
    given: list[shapes.Identifier],
) -> tuple[tuple[Identifier, ...], str | None, list[str]]:
    """Numbers with their systems, and the MRN. Another house's record number is no MRN here: it
    may be the MRN of somebody else."""
    current = [each for each in given if each.value and each.use != "old"]
    kept = [each for each in current if not _is_civil(each)]
    pairs = {(each.system, each.value): None for each in kept if each.system and each.value}
    ours = (None, settings.mrn_system())
    records = {each.value for each in kept if "MR" in _types(each) and each.system in ours}
    notes = []
    if len(kept) < len(current):
        notes.append("Social security, licence and passport numbers are not copied.")
    if len(records) > 1:
        notes.append("The file gives several medical record numbers; none is taken as the MRN.")
    return tuple(pairs), records.pop() if len(records) == 1 else None, notes


def _is_civil(identifier: shapes.Identifier) -> bool:
    return identifier.system == _CIVIL_SYSTEM or bool(_CIVIL & _types(identifier))


def _types(identifier: shapes.Identifier) -> set[str | None]:
    return {coding.code for coding in identifier.type.coding}


def _contact(points: Iterable[shapes.ContactPoint], system: str) -> str | None:
    """The value the file ranks first, past ones aside."""
    current = [p for p in points if p.system == system and p.value and p.use != "old"]
    first = min(current, key=lambda point: point.rank or 1_000, default=None)
    return first.value if first else None


def _language(spoken: list[shapes.Communication]) -> str | None:
    """The preferred one, or the only one; its code where there is one."""
    chosen = [each for each in spoken if each.preferred] or spoken
    if len(chosen) != 1:
        return None
    concept = chosen[0].language
    return next((coding.code for coding in concept.coding if coding.code), concept.text)
