"""One episode while its rows are being written: whose it is, and who works on it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from data.demo.dice import Dice
from data.demo.house import Workplace
from data.demo.ledger import Ledger
from data.demo.people import Person
from data.demo.plans import Plan
from data.tables import Record


@dataclass(frozen=True)
class Case:
    """The patient, the plan and the people of one episode, with the ledger that takes its rows."""

    ledger: Ledger
    dice: Dice
    more: Dice
    """Chance for what was thought of later, so that what was there before stays as it was."""
    place: Workplace
    person: Person
    plan: Plan
    episode_id: UUID
    prescriber: UUID
    today: date

    def enter(self, table: type[Record], at: datetime, by: UUID | None, **columns: Any) -> int:
        """An entry of what happened then. Gives its number."""
        return self.ledger.enter(table, self.dice, at, by, **columns)
