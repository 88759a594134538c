"""Thoughts of death or self-harm: item 9 at baseline against the last known answer."""

from dataclasses import dataclass

import pandas as pd

from data.queries.insight import outcomes as queries
from services.access import Action, User
from services.acting import acting
from services.insight import groups
from services.insight.figure import Figure
from services.insight.ground import Ground
from services.insight.rates import Rate
from services.statistics.suppression import TOTAL, hide, shown

ANSWERS = (0, 1, 2, 3)


@dataclass(frozen=True)
class Resolved:
    """Of those with an answer of 1 or more at baseline and a later answer: how many have a 0."""

    rate: Rate
    unknown: int | None
    """Courses without a known answer at one of the two ends; None is hidden."""


def figure(user: User | None, ground: Ground) -> Figure:
    """The shift table; a row an answer at baseline, a column a last answer."""
    counts, _ = _counts(user, ground)
    empty = counts.to_numpy().sum() == 0
    words = (
        counts.astype(str)
        if ground.minimum is None
        else shown(counts, hide(counts, ground.minimum)).drop(index=TOTAL, columns=TOTAL)
    )
    table = words.rename(columns={answer: f"Last {answer}" for answer in ANSWERS})
    table.insert(0, "Item 9", [f"Baseline {answer}" for answer in ANSWERS])
    return Figure(
        title="Item 9: at baseline and at the last answer",
        picture=None,
        table=pd.DataFrame() if empty else table,
        alt="",
        caption="No course has a known item 9 both at baseline and since."
        if empty
        else "Courses by their answers. An unknown answer is in no cell.",
        cells={
            (row, f"Last {last}"): f"item9-{baseline}-{last}"
            for row, baseline in enumerate(ANSWERS)
            for last in ANSWERS
        },
        definitions=("si_resolved",),
    )


def cell(user: User | None, ground: Ground, baseline: int, last: int) -> Rate:
    """One cell of the table, of all in it, as this person may see it."""
    counts, _ = _counts(user, ground)
    k, n = int(counts[last][baseline]), int(counts.to_numpy().sum())
    if ground.minimum is None:
        return Rate(k, n)
    hidden = hide(counts, ground.minimum)
    return Rate(
        None if hidden.cells.loc[baseline, last] else k,
        None if hidden.total else n,
    )


def resolved(user: User | None, ground: Ground) -> Resolved:
    """How many of those who had such thoughts no longer tell of them."""
    counts, unknown = _counts(user, ground)
    had = counts.loc[list(ANSWERS[1:])]
    k, n = int(had[0].sum()), int(had.to_numpy().sum())
    small = ground.minimum is not None and 0 < unknown < ground.minimum
    return Resolved(groups.rate(ground, k, n), None if small else unknown)


def _counts(user: User | None, ground: Ground) -> tuple[pd.DataFrame, int]:
    """Courses by answer (rows baseline, columns last), and how many are known at one end only."""
    with acting(user, Action.VIEW_NUMBERS, about="outcomes, item 9") as session:
        rows = queries.item9_shift(session, ground.view)
    counts = pd.DataFrame(0, index=list(ANSWERS), columns=list(ANSWERS))
    unknown = 0
    for row in rows:
        if row["baseline"] is None or row["last"] is None:
            unknown += row["n"]
        else:
            counts.loc[row["baseline"], row["last"]] += row["n"]
    return counts, unknown
