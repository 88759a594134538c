"""How many days until a patient could come: the third open place on any chair."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from data.queries.insight import workload as queries
from data.reference.kpis import kpis
from data.reference.protocols import protocols
from data.tables.vocabulary import Route
from services.access import Action, User
from services.acting import acting
from services.caseload import ROUTE_WORDS
from services.insight.ground import Ground
from services.insight.once import once
from services.utilization import hours, places
from services.utilization.hours import Span
from services.utilization.places import Places

THIRD = 3
STEP = timedelta(days=14)
ONE_DAY = timedelta(days=1)


def lengths() -> dict[Route, int]:
    """Minutes of a visit by route; where protocols differ, the longest."""
    found: dict[Route, int] = {}
    for protocol in protocols().values():
        route = Route(protocol.route)
        found[route] = max(found.get(route, 0), protocol.planned_minutes)
    return found


@once
def third_next(user: User | None, ground: Ground) -> dict[Route, int | None]:
    """Days from today, by route of the ground; None where none is open for as long as is looked.

    Empty where no site says when it is open.
    """
    wanted = {
        route: length for route, length in lengths().items() if ground.view.route in (None, route)
    }
    with acting(user, Action.VIEW_NUMBERS, about="third next available") as session:
        found = places.read(session, ground.view)
        if not any(place.chairs for place in found.known):
            return {}
        return {route: _days(session, found, ground.today, each) for route, each in wanted.items()}


def words(days: dict[Route, int | None]) -> tuple[str, str]:
    """The longest of the routes, "3 days", and each of them, "Spravato 3, IV ketamine 5"."""
    if not days:
        return "not known", "no opening hours"
    far = f"over {kpis().search_days}"
    each = ", ".join(f"{ROUTE_WORDS[route]} {far if n is None else n}" for route, n in days.items())
    known = [n for n in days.values() if n is not None]
    if len(known) < len(days):
        return f"{far} days", each
    return f"{max(known)} day{'' if max(known) == 1 else 's'}", each


def _days(session: Session, found: Places, today: date, length: int) -> int | None:
    left = THIRD
    first, last = today + ONE_DAY, today + timedelta(days=kpis().search_days)
    while first <= last:
        until = min(first + STEP - ONE_DAY, last)
        for on, places_open in _open(session, found, first, until, length):
            left -= places_open
            if left <= 0:
                return (on - today).days
        first = until + ONE_DAY
    return None


def _open(
    session: Session, found: Places, since: date, until: date, length: int
) -> Iterator[tuple[date, int]]:
    """Each day in order with its open places of this length."""
    seats = [
        (place, seat)
        for place in (replace(each, since=since) for each in found.known)
        for seat in place.chairs
    ]
    taken: dict[Any, list[Span]] = defaultdict(list)
    rows = queries.booked_ahead(session, [seat.id for _, seat in seats], since, until)
    for row in rows:
        taken[row["chair_id"], row["local_date"]].append((row["start"], row["end"]))
    sites = list({place.id: place for place, _ in seats}.values())
    for piece in hours.taken_away(sites, found.closures, since, until):
        taken[piece.chair_id, piece.on].append((piece.start, piece.end))
    on = since
    while on <= until:
        yield (
            on,
            sum(
                places_in(gap, length)
                for place, seat in seats
                if seat.retired_on is None or on < seat.retired_on
                for gap in gaps(place.opening.get(on.weekday(), ()), taken[seat.id, on])
            ),
        )
        on += ONE_DAY


def gaps(opening: tuple[Span, ...], taken: list[Span]) -> Iterator[Span]:
    """What is left of open spans."""
    for start, end in opening:
        free = start
        for begun, over in sorted(taken):
            if begun >= end or over <= free:
                continue
            if begun > free:
                yield free, begun
            free = over
        if end > free:
            yield free, end


def places_in(gap: Span, length: int) -> int:
    """How many visits follow one another in a gap."""
    return (gap[1] - gap[0]) // length
