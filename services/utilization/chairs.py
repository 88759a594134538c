"""What chair-minutes were used for: booked, occupied, waiting to leave, idle."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pandas as pd
from sqlmodel import Session

from data.queries.insight import chairs as queries
from data.queries.insight.chairs import By
from data.queries.insight.view import View
from services.access import Action, User
from services.acting import acting
from services.insight.ground import Ground
from services.insight.once import once
from services.utilization import hours, places, series
from services.utilization.hours import HOURS, Piece
from services.utilization.places import Places

AT_ONCE = 2000
"""Closed pieces in one question; the database takes so many parameters and no more."""


@dataclass(frozen=True)
class Minutes:
    """Chair-minutes of one group. Shares are None where nothing is available."""

    available: int = 0
    booked: int = 0
    occupied: int = 0
    """In open hours, waiting to leave with it."""
    waiting: int = 0
    outside: int = 0
    """In the chair, but not in open hours."""
    visits: int = 0
    imputed: int = 0

    @property
    def idle(self) -> int:
        return max(0, self.available - self.occupied)

    @property
    def actual(self) -> float | None:
        return self.occupied / self.available if self.available else None

    @property
    def scheduled(self) -> float | None:
        return self.booked / self.available if self.available else None


@dataclass(frozen=True)
class ChairUse:
    """The minutes of all chairs, and what is to be said of them."""

    total: Minutes
    chairs: int
    unknown: tuple[str, ...]
    """Sites without opening hours, left out."""
    overlaps: int
    part: bool
    """Whether a filter of people leaves only their part of all available minutes."""

    @property
    def known(self) -> bool:
        return self.total.available > 0


@once
def use(user: User | None, ground: Ground) -> ChairUse:
    """Of everything the ground looks at, up to yesterday."""
    view = places.whole_days(ground)
    with acting(user, Action.VIEW_NUMBERS, about="chair use") as session:
        found = places.read(session, view)
        overlaps = queries.overlaps(session, view)
    return ChairUse(
        total=by_group(user, ground, None).get(None, Minutes()),
        chairs=int(_available(found, view)["chair_id"].nunique()),
        unknown=tuple(place.name for place in found.unknown),
        overlaps=overlaps,
        part=view.route is not None or view.practitioner_id is not None,
    )


def by_group(user: User | None, ground: Ground, by: By | None) -> dict[Any, Minutes]:
    """By the key of the group; routes and practitioners have a part of all minutes each.

    With None everything, under None.
    """
    usual = (By.SITE, By.CHAIR, By.ROUTE, series.grain(ground))
    together = usual if by is None or by in usual else (by,)
    apart = _sums(user, ground, together)
    sums: dict[Any, Counter[str]] = defaultdict(Counter)
    for key, minutes in apart.sums.items():
        sums[None if by is None else key[together.index(by)]].update(minutes)
    available = _available_by(apart.found, apart.view, by)
    everything = available.get(None, 0)
    shared = by in (By.ROUTE, By.PRACTITIONER)
    keys = list(sums) if shared else list(dict.fromkeys([*available, *sums]))
    return {
        key: Minutes(
            available=everything if shared else available.get(key, 0),
            booked=sums[key]["booked"],
            occupied=sums[key]["occupied"],
            waiting=sums[key]["waiting"],
            outside=sums[key]["minutes"] - sums[key]["occupied"],
            visits=sums[key]["visits"],
            imputed=sums[key]["imputed"],
        )
        for key in keys
    }


def names(user: User | None, ground: Ground) -> dict[Any, str]:
    """Chairs of the ground by their id."""
    with acting(user, Action.VIEW_NUMBERS, about="chairs") as session:
        return places.read(session, ground.view).chair_names()


def by_hour(
    user: User | None, ground: Ground, by: By | None
) -> dict[tuple[Any, int], tuple[int, int]]:
    """Minutes occupied and available by weekday (or chair, with By.CHAIR) and hour."""
    view = places.whole_days(ground)
    with acting(user, Action.VIEW_NUMBERS, about="chair use by hour") as session:
        found = places.read(session, view)
        occupied: Counter[tuple[Any, int]] = Counter()
        groups = [] if by is None else [by]
        for row, sign in _used(session, view, found, groups, queries.used_by_hour):
            line = row["day"] if by is None else row[by]
            for hour, minutes in _hourly(row):
                occupied[line, hour] += sign * minutes
    open_minutes = _available(found, view)
    if open_minutes.empty:
        return {}
    wide = open_minutes.groupby("weekday" if by is None else "chair_id")[list(HOURS)].sum()
    return {
        (row, hour): (occupied[row, hour], int(minutes))
        for row, of_row in zip(wide.index, wide.to_numpy(), strict=True)
        for hour, minutes in zip(HOURS, of_row, strict=True)
    }


@dataclass(frozen=True)
class _Apart:
    """Sums of minutes by several groups at once: the keys are in the order that was asked for."""

    view: View
    found: Places
    sums: dict[tuple[Any, ...], Counter[str]]


@once
def _sums(user: User | None, ground: Ground, by: tuple[By, ...]) -> _Apart:
    """Told apart so finely that one reading of the visits serves several figures of a page."""
    view = places.whole_days(ground)
    sums: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    with acting(user, Action.VIEW_NUMBERS, about="chair minutes") as session:
        found = places.read(session, view)
        for row, sign in _used(session, view, found, by, queries.used):
            key = tuple(row[each] for each in by)
            sums[key].update(occupied=sign * row["occupied"], waiting=sign * row["waiting"])
        sites = [place.id for place in found.known]
        for row in queries.stays(session, view, sites, by) if sites else ():
            key = tuple(row[each] for each in by)
            sums[key].update({name: row[name] for name in STAY})
    return _Apart(view, found, dict(sums))


STAY = ("visits", "minutes", "imputed", "booked")


Ask = Callable[[Session, View, Any, Sequence[By]], list[dict[str, Any]]]


def _used(
    session: Session, view: View, found: Places, by: Sequence[By], ask: Ask
) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Sums over opening hours, and with a sign of -1 those that a closure takes away of them."""
    spans = [(place.id, *span) for place in found.known for span in hours.whole(place)]
    if not spans:
        return
    for row in ask(session, view, queries.open_hours(spans), by):
        yield row, 1
    pieces = _taken_away(session, view, found)
    while some := list(islice(pieces, AT_ONCE)):
        closed = [(piece.chair_id, piece.on, piece.start, piece.end) for piece in some]
        for row in ask(session, view, queries.closed_hours(closed), by):
            yield row, -1


def _hourly(row: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """The minutes of each hour, of stays that all began in one hour and ended in one."""
    first, last, n = row["first"], row["last"], row["n"]
    if first == last:
        yield first, row["ended"] - row["began"]
        return
    yield first, (first + 1) * 60 * n - row["began"]
    for hour in range(first + 1, last):
        yield hour, 60 * n
    yield last, row["ended"] - last * 60 * n


def _taken_away(session: Session, view: View, found: Places) -> Iterator[Piece]:
    """Closed pieces of those chairs and days on which somebody was in the chair all the same."""
    pieces = hours.taken_away(found.known, found.closures, view.since, view.until)
    while some := list(islice(pieces, AT_ONCE)):
        days = sorted({piece.on for piece in some})
        taken = queries.taken_on(session, view, days)
        yield from (piece for piece in some if (piece.chair_id, piece.on) in taken)


def _available(found: Places, view: View) -> pd.DataFrame:
    return hours.available(found.known, found.closures, view.since, view.until)


def _available_by(found: Places, view: View, by: By | None) -> dict[Any, int]:
    """Minutes by group, and under None all of them."""
    frame = _available(found, view)
    if frame.empty:
        return {}
    minutes = frame[list(HOURS)].sum(axis=1)
    everything = {None: int(minutes.sum())}
    if by is None or by in (By.ROUTE, By.PRACTITIONER):
        return everything
    on = pd.to_datetime(frame["on"])
    key = {
        By.SITE: frame["site_id"],
        By.CHAIR: frame["chair_id"],
        By.WEEK: (on - pd.to_timedelta(frame["weekday"], unit="D")).dt.date,
        By.MONTH: (on - pd.to_timedelta(on.dt.day - 1, unit="D")).dt.date,
    }[by]
    return {group: int(n) for group, n in minutes.groupby(key).sum().items()}
