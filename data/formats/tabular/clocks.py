"""Times of day as tables write them, with the offset from UTC that some add."""

import re
from collections.abc import Mapping
from datetime import UTC, time, timedelta, timezone, tzinfo

from data.formats.tabular.fault import Fault

NOT_A_TIME = "It is not a time of day that can be read. Write it as 14:30."
NO_SUCH_TIME = "It is a time of day that does not exist."

LONGEST = 60
"""Characters. A longer cell holds no date and no time."""

FORM = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(:(?P<second>\d{2})([.,]\d+)?)?"
    r"(\s*(?P<half>[ap])\.?m\.?)?(\s*(?P<offset>z|utc|[+-]\d{2}:?\d{2}))?"
)


def clock(text: str) -> time:
    """A time of day; else Fault."""
    told = text.strip().casefold()
    match = re.fullmatch(FORM, told, re.ASCII) if len(told) <= LONGEST else None
    if not match or match["offset"]:
        raise Fault(NOT_A_TIME)
    return time_of(match.groupdict())


def time_of(parts: Mapping[str, str | None]) -> time:
    """The time in the parts of a match of `FORM`; else Fault."""
    hour, half = int(parts["hour"] or 0), parts.get("half")
    if half and not 1 <= hour <= 12:
        raise Fault(NO_SUCH_TIME)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(parts["minute"] or 0), int(parts.get("second") or 0))
    except ValueError:
        raise Fault(NO_SUCH_TIME) from None


def offset_of(parts: Mapping[str, str | None]) -> tzinfo | None:
    """The offset in the same parts; None where none is said."""
    told = parts.get("offset")
    if told is None:
        return None
    if told in ("z", "utc"):
        return UTC
    hours, minutes = int(told[1:3]), int(told[-2:])
    if hours > 14 or minutes > 59:
        raise Fault(NO_SUCH_TIME)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if told[0] == "-" else offset)
