"""The clinic's own clock: days and minutes in Fresno, as instants in UTC."""

import functools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TZ = "America/Los_Angeles"
ZONE = ZoneInfo(TZ)
SATURDAY, SUNDAY = 5, 6


def instant(day: date, minute: int) -> datetime:
    """That minute of that day in the clinic, in UTC."""
    hour, rest = divmod(minute, 60)
    return datetime.combine(day, time(hour, rest), ZONE).astimezone(UTC)


@functools.cache
def days(count: int) -> timedelta:
    return timedelta(days=count)


@functools.cache
def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def office_day(day: date) -> date:
    """That day, or the Friday before a weekend: paperwork is done from Monday to Friday."""
    return day - days(max(0, day.weekday() - 4))


def local_day(at: datetime) -> date:
    """The clinic's date at that instant."""
    return at.astimezone(ZONE).date()
