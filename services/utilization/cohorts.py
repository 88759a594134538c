"""How far those who asked in each month have come, and how many days each step took."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from data.queries.insight import cohorts as queries
from data.queries.insight.flow import Step
from data.reference.kpis import kpis
from services.access import Action, User
from services.acting import acting
from services.insight.ground import Ground
from services.insight.once import once
from services.statistics.suppression import hide
from services.utilization import flow
from services.utilization.flow import FEWEST

MOST_MONTHS = 13
"""The newest: a year, and the month that is under way."""


@dataclass(frozen=True)
class Cohort:
    """Those who asked in one month: how many reached each step, and the median days from the step
    before. None where hidden or not known."""

    month: date
    reached: Mapping[Step, int | None]
    days: Mapping[Step, float | None]
    under_way: bool
    """Some of them asked too recently for the funnel."""


@once
def cohorts(user: User | None, ground: Ground) -> tuple[Cohort, ...]:
    """The newest months of the period in which anybody asked, oldest first."""
    with acting(user, Action.VIEW_NUMBERS, about="funnel by month") as session:
        stops = queries.stops(session, ground.view, ground.today)
        medians = queries.medians(session, ground.view, ground.today)
    counts = {row["month"]: [row[step.value] for step in Step] for row in stops}
    reached = _shown(ground, counts)
    least = max(FEWEST, ground.minimum or 0)
    return tuple(
        Cohort(
            month,
            reached[month],
            {step: _enough(medians.get((month, step)), least) for step in Step},
            is_under_way(month, ground.today),
        )
        for month in list(counts)[-MOST_MONTHS:]
    )


def is_under_way(month: date, today: date) -> bool:
    """Whether the last of a month is less than the funnel's days ago."""
    following = (month + timedelta(days=31)).replace(day=1)
    return following - timedelta(days=1) > today - timedelta(days=kpis().mature_days)


def _shown(
    ground: Ground, stops: Mapping[date, Sequence[int]]
) -> dict[date, dict[Step, int | None]]:
    """By month those who reached each step, of those who stopped at each, as they may be told."""
    reached: dict[date, dict[Step, int | None]] = {
        month: {step: sum(row[place:]) for place, step in enumerate(Step)}
        for month, row in stops.items()
    }
    if ground.minimum is None:
        return reached
    secret = _secret(ground, ground.minimum, stops)
    return {
        month: {step: None if (month, step) in secret else n for step, n in row.items()}
        for month, row in reached.items()
    }


def _secret(
    ground: Ground, minimum: int, stops: Mapping[date, Sequence[int]]
) -> set[tuple[date, Step]]:
    """What of the table must not be told beside the sums of its columns.

    Steps that the funnel of all months leaves out are left out of each. Who reached a step is the
    sum of those who stopped there or later, so it is told where each of these may be; all who
    asked in a month are the total of its row.
    """
    everything = {(month, step) for month in stops for step in Step}
    totals = {
        step: sum(sum(row[place:]) for row in stops.values()) for place, step in enumerate(Step)
    }
    told = [step for step, n in flow.shown(ground, totals).items() if n is not None]
    if told[:1] != [Step.INQUIRY]:
        return everything
    table = _table(told, stops)
    hidden = hide(table, minimum)
    if hidden.total or hidden.columns.any():
        return everything
    open_ = {
        (month, step)
        for month in table.index
        for step in told
        if not (
            hidden.rows[month] if step is Step.INQUIRY else hidden.cells.loc[month, step:].any()
        )
    }
    return everything - open_


def _table(told: list[Step], stops: Mapping[date, Sequence[int]]) -> pd.DataFrame:
    """Those who stopped at a step that is told or before the next one: the newest months, and all
    earlier ones together in a row of their own."""
    places = [list(Step).index(step) for step in told]
    spans = list(zip(places, [*places[1:], len(Step)], strict=True))
    months = list(stops)
    rows = {month: stops[month] for month in months[-MOST_MONTHS:]}
    if older := months[:-MOST_MONTHS]:
        rows[date.min] = [
            sum(parts) for parts in zip(*(stops[each] for each in older), strict=True)
        ]
    merged = {month: [sum(row[a:b]) for a, b in spans] for month, row in rows.items()}
    return pd.DataFrame(merged, index=[step.value for step in told], dtype="int64").T


def _enough(found: tuple[int, float] | None, least: int) -> float | None:
    return None if found is None or found[0] < least else found[1]
