"""What chair-minutes were used for: booked, occupied, waiting to leave, idle."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
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
from services.utilization import hours, places
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
        minutes = _minutes(session, view, found, None)
        overlaps = queries.overlaps(session, view)
    open_minutes = _available(found, view)
    return ChairUse(
        total=minutes.get(None, Minutes()),
        chairs=int(open_minutes["chair_id"].nunique()),
        unknown=tuple(place.name for place in found.unknown),
        overlaps=overlaps,
        part=view.route is not None or view.practitioner_id is not None,
    )


def by_group(user: User | None, ground: Ground, by: By) -> dict[Any, Minutes]:
    """By the key of the group; routes and practitioners have a part of all minutes each."""
    view = places.whole_days(ground)
    with acting(user, Action.VIEW_NUMBERS, about=f"chair use by {by.value}") as session:
        return _minutes(session, view, places.read(session, view), by)


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
        for row, sign in _used(session, view, found, by, hourly=True):
            occupied[row["day"] if by is None else row["group"], row["at"]] += (
                sign * row["occupied"]
            )
    open_minutes = _available(found, view)
    if open_minutes.empty:
        return {}
    line = "weekday" if by is None else "chair_id"
    wide = open_minutes.groupby(line)[list(HOURS)].sum()
    return {
        (row, hour): (occupied[row, hour], int(minutes))
        for row, of_row in zip(wide.index, wide.to_numpy(), strict=True)
        for hour, minutes in zip(HOURS, of_row, strict=True)
    }


def _minutes(session: Session, view: View, found: Places, by: By | None) -> dict[Any, Minutes]:
    available = _available_by(found, view, by)
    sums: dict[Any, Counter[str]] = defaultdict(Counter)
    for row, sign in _used(session, view, found, by):
        sums[row["group"]].update(
            {"occupied": sign * row["occupied"], "waiting": sign * row["waiting"]}
        )
    if found.known:
        sites = [place.id for place in found.known]
        for row in queries.stays(session, view, sites, by):
            sums[row["group"]].update({name: row[name] for name in STAY})
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


STAY = ("visits", "minutes", "imputed", "booked")


def _used(
    session: Session, view: View, found: Places, by: By | None, *, hourly: bool = False
) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Minutes in opening hours, and with a sign of -1 those of them that a closure takes away."""
    cut_up = hours.segments if hourly else hours.whole
    segments = [(place.id, *segment) for place in found.known for segment in cut_up(place)]
    if not segments:
        return
    for row in queries.used(session, view, queries.open_hours(segments), by, hourly=hourly):
        yield row, 1
    pieces = hours.taken_away(found.known, found.closures, view.since, view.until)
    cut = (part for piece in pieces for part in _by_the_hour(piece))
    while some := list(islice(cut, AT_ONCE)):
        closed = queries.closed_hours(some)
        for row in queries.used(session, view, closed, by, hourly=hourly):
            yield row, -1


def _by_the_hour(piece: Piece) -> Iterator[tuple[Any, Any, int, int, int]]:
    for hour in range(piece.start // 60, (piece.end - 1) // 60 + 1):
        start, end = max(piece.start, hour * 60), min(piece.end, hour * 60 + 60)
        yield piece.chair_id, piece.on, hour, start, end


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
