"""The ground a page of figures stands on: who looks, at what, as of when."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from data.queries import audit as audit_queries
from data.queries import caseload as caseload_queries
from data.queries.insight import view as queries
from data.queries.insight.view import View
from data.tables.base import now
from data.tables.vocabulary import Route
from services import access
from services.access import Action, User
from services.acting import acting
from services.caseload import ROUTE_WORDS, People
from services.statistics.suppression import MINIMUM_IN_EXPORTS, MINIMUM_ON_SCREEN

__all__ = ["Ground", "Period", "View", "people", "stand", "words"]

MOST_SPLITS = 2
"""What those who see no names may combine: filters and the comparison counted together."""


class Period(StrEnum):
    """How far back a page looks. All begin with a month, so that none is finer than one."""

    QUARTER = "3m"
    YEAR = "12m"
    TWO_YEARS = "24m"
    ALL = "all"


MONTHS = {Period.QUARTER: 3, Period.YEAR: 12, Period.TWO_YEARS: 24}
PERIOD_WORDS = {
    Period.QUARTER: "3 months",
    Period.YEAR: "12 months",
    Period.TWO_YEARS: "2 years",
    Period.ALL: "All",
}


@dataclass(frozen=True)
class Ground:
    """What every figure of one page stands on; equal grounds give equal figures.

    `minimum` is the smallest count this person may see of people without names; None for those
    who may see the people themselves. `version` changes with every change of the record.
    """

    view: View
    today: date
    zone: ZoneInfo
    version: int
    minimum: int | None
    exported: bool = False

    @property
    def names(self) -> bool:
        """Whether this person may see who stands behind a number."""
        return self.minimum is None

    def for_export(self) -> "Ground":
        """The same for what leaves the clinic, where small counts are hidden from 11 down."""
        if self.names:
            return replace(self, exported=True)
        return replace(self, exported=True, minimum=MINIMUM_IN_EXPORTS)


def stand(user: User | None, page: str, view: View, zone: ZoneInfo) -> Ground:
    """Look at a page: written to the audit trail with its filter, and read as of now.

    Of those who see no names a third filter, the practitioner, is put aside.
    """
    names = access.can(user, Action.VIEW_CLINICAL)
    view = view if names else _limited(view)
    with acting(user, Action.VIEW_NUMBERS, about=f"{page}, {about(view)}") as session:
        version = audit_queries.version(session)
    today = now().astimezone(zone).date()
    return Ground(view, today, zone, version, None if names else MINIMUM_ON_SCREEN)


def may_compare(ground: Ground) -> bool:
    """Whether one more split may be combined with the filters there are."""
    view = ground.view
    filters = sum(each is not None for each in (view.route, view.site_id, view.practitioner_id))
    return ground.names or filters < MOST_SPLITS


def of_route(ground: Ground, route: Route) -> Ground:
    """The same ground on one route, where a page never mixes the two."""
    view = replace(ground.view, route=route)
    return replace(ground, view=view if ground.names else _limited(view))


def people(user: User | None) -> People:
    """Practitioners with courses, and sites, for the filters."""
    with acting(user, Action.VIEW_NUMBERS, about="filters") as session:
        return People(queries.practitioners(session), caseload_queries.sites(session))


def since(period: Period, today: date) -> date | None:
    """The first of the month so many months ago; None for everything."""
    if period is Period.ALL:
        return None
    month = today.year * 12 + today.month - 1 - MONTHS[period]
    return date(month // 12, month % 12 + 1, 1)


def about(view: View) -> str:
    """The filter for the audit trail."""
    parts = [f"from {view.since or 'the beginning'} to {view.until}"]
    parts += [f"route {view.route.value}"] if view.route else []
    parts += [f"site {view.site_id}"] if view.site_id is not None else []
    parts += [f"practitioner {view.practitioner_id}"] if view.practitioner_id else []
    return ", ".join(parts)


def words(view: View, among: People) -> str:
    """The filter for the person at the screen: "1 Nov 2025 to 26 Nov 2026, Spravato"."""
    until = day(view.until)
    span = f"until {until}" if view.since is None else f"{day(view.since)} to {until}"
    parts = [span, route_words(view.route)]
    if view.site_id is not None:
        parts.append(among.sites.get(view.site_id, "one site"))
    if view.practitioner_id is not None:
        parts.append(among.practitioners.get(view.practitioner_id, "one practitioner"))
    return ", ".join(parts)


def day(on: date) -> str:
    """ "3 Nov 2026"."""
    return f"{on.day} {on:%b %Y}"


def route_words(route: Route | None) -> str:
    """A route in words; None is both."""
    return "both routes" if route is None else ROUTE_WORDS[route]


def _limited(view: View) -> View:
    if view.route is None or view.site_id is None:
        return view
    return replace(view, practitioner_id=None)
