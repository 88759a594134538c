"""The clinic's clock for SQLite, which knows no time zones. PostgreSQL does this by itself."""

import functools
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo


def teach(connection: Any) -> None:
    """Give a connection `clinic_date(instant, zone)` and `clinic_minute(instant, zone)`."""
    for name, function in (("clinic_date", clinic_date), ("clinic_minute", clinic_minute)):
        connection.create_function(name, 2, function, deterministic=True)


def clinic_date(instant: str | None, zone: str) -> str | None:
    """The date there, as SQLite stores dates."""
    return None if instant is None else f"{_there(instant, zone):%Y-%m-%d}"


def clinic_minute(instant: str | None, zone: str) -> int | None:
    """Minutes since midnight there, as the clock on the wall shows them."""
    if instant is None:
        return None
    there = _there(instant, zone)
    return there.hour * 60 + there.minute


def _there(instant: str, zone: str) -> datetime:
    return datetime.fromisoformat(instant).replace(tzinfo=UTC).astimezone(_zone(zone))


@functools.cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
