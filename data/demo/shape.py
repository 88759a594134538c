"""How large a demonstration is: its patients by stage, its sites, its past."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from data.tables.vocabulary import Stage


class Size(StrEnum):
    """The demonstrations on offer."""

    SMALL = "small"
    CLINIC = "clinic"
    GROUP = "group"


@dataclass(frozen=True)
class Shape:
    """`patients` are left to chance; the few whose story is set by hand come on top.

    `history_days` is how far back courses ended; every `emergency_every`th course has one.
    """

    sites: tuple[str, ...]
    chairs: int
    """At each site."""
    history_days: int
    emergency_every: int
    patients: Mapping[Stage, int]

    def times(self, factor: int) -> "Shape":
        """So many clinics like this one under one roof."""
        more = [
            f"Site {number}" for number in range(len(self.sites) + 1, len(self.sites) * factor + 1)
        ]
        return replace(
            self,
            sites=(*self.sites, *more),
            patients={stage: count * factor for stage, count in self.patients.items()},
        )


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
SHAPES[Size.GROUP] = SHAPES[Size.CLINIC].times(10)
"""About 20,000 patients, to see what ten times as much does to speed."""
