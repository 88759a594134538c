"""How long from asking to the first dose, counting those who still wait."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from data.queries.insight import flow as queries
from data.queries.insight.flow import Step
from services.access import Action, User
from services.acting import acting
from services.insight import nested, opening
from services.insight.ground import Ground
from services.insight.once import once
from services.statistics import survival
from services.statistics.survival import Quantile

FEWEST = 5
"""Fewer inquiries, or fewer still waiting when it is reached, give no median."""

SHARES = {"low": 0.25, "median": 0.5, "high": 0.75, "ninety": 0.9}


@dataclass(frozen=True)
class Waiting:
    """Days from inquiry to first dose; None where the curve does not come down so far, or comes
    there with too few left, which is then in `few`. Counts are None where they are hidden; the
    four add up to all inquiries."""

    median: float | None
    low: float | None
    high: float | None
    """Quartiles: the days by which one and three in four were dosed."""
    ninety: float | None
    dosed: int | None
    waiting: int | None
    declined: int | None
    reversed: int | None
    few: frozenset[str] = frozenset()
    """Those of median, low, high and ninety that too few people carry."""

    @property
    def followed(self) -> int | None:
        return opening.total([self.dosed, self.waiting])


@once
def waiting(user: User | None, ground: Ground) -> Waiting:
    """Of everybody who asked in the period."""
    with acting(user, Action.VIEW_NUMBERS, about="inquiry to first dose") as session:
        rows = queries.waiting_times(session, ground.view, ground.today)
        out = queries.left_out(session, ground.view, ground.today)
    dosed = sum(row["n"] for row in rows if row["observed"])
    parts = {"dosed": dosed, "waiting": sum(row["n"] for row in rows) - dosed, **out}
    shown = opening.parts(ground, parts)
    days = {name: _quantile(ground, rows, share) for name, share in SHARES.items()}
    few = frozenset(name for name, found in days.items() if found is None)
    low, median, high, ninety = (_known(found) for found in days.values())
    return Waiting(median, low, high, ninety, **shown, few=few)


def medians(user: User | None, ground: Ground) -> dict[date, float]:
    """The median by month of asking, where it is reached and enough asked."""
    with acting(user, Action.VIEW_NUMBERS, about="inquiry to first dose by month") as session:
        rows = queries.waiting_times(session, ground.view, ground.today, monthly=True)
    found = {}
    for month in sorted({row["month"] for row in rows}):
        own = [row for row in rows if row["month"] == month]
        median = _known(_quantile(ground, own, 0.5))
        if median is not None:
            found[month] = median
    return found


@dataclass(frozen=True)
class Funnel:
    """Mature inquiries by step: how many reached it, and the median days from the step before.

    None where hidden or not known.
    """

    reached: dict[Step, int | None]
    days: dict[Step, float | None]


@once
def funnel(user: User | None, ground: Ground) -> Funnel:
    """Of inquiries old enough."""
    with acting(user, Action.VIEW_NUMBERS, about="funnel") as session:
        counts = queries.funnel(session, ground.view, ground.today)
        medians = queries.step_medians(session, ground.view, ground.today)
    least = max(FEWEST, ground.minimum or 0)
    return Funnel(
        reached=shown(ground, counts),
        days={
            step: medians[step][1] if step in medians and medians[step][0] >= least else None
            for step in Step
        },
    )


def shown(ground: Ground, counts: dict[Step, int]) -> dict[Step, int | None]:
    """As many steps as may be told."""
    return nested.shown(ground, {step: counts[step] for step in Step})


def _quantile(ground: Ground, rows: list[dict[str, Any]], share: float) -> Quantile | None:
    """The days by which a share were dosed; None where too few are left to tell."""
    counts = [row["n"] for row in rows]
    least = max(FEWEST, ground.minimum or 0)
    if sum(counts) < least:
        return None
    times = np.repeat([row["days"] for row in rows], counts)
    seen = np.repeat([bool(row["observed"]) for row in rows], counts)
    return survival.read_off(survival.kaplan_meier(times, seen), share, least)


def _known(found: Quantile | None) -> float | None:
    return None if found is None or np.isnan(found.estimate) else found.estimate
