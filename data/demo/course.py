"""When doses fall: backwards from the last one given, forwards from today for what is booked.

Backwards, because then the course ends where the plan says, and the past is never too short.
"""

from dataclasses import dataclass
from datetime import date

from data.demo.clock import days
from data.demo.dice import Dice
from data.demo.grid import Grid, Slot
from data.demo.plans import Plan
from data.tables.vocabulary import AppointmentStatus

MISSES = 0.14
"""Part of the gaps between two doses in which a booked visit came to nothing."""
MISSED = {
    AppointmentStatus.NO_SHOW: 45,
    AppointmentStatus.LATE_CANCEL: 25,
    AppointmentStatus.CLINIC_CANCELLED: 14,
    AppointmentStatus.HELD_CLINICAL: 16,
}
PAUSES = 0.012
REASONS = {
    "Blood pressure 164/102 before the dose": 45,
    "Hospitalised": 20,
    "Blood pressure medicine being changed": 20,
    "Urinary symptoms being looked into": 15,
}
AHEAD_DAYS = 56


@dataclass(frozen=True)
class Visit:
    """A booking whose day has come. `number` counts the doses given up to and with it."""

    slot: Slot
    status: AppointmentStatus
    number: int

    @property
    def dosed(self) -> bool:
        return self.status is AppointmentStatus.ATTENDED


@dataclass(frozen=True)
class Pause:
    """A hold, in days of the clinic; without an end it still lasts."""

    start: date
    end: date | None
    expected: date
    reason: str


@dataclass(frozen=True)
class Course:
    """Visits that were, oldest first, and slots that are booked."""

    visits: tuple[Visit, ...] = ()
    pauses: tuple[Pause, ...] = ()
    booked: tuple[Slot, ...] = ()

    @property
    def doses(self) -> tuple[Visit, ...]:
        return tuple(visit for visit in self.visits if visit.dosed)


def plot(dice: Dice, grid: Grid, plan: Plan, today: date) -> Course:
    """The course of a plan that has doses."""
    visits: list[Visit] = []
    pauses: list[Pause] = []
    wish = latest = today - days(plan.last_ago)
    after: date | None = None
    for number in range(plan.doses, 0, -1):
        slot = grid.before(plan.site_id, wish, latest)
        visits.append(Visit(slot, AppointmentStatus.ATTENDED, number))
        cadence = plan.protocol.phase_of(number).usual
        wish = slot.day - days(cadence.target_gap_days + dice.between(0, 1))
        latest = slot.day - days(cadence.min_gap_days)
        if cadence.max_in_7_days and after:
            latest = min(latest, after - days(7))
        if number > 1 and dice.chance(PAUSES):
            pauses.append(_pause(dice, slot.day))
            wish, latest = wish - days(12), min(latest, pauses[-1].start)
        elif number > 1 and dice.chance(MISSES):
            missed = grid.before(
                plan.site_id, slot.day - days(dice.between(2, 5)), slot.day - days(1)
            )
            visits.append(Visit(missed, dice.weighted(MISSED), number - 1))
            wish = missed.day - days(cadence.target_gap_days)
            latest = min(latest, missed.day - days(1))
        after = slot.day
    visits.reverse()
    if plan.on_hold:
        start = visits[-1].slot.day + days(1)
        expected = today + days(dice.between(2, 14))
        pauses.append(Pause(start, None, expected, dice.weighted(REASONS)))
    dosed = [visit.slot.day for visit in visits if visit.dosed]
    booked = _ahead(grid, plan, dosed, today) if plan.books_ahead else ()
    return Course(tuple(visits), tuple(pauses), booked)


def _pause(dice: Dice, dose_day: date) -> Pause:
    end = dose_day - days(1)
    return Pause(end - days(dice.between(6, 9)), end, end, dice.weighted(REASONS))


def first_bookings(dice: Dice, grid: Grid, plan: Plan, today: date) -> Course:
    """The course of someone whose first dose is booked."""
    first = grid.after(plan.site_id, today + days(dice.between(0, 9)), today)
    return Course(booked=(first, *_ahead(grid, plan, [first.day], today)))


def _ahead(grid: Grid, plan: Plan, dosed: list[date], today: date) -> tuple[Slot, ...]:
    """Bookings for the next eight weeks, each at its usual gap from the one before."""
    booked: list[Slot] = []
    while True:
        cadence = plan.protocol.phase_of(len(dosed) + 1).usual
        wish = dosed[-1] + days(cadence.target_gap_days)
        earliest = max(today, dosed[-1] + days(cadence.min_gap_days))
        if cadence.max_in_7_days and len(dosed) > 1:
            earliest = max(earliest, dosed[-2] + days(7))
        if max(wish, earliest) > today + days(AHEAD_DAYS):
            return tuple(booked)
        booked.append(grid.after(plan.site_id, wish, earliest))
        dosed = [*dosed, booked[-1].day]
