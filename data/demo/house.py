"""The invented clinic: its sites, its chairs and the people who work there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from data.demo.clock import SATURDAY, TZ, days, instant, minutes
from data.demo.dice import Dice
from data.demo.ledger import Batch, Row
from data.demo.shape import Part
from data.demo.team import MONITOR, PRESCRIBE, email, team
from data.tables import Chair, Member, OrganisationMeta, Site, SiteClosure, Target
from data.tables.vocabulary import Role

CLINIC = "Cedar Lane Clinic"
TABLES = (OrganisationMeta, Target, Site, Member, Chair, SiteClosure)
PLACES = 3
"""Patients that one monitor watches at a time."""
WHOLE_DAY, SHORT_DAY = [[8 * 60, 18 * 60]], [[8 * 60, 13 * 60]]
HOURS = {str(weekday): WHOLE_DAY for weekday in range(5)} | {str(SATURDAY): SHORT_DAY}
HOLIDAYS = ((1, 1), (7, 4), (12, 25))
"""Month and day on which nobody comes, unless the demonstration plays on it."""

OLDEST_COURSE_DAYS = 1000
"""No course is longer, from inquiry to its last dose, so the clinic was there before all."""

TARGETS = {"chair_use": 0.7, "no_show": 0.06, "rems_on_time": 0.98}


@dataclass(frozen=True)
class Workplace:
    """One site with its chairs and those who work there."""

    id: int
    chairs: tuple[UUID, ...]
    prescribers: tuple[UUID, ...]
    monitors: tuple[UUID, ...]
    desk: UUID

    def monitor(self, day: date, chair: int) -> UUID:
        """Who watches this chair that day: chairs 1 to 3 have one monitor, 4 to 6 another."""
        return self.monitors[(day.toordinal() + chair // PLACES) % len(self.monitors)]


@dataclass(frozen=True)
class House:
    """The clinic and the rows that say so."""

    places: tuple[Workplace, ...]
    rows: tuple[Batch, ...]


def build(part: Part, dice: Dice, day: date) -> House:
    """The sites of a part as they stood ready on their first day."""
    opened = day - days(part.shape.history_days + OLDEST_COURSE_DAYS)
    at = instant(opened - days(30), 9 * 60)
    sites = part.sites
    members = [[_member(dice, at, *person) for person in team(site, dice)] for site in sites]
    chairs = {site: list(_chairs(dice, at, site, part.shape.chairs)) for site in sites}
    everybody = [row for staff in members for row in staff]
    return House(
        places=tuple(
            Workplace(
                id=number,
                chairs=tuple(chair["id"] for chair in own),
                # The owner prescribes now and then, but has no caseload of her own.
                prescribers=tuple(
                    row["id"]
                    for row in staff
                    if row["may_prescribe"] and Role.MANAGER not in row["roles"]
                ),
                monitors=tuple(
                    row["id"] for row in staff if row["may_monitor"] and not row["may_prescribe"]
                ),
                desk=next(row["id"] for row in staff if row["roles"] == [Role.STAFF]),
            )
            for staff, (number, own) in zip(members, chairs.items(), strict=True)
        ),
        rows=(
            *(_organisation(day, at) if part.number == 0 else ()),
            (
                Site,
                [
                    {
                        "id": number,
                        "name": name,
                        "tz": TZ,
                        "active": True,
                        "opening_hours": HOURS,
                        **_unchanged(at),
                    }
                    for number, name in sites.items()
                ],
            ),
            (Member, everybody),
            (Chair, [chair for own in chairs.values() for chair in own]),
            (SiteClosure, list(_closures(chairs, day, opened, at))),
        ),
    )


def _organisation(day: date, at: datetime) -> Iterator[Batch]:
    """What is there once, however many sites there are."""
    yield (
        OrganisationMeta,
        [{"id": 1, "name": CLINIC, "demonstration": True, "anchor_day": day}],
    )
    targets = enumerate(TARGETS.items(), start=1)
    yield (
        Target,
        [
            {"id": number, "figure": figure, "value": value, **_unchanged(at)}
            for number, (figure, value) in targets
        ],
    )


def _unchanged(at: datetime) -> dict[str, Any]:
    return {"version": 1, "updated_at": at, "updated_by": None}


def _member(
    dice: Dice,
    at: datetime,
    name: str,
    initials: str,
    roles: tuple[Role, ...],
    credentials: tuple[str, ...],
) -> Row:
    return {
        "id": dice.key(at),
        "name": name,
        "initials": initials,
        "email": email(name),
        "subject": None,
        "roles": [role.value for role in roles],
        "may_prescribe": PRESCRIBE in credentials,
        "may_monitor": MONITOR in credentials,
        "revoked_at": None,
        **_unchanged(at),
    }


def _chairs(dice: Dice, at: datetime, site_id: int, seats: int) -> Iterator[Row]:
    for number in range(1, seats + 1):
        yield {
            "id": dice.key(at),
            "site_id": site_id,
            "name": f"Chair {number}",
            "retired_on": None,
            **_unchanged(at),
        }


def _closures(chairs: dict[int, list[Row]], day: date, opened: date, at: datetime) -> Iterator[Row]:
    """Holidays, an evening off early, and a chair that was being repaired."""
    spans: list[tuple[int | None, date, int, int, str]] = [
        (None, date(year, month, on), 0, 24 * 60, "Holiday")
        for year in range(opened.year, day.year + 2)
        for month, on in HOLIDAYS
        if date(year, month, on) != day
    ]
    spans.append((None, day - days(40), 17 * 60, 60, "Team meeting"))
    spans += [(-1, day - days(back), 17 * 60, 60, "Chair being repaired") for back in (17, 18, 19)]
    for site, own in chairs.items():
        first = (site - 1) * len(spans) + 1
        for number, (chair, on, minute, length, reason) in enumerate(spans, start=first):
            starts = instant(on, minute)
            yield {
                "id": number,
                "site_id": site,
                "chair_id": None if chair is None else own[chair]["id"],
                "starts_at": starts,
                "ends_at": starts + minutes(length),
                "reason": reason,
                **_unchanged(at),
            }
