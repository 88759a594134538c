"""Tables with one value a row: what each row is a value of, and whose, and when."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from data import reference
from data.formats.tabular import points, readings
from data.formats.tabular.fault import Fault
from data.formats.tabular.rows import Row
from data.formats.tabular.whose import Whose
from data.reference.columns import columns, plain, spoken

NOT_KEPT = "Values of this kind are not kept here."
NO_CODE = "It does not say what it is a value of."
NO_VALUE = "It holds no value."
NOT_DONE = "It says that it was not done, so it holds no value."
NO_SUCH_ITEM = "It does not say which question by its number."


@dataclass(frozen=True)
class Place:
    """A reading, or a question of an instrument counted from 0, or its total without one."""

    reading: str | None = None
    instrument: str | None = None
    question: int | None = None


@dataclass(frozen=True)
class Piece:
    """One row, once it is known what it tells, of whom and when."""

    row: Row
    person: Whose
    place: Place
    value: int | float | None
    at: datetime
    notes: tuple[str, ...]
    occasion: tuple[str | None, ...]
    """Visit, time point and position: what tells apart pieces of one moment."""


def piece(row: Row, person: Whose | None) -> Piece | None:
    """What the row tells; None where that, the person or the time cannot be said.

    A value at fault still gives a piece, beside the row's fault: the form it belongs to is spoilt.
    """
    if spoken(row.text("status") or "") == "not done":
        row.fault(NOT_DONE, "status")
        return None
    place = _place(row)
    value, value_notes = _value(row, place) if place else (None, ())
    at, notes = row.moment("date", clock="time")
    row.word("position", "position", name="a position")
    if place is None or at is None or person is None:
        return None
    occasion = (row.value("visit"), row.value("time_point"), row.value("position"))
    return Piece(row, person, place, value, at, (*notes, *value_notes), occasion)


def _place(row: Row) -> Place | None:
    column = "code" if row.heading("code") else "instrument"
    code = row.value(column)
    if code is None and column == "instrument" and row.mapping.instrument:
        return _of_instrument(row, row.mapping.instrument)
    if code is None:
        row.fault(NO_CODE, column)
        return None
    if reading := columns().readings.get(plain(code)):
        return Place(reading=reading)
    if found := _by_loinc().get(code):
        return found
    if instrument := columns().names.get(plain(code)):
        return _of_instrument(row, instrument)
    row.fault(NOT_KEPT, column)
    return None


def _of_instrument(row: Row, instrument: str) -> Place | None:
    item = row.value("item")
    if item is None or plain(item) in columns().total_words:
        return Place(instrument=instrument)
    digits = plain(item).lstrip("abcdefghijklmnopqrstuvwxyz")
    if not (digits.isascii() and digits.isdigit() and 0 < int(digits[:4]) < 1000):
        row.fault(NO_SUCH_ITEM, "item")
        return None
    return Place(instrument=instrument, question=int(digits) - 1)


def _value(row: Row, place: Place) -> tuple[int | float | None, tuple[str, ...]]:
    text = row.value("value")
    if place.question is None and text is None:
        row.fault(NO_VALUE, "value")
    if text is None:
        return None, ()
    try:
        return _taken(row, place, text)
    except Fault as fault:
        row.fault(str(fault), "value")
        return None, ()


def _taken(row: Row, place: Place, text: str) -> tuple[int | float | None, tuple[str, ...]]:
    sign = row.mapping.decimal
    if place.reading:
        return readings.take(place.reading, text, row.value("unit"), row.mapping)
    known = reference.instrument(place.instrument or "")
    if place.question is None:
        # Whether items came beside it is not known in this row: an impossible total is no total.
        value = points.total(text, known, sign, alone=True)
        return value, points.doubt(value, known)
    return points.answer(text, known, place.question, sign), ()


@cache
def _by_loinc() -> dict[str, Place]:
    """The codes of questions and totals, as the instruments' own files give them."""
    found: dict[str, Place] = {}
    for id in reference.instrument_ids():
        known = reference.instrument(id)
        for number, item in enumerate(known.items):
            if item.loinc:
                # PHQ-9 follows PHQ-8 and takes the eight they share: its ninth stays unknown.
                found[item.loinc] = Place(instrument=id, question=number)
        if known.loinc.total:
            found[known.loinc.total] = Place(instrument=id)
    return found
