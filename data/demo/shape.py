"""How large a demonstration is: its patients by stage, its sites, its past."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from data.demo.dice import Dice
from data.tables.vocabulary import Stage


class Size(StrEnum):
    """The demonstrations on offer."""

    SMALL = "small"
    CLINIC = "clinic"
    GROUP = "group"
    NETWORK = "network"


@dataclass(frozen=True)
class Shape:
    """`patients` are left to chance; the few whose story is set by hand come on top.

    `history_days` is how far back courses ended; every `emergency_every`th course has one.
    All of it is one part of a large demonstration, which has `parts` of them.
    """

    sites: tuple[str, ...]
    chairs: int
    """At each site."""
    history_days: int
    emergency_every: int
    patients: Mapping[Stage, int]
    parts: int = 1

    @property
    def in_part(self) -> int:
        """Patients of one part, those of stories aside."""
        return sum(self.patients.values())


ROWS = 1_000_000
"""Numbers of rows that a part has to itself: ten times as many as its largest table has rows."""


@dataclass(frozen=True)
class Part:
    """Some sites, their people and their patients, invented without a look at any other part.

    What is numbered has numbers of this part's own, so it is the same whoever invents it when.
    """

    shape: Shape
    number: int
    """From 0; the first has the stories, and says what the clinic is."""

    @property
    def sites(self) -> dict[int, str]:
        """Names by number."""
        count = len(self.shape.sites)
        numbers = range(self.number * count + 1, (self.number + 1) * count + 1)
        if self.number == 0:
            return dict(zip(numbers, self.shape.sites, strict=True))
        return {number: f"Site {number}" for number in numbers}

    @property
    def earlier_patients(self) -> int:
        """Patients of the parts before, those of stories aside."""
        return self.number * self.shape.in_part

    @property
    def earlier_rows(self) -> int:
        """Numbers of rows that the parts before may use."""
        return self.number * ROWS

    def dice(self, seed: int) -> Dice:
        """Chance for what the patients of this part share."""
        return Dice(seed, "clinic", self.number) if self.number else Dice(seed, "clinic")


SHAPES: dict[Size, Shape] = {
    Size.SMALL: Shape(
        sites=("Cedar Lane",),
        chairs=3,
        history_days=360,
        emergency_every=7,
        patients={
            Stage.INQUIRY: 4,
            Stage.REFERRED: 3,
            Stage.SCREENING: 5,
            Stage.ELIGIBLE: 2,
            Stage.REVIEW: 2,
            Stage.DEFERRED: 3,
            Stage.DECLINED: 2,
            Stage.CONSENTED: 2,
            Stage.SCHEDULED: 3,
            Stage.INDUCTION: 12,
            Stage.CONTINUATION: 5,
            Stage.MAINTENANCE: 15,
            Stage.COMPLETED: 2,
            Stage.DISCONTINUED: 2,
            Stage.LOST: 1,
        },
    ),
    Size.CLINIC: Shape(
        sites=("Cedar Lane", "River Park"),
        chairs=6,
        history_days=1500,
        emergency_every=60,
        patients={
            Stage.INQUIRY: 38,
            Stage.REFERRED: 24,
            Stage.SCREENING: 40,
            Stage.ELIGIBLE: 14,
            Stage.REVIEW: 12,
            Stage.DEFERRED: 70,
            Stage.DECLINED: 202,
            Stage.CONSENTED: 10,
            Stage.SCHEDULED: 20,
            Stage.INDUCTION: 36,
            Stage.CONTINUATION: 30,
            Stage.MAINTENANCE: 110,
            Stage.COMPLETED: 700,
            Stage.DISCONTINUED: 500,
            Stage.LOST: 190,
        },
    ),
}
SHAPES[Size.GROUP] = replace(SHAPES[Size.CLINIC], parts=10)
"""About 20,000 patients, to see what ten times as much does to speed."""
SHAPES[Size.NETWORK] = replace(SHAPES[Size.CLINIC], parts=100)
"""About 200,000 patients at 200 sites."""
