"""The sites and chairs of a ground, with the days on which chairs are counted."""

from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.queries.insight import chairs as queries
from data.queries.insight.view import View
from services.insight.ground import Ground
from services.utilization.hours import Closure, Place, Seat, spans


@dataclass(frozen=True)
class Places:
    """Where chairs stand and when they are closed. `several`: chairs are told by their site too."""

    known: tuple[Place, ...]
    unknown: tuple[Place, ...]
    """Sites of which nobody said when they are open."""
    closures: tuple[Closure, ...]
    several: bool

    def chair_names(self) -> dict[object, str]:
        """Every chair by its id, in order."""
        return {
            seat.id: f"{place.name}, {seat.name}" if self.several else seat.name
            for place in (*self.known, *self.unknown)
            for seat in place.chairs
        }


def whole_days(ground: Ground) -> View:
    """The view up to yesterday: today is not over, and its chairs are not yet used."""
    yesterday = ground.today - timedelta(days=1)
    return replace(ground.view, until=min(ground.view.until, yesterday))


def read(session: Session, view: View) -> Places:
    """Sites of the view with their chairs."""
    seats = queries.chairs(session)
    places = [
        Place(
            id=site.id or 0,
            name=site.name,
            zone=ZoneInfo(site.tz),
            opening=spans(site.opening_hours),
            chairs=tuple(
                Seat(seat.id, seat.name, seat.retired_on)
                for seat in seats
                if seat.site_id == site.id
            ),
            since=since,
        )
        for site, since in queries.sites(session)
        if view.site_id in (None, site.id)
    ]
    return Places(
        known=tuple(place for place in places if place.known),
        unknown=tuple(place for place in places if not place.known and place.chairs),
        closures=tuple(
            Closure(each.site_id, each.chair_id, each.starts_at, each.ends_at)
            for each in queries.closures(session)
        ),
        several=sum(bool(place.chairs) for place in places) > 1,
    )
