"""Everybody of a file once, whatever the number of rows that tell of them."""

from dataclasses import fields, replace
from typing import Any

from data.formats import naming
from data.formats.records import PatientRecord
from data.formats.tabular.rows import Row
from data.formats.tabular.whose import Whose
from data.reference.columns import columns

# Where two rows differ in one of these, one of them is not about this person.
_TELLING = {
    "birth_date": "An earlier row gives this person another birth date. Correct one of them.",
    "mrn": "An earlier row gives this person another record number. Correct one of them.",
    "sex": "An earlier row gives this person another sex. Correct one of them.",
}
ANOTHER_NAME = (
    "An earlier row gives this person quite another name. Correct the name or the number."
)
_OTHERS = ("family", "given", "preferred_name", "phone", "email", "language")
# What one row forbids stays forbidden, whatever the others say.
_PERMISSIONS = ("message_ok", "text_ok")


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
        if known and _is_another(known, person.record):
            row.fault(ANOTHER_NAME, next(filter(row.heading, ("family", "full_name")), None))

    def take(self, person: Whose) -> None:
        """Add what the row tells; where it differs, the first row stands, with a note."""
        known = self._known.get(person.key)
        self._known[person.key] = _together(known, person.record) if known else person.record

    def all(self) -> tuple[PatientRecord, ...]:
        return tuple(self._known.values())


def _is_another(known: PatientRecord, also: PatientRecord) -> bool:
    """Whether the number is of two people: of whole names nothing agrees, nor the birth date."""
    if known.birth_date and known.birth_date == also.birth_date:
        return False
    names = ((known.family, known.given), (also.family, also.given))
    return all(map(naming.is_whole, names)) and not naming.agree(*names)


def _together(known: PatientRecord, also: PatientRecord) -> PatientRecord:
    labels = columns().kinds["patients"].fields
    new: dict[str, Any] = {
        field.name: getattr(also, field.name)
        for field in fields(PatientRecord)
        if getattr(known, field.name) is None
    }
    new |= {name: False for name in _PERMISSIONS if getattr(also, name) is False}
    differing = [
        f"Rows differ in: {labels[name].label}. {taken} was taken."
        for taken, names in (("The first", _OTHERS), ("No", _PERMISSIONS))
        for name in names
        if None not in (getattr(known, name), getattr(also, name))
        and getattr(known, name) != getattr(also, name)
    ]
    notes = dict.fromkeys((*known.notes, *also.notes, *differing))
    return replace(known, **new, notes=tuple(notes))
