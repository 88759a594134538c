"""Dates as tables write them: whole ones, parts of one, and the instant of a date and a clock."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Literal

from data.formats.fhir.times import DATE_ONLY, SKIPPED, TWICE
from data.formats.records import Day
from data.formats.tabular import clocks
from data.formats.tabular.fault import Fault

Order = Literal["ymd", "dmy", "mdy"]

NOT_A_DATE = "It is not a date that can be read. Write it as 2026-11-03."
TWO_WAYS = "Its day and month can be read two ways. Say in which order this table writes dates."
SHORT_YEAR = "Its year has two digits. Write all four."
NO_SUCH_DAY = "It is a day that does not exist."
OUT_OF_TIME = "Its year is before 1900 or after 2100."
ONLY_A_PART = "It gives no day. Write the whole date, such as 2026-11-03."

_ENDING = rf"([t\s,]\s*{clocks.FORM})?"
_YEAR_FIRST = r"(?P<year>\d{4})([-/.](?P<month>\d{1,2})([-/.](?P<day>\d{1,2}))?)?"
_YEAR_LAST = r"(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year>\d{4})"
_DAY_AND_NAME = (
    r"(?P<day>\d{1,2})(st|nd|rd|th)?[\s.-]*(?P<name>[a-z]{3,9})\.?[\s,-]*(?P<year>\d{4})"
)
_NAME_AND_DAY = r"(?P<name>[a-z]{3,9})\.?\s*(?P<day>\d{1,2})(st|nd|rd|th)?,?\s+(?P<year>\d{4})"
_NAME_ALONE = r"(?P<name>[a-z]{3,9})\.?[\s,-]*(?P<year>\d{4})"
_FORMS = [
    re.compile(form + _ENDING, re.ASCII)
    for form in (_YEAR_FIRST, _YEAR_LAST, _DAY_AND_NAME, _NAME_AND_DAY, _NAME_ALONE)
]
_SHORT = re.compile(
    r"\d{1,2}([-/.\s]*[a-z]{3,9}[-/.\s,]*|[-/.]\d{1,2}[-/.])\d{2}" + _ENDING, re.ASCII
)
_MONTHS = [name.casefold() for name in calendar.month_name]


@dataclass(frozen=True)
class When:
    """A date and what the cell says beside it."""

    day: Day
    clock: time | None = None
    offset: tzinfo | None = None


def when(text: str, order: Order | None) -> When:
    """The date in a cell, with its clock and offset; else Fault."""
    told = text.strip().casefold()
    if len(told) > clocks.LONGEST:
        raise Fault(NOT_A_DATE)
    parts = _parts(told)
    year = int(parts["year"])
    month, day = _month_and_day(parts, order)
    if not 1900 <= year <= 2100:
        raise Fault(OUT_OF_TIME)
    clock, offset = (
        (clocks.time_of(parts), clocks.offset_of(parts)) if parts.get("hour") else (None, None)
    )
    if clock and day is None:
        raise Fault(NOT_A_DATE)
    return When(_day(text.strip(), year, month, day), clock, offset)


def part(text: str, order: Order | None) -> Day:
    """A date that may be known by its year or month only."""
    return when(text, order).day


def told(text: str | None) -> Day | None:
    """The days that a date kept as it was told allows; None where it is none."""
    try:
        return part(text or "", None)
    except Fault:
        return None


def whole(text: str, order: Order | None) -> date:
    """A date that is known to the day; else Fault."""
    found = when(text, order).day.exact
    if found is None:
        raise Fault(ONLY_A_PART)
    return found


def moment(when: When, zone: tzinfo) -> tuple[datetime, tuple[str, ...]]:
    """The instant in UTC and notes. A bare date is the clinic's midnight, as in other formats."""
    if when.day.exact is None:
        raise Fault(ONLY_A_PART)
    told = datetime.combine(when.day.exact, when.clock or time())
    if when.offset:
        return told.replace(tzinfo=when.offset).astimezone(UTC), ()
    first, second = (told.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    instant = first.astimezone(UTC)
    if when.clock is None:
        return instant, (DATE_ONLY,)
    if instant.astimezone(zone).replace(tzinfo=None) != told:
        raise Fault(SKIPPED)
    return instant, (TWICE,) if first.utcoffset() != second.utcoffset() else ()


def order_of(text: str) -> set[Order]:
    """In which orders a date with its year last can be read; empty for every other date."""
    match = re.match(_YEAR_LAST + r"(?!\d)", text.strip(), re.ASCII)
    if not match or match["one"] == match["two"]:
        return set()
    one, two = int(match["one"]), int(match["two"])
    found: set[Order] = set()
    if one <= 31 and 1 <= two <= 12:
        found.add("dmy")
    if 1 <= one <= 12 and two <= 31:
        found.add("mdy")
    return found


def _parts(told: str) -> dict[str, str]:
    for form in _FORMS:
        if match := form.fullmatch(told):
            return {name: value for name, value in match.groupdict().items() if value is not None}
    raise Fault(SHORT_YEAR if _SHORT.fullmatch(told) else NOT_A_DATE)


def _month_and_day(parts: dict[str, str], order: Order | None) -> tuple[int | None, int | None]:
    if "one" in parts:
        return _ordered(int(parts["one"]), int(parts["two"]), order)
    month = _month(parts["name"]) if "name" in parts else _number(parts.get("month"))
    return month, _number(parts.get("day"))


def _ordered(one: int, two: int, order: Order | None) -> tuple[int, int]:
    """Month and day. Without an order only a date that reads one way is read."""
    if order == "dmy":
        return two, one
    if order == "mdy" or two > 12:
        return one, two
    if one > 12 or one == two:
        return two, one
    raise Fault(TWO_WAYS)


def _month(name: str) -> int:
    for number, full in enumerate(_MONTHS):
        if number and (name in (full, full[:3]) or (number == 9 and name == "sept")):
            return number
    raise Fault(NOT_A_DATE)


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _day(text: str, year: int, month: int | None, day: int | None) -> Day:
    try:
        return Day.of(text, year, month, day)
    except ValueError:
        raise Fault(NO_SUCH_DAY) from None
