"""Whom the rows of a table are about: each person once, whatever the number of rows."""

from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from data.formats.records import Identifier, PatientRecord
from data.formats.tabular import dates
from data.formats.tabular.rows import Row
from data.reference.columns import columns, spoken

NOBODY = "It names nobody."
ANOTHER_SEX = "The file gives a sex other than male or female."
ONE_PIECE = "The name came in one piece and was not split."

_SEX: dict[str, Literal["male", "female"]] = {"male": "male", "female": "female"}

# Where two rows differ in one of these, one of them is not about this person.
_TELLING = {
    "birth_date": "An earlier row gives this person another birth date. Correct one of them.",
    "mrn": "An earlier row gives this person another record number. Correct one of them.",
    "sex": "An earlier row gives this person another sex. Correct one of them.",
}
_OTHERS = (
    "family",
    "given",
    "preferred_name",
    "phone",
    "email",
    "language",
    "message_ok",
    "text_ok",
)


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
    identifier = row.value("patient_id")
    family, given, name_notes = _name(row)
    sex, sex_notes = _sex(row)
    record = PatientRecord(
        key="",
        identifiers=_identifiers(row, identifier),
        mrn=row.value("mrn"),
        family=family,
        given=given,
        birth_date=row.read("birth_date", lambda text: dates.whole(text, row.mapping.date_order)),
        sex=sex,
        phone=row.value("phone"),
        email=row.value("email"),
        language=row.value("language"),
        deceased=True if row.day("death_date") else None,
        notes=(*name_notes, *sex_notes),
        preferred_name=row.text("preferred_name"),
        message_ok=yes(row, "message_ok"),
        text_ok=yes(row, "text_ok"),
        row=row.number,
    )
    key = _key(record, identifier)
    if key is None:
        row.fault(NOBODY, _first_person_field(row))
        return None
    return Whose(replace(record, key=key))


def yes(row: Row, field: str) -> bool | None:
    """Yes or no; None where the cell says nothing."""
    return {"true": True, "false": False, None: None}[row.word(field, "yes", name="a yes or no")]


class People:
    """Everybody of a file by key, each as all rows together tell of them."""

    def __init__(self) -> None:
        self._known: dict[str, PatientRecord] = {}

    def check(self, person: Whose, row: Row) -> None:
        """A fault of the row for every thing that an earlier row contradicts."""
        known = self._known.get(person.key)
        for name, why in _TELLING.items() if known else ():
            before, now = getattr(known, name), getattr(person.record, name)
            if None not in (before, now) and before != now:
                row.fault(why, name)

    def take(self, person: Whose) -> None:
        """Add what the row tells; where it differs, the first row stands, with a note."""
        known = self._known.get(person.key)
        self._known[person.key] = _together(known, person.record) if known else person.record

    def all(self) -> tuple[PatientRecord, ...]:
        return tuple(self._known.values())


def _together(known: PatientRecord, also: PatientRecord) -> PatientRecord:
    new: dict[str, Any] = {
        field.name: getattr(also, field.name)
        for field in fields(PatientRecord)
        if getattr(known, field.name) is None
    }
    differing = [
        name
        for name in _OTHERS
        if None not in (getattr(known, name), getattr(also, name))
        and getattr(known, name) != getattr(also, name)
    ]
    labels = columns().kinds["patients"].fields
    notes = [f"Rows differ in: {labels[name].label}. The first was taken." for name in differing]
    # What nobody may do in one row, nobody may do: contact is only allowed where no row forbids it.
    for name in ("message_ok", "text_ok"):
        if False in (getattr(known, name), getattr(also, name)):
            new[name] = False
    return replace(known, **new, notes=tuple(dict.fromkeys((*known.notes, *also.notes, *notes))))


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
