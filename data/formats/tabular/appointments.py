"""Bookings, with a start and an end or a length."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from data.formats.fhir.times import DATE_ONLY
from data.formats.records import AppointmentRecord
from data.formats.tabular import clocks, numbers
from data.formats.tabular.fault import Fault
from data.formats.tabular.rows import Row
from data.formats.tabular.whose import Whose

NO_CLOCK = "It gives no time of day. Write the start as 2026-11-03 14:30."
ENDS_FIRST = "It does not end after it starts. Correct one of the two."
NO_LENGTH = "A length is a whole number of minutes from 1 to 1440."
LENGTHS_DIFFER = "Its minutes are not those between its start and its end. Correct one of them."

_A_DAY = 24 * 60


def appointments(row: Row, person: Whose | None) -> Iterator[AppointmentRecord]:
    """The row's booking, which is `booked` unless the row says what became of it."""
    starts_at, notes = _start(row)
    minutes = _minutes(row, starts_at)
    status: Any = row.word("status", "status", name="a status")
    route: Any = row.word("route", "route", name="a route")
    if starts_at and person:
        yield AppointmentRecord(
            **person.entry(),
            source_id=row.source_id,
            starts_at=starts_at,
            minutes=minutes,
            status=status or "booked",
            route=route,
            chair=row.value("chair"),
            reason=row.value("reason"),
            notes=notes,
            row=row.number,
        )


def _start(row: Row) -> tuple[datetime | None, tuple[str, ...]]:
    """From one cell, or from a date and a clock in two, whatever the clock's column is called."""
    if _is_clock(row.value("start")):
        return row.moment("date", clock="start")
    column = "start" if row.value("start") else "date"
    at, notes = row.moment(column, clock="time")
    if DATE_ONLY in notes:
        row.fault(NO_CLOCK, column)
        return None, ()
    return at, notes


def _minutes(row: Row, starts_at: datetime | None) -> int | None:
    """As the row counts them, or up to its end."""
    told = row.amount("minutes")
    if told is not None and (told != told.to_integral_value() or not 1 <= told <= _A_DAY):
        row.fault(NO_LENGTH, "minutes")
        return None
    ends_at = _end(row, starts_at)
    if ends_at is None or starts_at is None:
        return numbers.rounded(told) if told is not None else None
    between = (ends_at - starts_at).total_seconds() / 60
    if not 1 <= between <= _A_DAY:
        row.fault(ENDS_FIRST, "end")
    elif told is not None and between != told:
        row.fault(LENGTHS_DIFFER, "minutes")
    return round(between)


def _end(row: Row, starts_at: datetime | None) -> datetime | None:
    """A whole end, or a clock on the day of the start."""
    told = row.value("end")
    if told is None or starts_at is None:
        return None
    if not _is_clock(told):
        return row.moment("end", needed=False)[0]
    local = starts_at.astimezone(row.zone)
    return datetime.combine(local.date(), clocks.clock(told), row.zone).astimezone(UTC)


def _is_clock(text: str | None) -> bool:
    """Whether a cell holds a time of day and no date."""
    try:
        return text is not None and clocks.clock(text) is not None
    except Fault:
        return False
