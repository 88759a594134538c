"""Whom one row of a table is about."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from data.formats.records import Identifier, PatientRecord
from data.formats.tabular import dates, ids
from data.formats.tabular.rows import Row
from data.reference.columns import columns, spoken

NOBODY = "It names nobody."
NUMBERS = ("patient_id", "mrn", "phone")
ANOTHER_SEX = "The file gives a sex other than male or female."
ONE_PIECE = "The name came in one piece and was not split."

_SEX: dict[str, Literal["male", "female"]] = {"male": "male", "female": "female"}


@dataclass(frozen=True)
class Whose:
    """The person of one row, as its entries name them."""

    record: PatientRecord

    @property
    def key(self) -> str:
        return self.record.key

    def entry(self) -> dict[str, Any]:
        """What every entry of the row says of its person."""
        return {
            "patient_ref": self.record.key,
            "patient_identifier": next(iter(self.record.identifiers), None),
            "named": self.record.key.partition(" ")[2],
        }


def whose(row: Row) -> Whose | None:
    """The person that the row names; else its fault."""
    identifier, mrn, phone = (row.read(field, ids.number) or None for field in NUMBERS)
    family, given, name_notes = _name(row)
    sex, sex_notes = _sex(row)
    record = PatientRecord(
        key="",
        identifiers=_identifiers(row, identifier),
        mrn=mrn,
        family=family,
        given=given,
        birth_date=row.read("birth_date", lambda text: dates.whole(text, row.mapping.date_order)),
        sex=sex,
        phone=phone,
        email=row.value("email"),
        language=row.value("language"),
        deceased=True if row.day("death_date") else None,
        notes=(*name_notes, *sex_notes),
        preferred_name=row.text("preferred_name"),
        message_ok=row.yes("message_ok"),
        text_ok=row.yes("text_ok"),
        row=row.number,
    )
    key = _key(record, identifier)
    if key is None:
        if not _is_faulty(row):
            row.fault(NOBODY, _first_person_field(row))
        return None
    return Whose(replace(record, key=key))


def _is_faulty(row: Row) -> bool:
    """Whether it names somebody by a number that cannot be read."""
    headings = {row.heading(field) for field in NUMBERS} - {None}
    return any(fault.field in headings for fault in row.faults)


def _identifiers(row: Row, value: str | None) -> tuple[Identifier, ...]:
    """A number means nothing outside its file, unless somebody said whose numbers they are."""
    return ((row.mapping.system, value),) if value and row.mapping.system else ()


def _name(row: Row) -> tuple[str | None, str | None, list[str]]:
    family, given, whole = (row.text(field) for field in ("family", "given", "full_name"))
    if family or given or whole is None:
        return family, given, []
    before, comma, after = (part.strip() for part in whole.partition(","))
    return (before or None, after or None, []) if comma else (whole, None, [ONE_PIECE])


def _sex(row: Row) -> tuple[Literal["male", "female"] | None, list[str]]:
    """A word for another sex is no fault of the row: the sex stays unknown, with a note."""
    told = row.value("sex")
    if told is None:
        return None, []
    known = columns().words["sex"]
    found = known.get(spoken(told)) or known.get(spoken(told).removesuffix(".0"))
    return (_SEX[found], []) if found else (None, [ANOTHER_SEX])


def _key(record: PatientRecord, identifier: str | None) -> str | None:
    """The surest of what the row says of them; the word before the space tells what it is."""
    name = ", ".join(part for part in (record.family, record.given) if part)
    if identifier:
        return f"id {identifier}"
    if record.mrn:
        return f"mrn {record.mrn}"
    if name:
        return f"name {name}" + (f", {record.birth_date}" if record.birth_date else "")
    contact = record.email or record.phone
    return f"contact {contact}" if contact else None


def _first_person_field(row: Row) -> str | None:
    person = ("patient_id", "mrn", "full_name", "family", "given")
    return next((field for field in person if row.heading(field)), None)
