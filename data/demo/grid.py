"""The booking grid: every chair has three blocks a day, and a block is given out once.

A monitor's place goes with the chair, so nobody and nothing is ever booked twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, count
from uuid import UUID

from data.demo.clock import SATURDAY, SUNDAY, days, instant
from data.demo.dice import Dice
from data.demo.house import HOLIDAYS, PLACES, Workplace

BLOCKS = (8 * 60 + 30, 11 * 60 + 15, 14 * 60)
STAGGER_MINUTES = 15
"""Chairs of one monitor begin one after the other, so that devices are handed out in turn."""


@dataclass(frozen=True)
class Slot:
    """One chair, one block, one place at a monitor."""

    site_id: int
    day: date
    starts_at: datetime
    chair_id: UUID
    monitor_id: UUID
    place: int


class Grid:
    """What is still free at every site."""

    def __init__(self, places: Iterable[Workplace], anchor: date, seed: int) -> None:
        self.places = {place.id: place for place in places}
        self.anchor = anchor
        self.seed = seed
        self.free: dict[tuple[int, date], list[tuple[int, int]]] = {}

    def take(self, site_id: int, day: date) -> Slot | None:
        """A free block of that day, if there is one."""
        left = self._left(site_id, day)
        if not left:
            return None
        chair, block = left.pop()
        place = self.places[site_id]
        return Slot(
            site_id=site_id,
            day=day,
            starts_at=instant(day, BLOCKS[block] + STAGGER_MINUTES * (chair % PLACES)),
            chair_id=place.chairs[chair],
            monitor_id=place.monitor(day, chair),
            place=chair % PLACES + 1,
        )

    def before(self, site_id: int, wish: date, latest: date) -> Slot:
        """The free block nearest to the wish, not after `latest`. The past is long enough."""
        wish = min(wish, latest)
        around = chain([0], *([-away, away] for away in range(1, 1 + (latest - wish).days)))
        further = count(-(latest - wish).days - 1, -1)
        return self._first(site_id, wish, chain(around, further))

    def after(self, site_id: int, wish: date, earliest: date) -> Slot:
        """The free block nearest to the wish, not before `earliest`."""
        wish = max(wish, earliest)
        around = chain([0], *([away, -away] for away in range(1, 1 + (wish - earliest).days)))
        further = count((wish - earliest).days + 1)
        return self._first(site_id, wish, chain(around, further))

    def _first(self, site_id: int, wish: date, offsets: Iterable[int]) -> Slot:
        found = (self.take(site_id, wish + days(offset)) for offset in offsets)
        return next(slot for slot in found if slot is not None)

    def _left(self, site_id: int, day: date) -> list[tuple[int, int]]:
        """Free (chair, block) pairs. The anchor day is worked whatever its weekday: it is shown."""
        left = self.free.get((site_id, day))
        if left is None:
            blocks = {SATURDAY: 1, SUNDAY: 0}.get(day.weekday(), 3)
            blocks = 0 if (day.month, day.day) in HOLIDAYS else blocks
            blocks = 3 if day == self.anchor else blocks
            chairs = range(len(self.places[site_id].chairs))
            left = [(chair, block) for chair in chairs for block in range(blocks)]
            Dice(self.seed, "grid", site_id, day).random.shuffle(left)
            self.free[site_id, day] = left
        return left
