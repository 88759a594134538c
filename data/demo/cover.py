"""Who pays for a Spravato course: authorisations of half a year, or the patient."""

from collections.abc import Sequence
from datetime import date, datetime

from data.demo.case import Case
from data.demo.clock import days, instant, local_day, office_day
from data.tables import Authorisation

PAYERS = ("Sierra Mutual", "Orchard Health Plan", "Valley Care")
OWN = "Patient pays"
PAYS = 0.12
HALF_YEAR = 182
USUAL = 24
"""Visits that a payer grants for half a year, unless more were given."""


def authorisations(case: Case, first: datetime, dosed: Sequence[date], *, going_on: bool) -> None:
    """The first recorded then; one after the other until today, or until the last dose."""
    more, begins = case.more, local_day(first)
    until = case.today if going_on else max(dosed, default=begins)
    if more.chance(PAYS):
        _row(case, first, OWN, valid_from=begins)
        return
    payer, at = more.pick(PAYERS), first
    while begins <= until:
        ends = begins + days(HALF_YEAR - 1)
        used = sum(begins <= day <= ends for day in dosed)
        visits = max(USUAL, used + 4)
        if ends >= case.today and going_on:
            ends, visits = _last(case, used, ends, visits)
        number = f"A{more.between(100000, 999999)}"
        _row(case, at, payer, number, visits, valid_from=begins, valid_to=ends)
        begins = ends + days(1)
        at = instant(office_day(ends - days(3)), 10 * 60)


def _last(case: Case, used: int, ends: date, visits: int) -> tuple[date, int]:
    """Of those who are treated now, some have little left: of days, of visits, or nothing."""
    turn = case.plan.turn % 6 if used else 0
    if turn == 1:
        return min(ends, case.today + days(case.more.between(2, 12))), visits
    if turn in (3, 5):
        return ends, used + (0 if turn == 3 else case.more.between(1, 2))
    return ends, visits


def _row(
    case: Case,
    at: datetime,
    payer: str,
    number: str | None = None,
    visits: int | None = None,
    *,
    valid_from: date,
    valid_to: date | None = None,
) -> None:
    case.enter(
        Authorisation,
        at,
        case.place.desk,
        episode_id=case.episode_id,
        payer=payer,
        number=number,
        visits_granted=visits,
        valid_from=valid_from,
        valid_to=valid_to,
    )
