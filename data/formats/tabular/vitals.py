"""Vital signs with one column a reading, up to several pairs of pressures a row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from data.formats.records import VitalRecord
from data.formats.tabular import readings
from data.formats.tabular.fault import Fault
from data.formats.tabular.rows import Row
from data.formats.tabular.whose import Whose

NO_READING = "It holds no reading."


@dataclass
class Taken:
    """The readings of one occasion."""

    values: dict[str, int | float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def vitals(row: Row, person: Whose | None) -> Iterator[VitalRecord]:
    """One record an occasion: the first pair with whatever was taken once, then every other.

    What cannot be a reading is left out by itself, for the others of the row are none the worse.
    """
    at, notes = row.moment("date", clock="time")
    position: Any = row.word("position", "position", name="a position")
    taken = _together({occasion: _taken(row, occasion) for occasion in _occasions(row)})
    if not taken and not row.left_out:
        row.fault(NO_READING)
    if at is None or person is None:
        return
    for number, each in enumerate(taken, start=1):
        values: dict[str, Any] = readings.fields(each.values)
        yield VitalRecord(
            **person.entry(),
            **values,
            source_id=row.source_id if number == 1 else f"{row.source_id}, reading {number}",
            happened_at=at,
            position=position,
            notes=(*notes, *dict.fromkeys(each.notes)),
            row=row.number,
        )


def _occasions(row: Row) -> list[str]:
    return row.occasions(*readings.READINGS, "weight_kg", "weight_lb", "bp")


def _taken(row: Row, occasion: str) -> Taken:
    at = f"@{occasion}" if occasion else ""
    taken = Taken()
    for reading in readings.READINGS:
        _take(row, taken, reading, f"{reading}{at}", None)
    for unit in ("kg", "lb"):
        _take(row, taken, "weight", f"weight_{unit}{at}", unit)
    both = row.value(f"bp{at}")
    if both is not None:
        try:
            for reading, half in zip(("sbp", "dbp"), readings.pair(both), strict=True):
                _keep(row, taken, reading, half, f"bp{at}", None)
        except Fault as fault:
            row.leave_out(str(fault), f"bp{at}")
    if not readings.fits(taken.values):
        row.leave_out(readings.NOT_BELOW, f"dbp{at}" if row.heading(f"dbp{at}") else f"bp{at}")
        del taken.values["sbp"], taken.values["dbp"]
    return taken


def _take(row: Row, taken: Taken, reading: str, column: str, unit: str | None) -> None:
    text = row.value(column)
    if text is not None:
        _keep(row, taken, reading, text, column, unit)


def _keep(row: Row, taken: Taken, reading: str, text: str, column: str, unit: str | None) -> None:
    try:
        value, notes = readings.take(reading, text, unit, row.mapping)
    except Fault as fault:
        row.leave_out(str(fault), column)
        return
    if taken.values.setdefault(reading, value) != value:
        row.leave_out("Another column gives another value for it.", column)
    taken.notes += notes


def _together(occasions: dict[str, Taken]) -> list[Taken]:
    """What was taken once, such as one pulse, belongs to the first of the numbered pairs."""
    once = occasions.pop("", Taken())
    pairs = [each for each in occasions.values() if each.values]
    if not pairs or {"sbp", "dbp"} & once.values.keys() or once.values.keys() & pairs[0].values:
        return [each for each in (once, *pairs) if each.values]
    first, *others = pairs
    return [Taken(once.values | first.values, once.notes + first.notes), *others]
