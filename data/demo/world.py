"""Everything patients of one demonstration share: the clinic, its grid, its day, the ledger."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from data.demo.dice import Dice
from data.demo.grid import Grid
from data.demo.house import Workplace
from data.demo.judged import Judge
from data.demo.ledger import Ledger


@dataclass(frozen=True)
class World:
    """`today` is the anchor day: what is before it has happened, the rest is booked."""

    seed: int
    today: date
    places: tuple[Workplace, ...]
    grid: Grid
    ledger: Ledger
    judge: Judge

    def place(self, site_id: int) -> Workplace:
        return self.places[site_id - self.places[0].id]

    def prescriber(self, site_id: int, number: int) -> UUID:
        """Patients go to the site's prescribers in turn."""
        prescribers = self.place(site_id).prescribers
        return prescribers[number % len(prescribers)]

    def dice(self, number: int, *more: object) -> Dice:
        """A patient's own chance: another patient more or less does not change it."""
        return Dice(self.seed, "patient", number, *more)
