"""Dates that may be known in part: FHIR's text to the days it allows."""

import re
from datetime import date, datetime, time, tzinfo

from data.formats.fhir.shapes import Period
from data.formats.records import Day

UNREADABLE = "A date in the file is not a date; it stays unknown."
OVER = "The file says that it is over, but not since when."

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T.{5,40}", re.ASCII)


def day(text: str | None, zone: tzinfo) -> Day | None:
    """The day, month or year; None where there is none or it is not a date."""
    try:
        if _DATE.fullmatch(text or ""):
            return Day.of(text or "", *map(int, (text or "").split("-")))
        if _MOMENT.fullmatch(text or ""):
            exact = _local(datetime.fromisoformat(text or ""), zone)
            return Day(exact.isoformat(), exact, exact)
    except (ValueError, OverflowError):
        return None
    return None


def within(period: Period | None, zone: tzinfo) -> Day | None:
    """Some day of a period, from the first that its start allows to the last of its end."""
    start, end = (day(period.start, zone), day(period.end, zone)) if period else (None, None)
    if start is None or end is None or end.latest < start.earliest:
        return None
    return start if start == end else Day(f"{start.text} to {end.text}", start.earliest, end.latest)


def unread(*given: tuple[str | None, Day | None]) -> list[str]:
    """A note, if one of the texts that were given is not a date."""
    return [UNREADABLE] if any(text and found is None for text, found in given) else []


def _local(moment: datetime, zone: tzinfo) -> date:
    """The clinic's date, except at midnight exactly: that is how some systems write a mere date."""
    if moment.tzinfo is None or moment.time() == time():
        return moment.date()
    return moment.astimezone(zone).date()
