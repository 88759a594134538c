"""When chairs could be used: opening hours less breaks, closures and retirement. Pure."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

HOURS = tuple(range(24))
HOUR, DAY = 60, 24 * 60
ONE_DAY = timedelta(days=1)

Span = tuple[int, int]
"""From and to, in minutes of the clock after midnight."""


@dataclass(frozen=True)
class Seat:
    """One chair, used until the day before it was retired."""

    id: UUID
    name: str
    retired_on: date | None = None


@dataclass(frozen=True)
class Place:
    """One site: its clock, its spans by weekday (0 is Monday), its chairs.

    `since` is its first day; with None it has not begun, and nothing is available.
    """

    id: int
    name: str
    zone: ZoneInfo
    opening: dict[int, tuple[Span, ...]] = field(hash=False)
    chairs: tuple[Seat, ...]
    since: date | None = None

    @property
    def known(self) -> bool:
        """Whether anybody said when it is open."""
        return any(self.opening.values())


@dataclass(frozen=True)
class Closure:
    """A time in which a site, or one chair of it, is closed."""

    site_id: int
    chair_id: UUID | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Piece:
    """Open minutes of one chair on one day that a closure takes away, on the clock."""

    site_id: int
    chair_id: UUID
    on: date
    start: int
    end: int


def spans(opening_hours: dict[str, Any]) -> dict[int, tuple[Span, ...]]:
    """Opening hours as the record keeps them, in order and with overlapping spans joined.

    Spans that end before they begin, or lie outside the day, are cut to what is left of them.
    """
    return {
        int(weekday): tuple(
            _joined(
                (max(0, int(start)), min(DAY, int(end)))
                for start, end in found
                if min(DAY, int(end)) > max(0, int(start))
            )
        )
        for weekday, found in opening_hours.items()
    }


def available(
    places: Sequence[Place], closures: Sequence[Closure], since: date | None, until: date
) -> pd.DataFrame:
    """Minutes available; several figures of one page ask this of the same span, so it is kept.

    The frame is shared: nobody changes it.
    """
    return _available(tuple(places), tuple(closures), since, until)


@functools.lru_cache(maxsize=8)
def _available(
    places: tuple[Place, ...], closures: tuple[Closure, ...], since: date | None, until: date
) -> pd.DataFrame:
    """Minutes available: site_id, chair_id, on, weekday, and a column for each hour 0 to 23.

    A row for each chair and day of places whose hours are known, from their first day on. Minutes
    are minutes that pass: a day on which the clock is put forward has one hour less.
    """
    parts = [
        _seat(place, seat, closures, since, until)
        for place in places
        if place.known
        for seat in place.chairs
    ]
    columns = ["site_id", "chair_id", "on", "weekday", *HOURS]
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=columns)


def segments(place: Place) -> Iterator[tuple[int, int, int, int]]:
    """Its open time cut at full hours: weekday, hour, start, end."""
    for weekday, open_spans in place.opening.items():
        for start, end in open_spans:
            for hour in range(start // HOUR, (end - 1) // HOUR + 1):
                yield weekday, hour, max(start, hour * HOUR), min(end, (hour + 1) * HOUR)


def whole(place: Place) -> Iterator[tuple[int, int, int]]:
    """Its open time uncut: weekday, start, end."""
    for weekday, open_spans in place.opening.items():
        for start, end in open_spans:
            yield weekday, start, end


def taken_away(
    places: Sequence[Place], closures: Sequence[Closure], since: date | None, until: date
) -> Iterator[Piece]:
    """What closures take from the open time of chairs, without counting a minute twice."""
    for place in places:
        for seat in place.chairs:
            of_seat = _of(place, seat, closures)
            for on in sorted({day for each in of_seat for day in _touched(place, each)}):
                if not _works(place, seat, on, since, until):
                    continue
                closed = [_on_clock(place, each, on) for each in of_seat]
                for start, end in _joined(span for span in closed if span[1] > span[0]):
                    for first, last in place.opening.get(on.weekday(), ()):
                        if min(end, last) > max(start, first):
                            yield Piece(place.id, seat.id, on, max(start, first), min(end, last))


def _seat(
    place: Place, seat: Seat, closures: Sequence[Closure], since: date | None, until: date
) -> pd.DataFrame:
    if place.since is None:
        return pd.DataFrame()
    first = place.since if since is None else max(since, place.since)
    last = until if seat.retired_on is None else min(until, seat.retired_on - ONE_DAY)
    if last < first:
        return pd.DataFrame()
    days = [first + ONE_DAY * each for each in range((last - first).days + 1)]
    weekdays = np.array([day.weekday() for day in days])
    usual = np.zeros((7, 24), dtype=np.int64)
    for weekday, hour, start, end in segments(place):
        usual[weekday, hour] += end - start
    minutes = usual[weekdays]
    of_seat = _of(place, seat, closures)
    unusual = {day for each in of_seat for day in _touched(place, each)}
    for row, day in enumerate(days):
        if day in unusual or _changes_clock(place.zone, day):
            minutes[row] = _passing(place, of_seat, day)
    frame = pd.DataFrame(minutes, columns=list(HOURS))
    return frame.assign(
        site_id=place.id,
        chair_id=pd.Series([seat.id] * len(days), dtype=object),
        on=days,
        weekday=weekdays,
    )


def _passing(place: Place, closures: Sequence[Closure], on: date) -> list[int]:
    """Minutes that pass in each hour of an unusual day, reckoned in UTC."""
    found = [0] * 24
    for weekday, hour, start, end in segments(place):
        if weekday != on.weekday():
            continue
        opened, shut = _instant(place.zone, on, start), _instant(place.zone, on, end)
        gaps = _joined(
            (max(opened, each.starts_at), min(shut, each.ends_at))
            for each in closures
            if min(shut, each.ends_at) > max(opened, each.starts_at)
        )
        closed = sum((end - start for start, end in gaps), timedelta())
        found[hour] += max(0, round((shut - opened - closed) / timedelta(minutes=1)))
    return found


def _works(place: Place, seat: Seat, on: date, since: date | None, until: date) -> bool:
    begun = place.since is not None and place.since <= on
    asked = (since is None or since <= on) and on <= until
    return begun and asked and (seat.retired_on is None or on < seat.retired_on)


def _of(place: Place, seat: Seat, closures: Sequence[Closure]) -> list[Closure]:
    return [
        each for each in closures if each.site_id == place.id and each.chair_id in (None, seat.id)
    ]


def _touched(place: Place, closure: Closure) -> Iterator[date]:
    """The days of the site's clock that a closure touches."""
    on = closure.starts_at.astimezone(place.zone).date()
    last = closure.ends_at.astimezone(place.zone).date()
    while on <= last:
        yield on
        on += ONE_DAY


def _on_clock(place: Place, closure: Closure, on: date) -> Span:
    """The part of a closure on one day, in minutes of the clock; empty where there is none."""
    begins, ends = (
        _minute(at.astimezone(place.zone), on) for at in (closure.starts_at, closure.ends_at)
    )
    return begins, ends


def _minute(at: datetime, on: date) -> int:
    if at.date() != on:
        return 0 if at.date() < on else DAY
    return at.hour * HOUR + at.minute


def _instant(zone: ZoneInfo, on: date, minute: int) -> datetime:
    day, rest = divmod(minute, DAY)
    there = datetime.combine(on + ONE_DAY * day, time(*divmod(rest, HOUR)), zone)
    return there.astimezone(UTC)


@functools.lru_cache(maxsize=8192)
def _changes_clock(zone: ZoneInfo, on: date) -> bool:
    return _instant(zone, on, DAY) - _instant(zone, on, 0) != ONE_DAY


def _joined(found: Iterable[Any]) -> list[Any]:
    """Spans in order; those that touch or overlap as one."""
    joined: list[Any] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
