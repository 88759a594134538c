"""The picture of the funnel by the month in which people asked."""

from functools import partial

import pandas as pd

from data.queries.insight.flow import Step
from services.access import User
from services.charts.insight import cohorts as charts
from services.insight.figure import NUMBER, Figure
from services.insight.ground import Ground
from services.utilization.cohorts import MOST_MONTHS, Cohort, cohorts
from services.utilization.funnel import STEP_WORDS

HIDDEN = "hidden"
HEADS = {**STEP_WORDS, Step.INQUIRY: "Asked"}
TITLE = "From inquiry to first dose, by month of inquiry"


def figure(user: User | None, ground: Ground) -> Figure:
    """A row a month, newest first; each cell opens."""
    found = tuple(reversed(cohorts(user, ground)))
    told = [each for each in found if each.reached[Step.INQUIRY] is not None]
    return Figure(
        title=TITLE,
        picture=partial(
            charts.cohorts,
            cells(found),
            title=TITLE,
            subtitle="People, and median days from the stage before",
        )
        if told
        else None,
        table=_table(found),
        alt=_alt(told),
        caption=_caption(found, told),
        opens=True,
        definitions=("funnel_by_month",),
    )


def cells(found: tuple[Cohort, ...]) -> pd.DataFrame:
    """month, step, share, words, days, open, hidden, number: a row a cell."""
    rows = []
    for each in found:
        asked = each.reached[Step.INQUIRY]
        for step, n in each.reached.items():
            days = each.days[step]
            later = step is not Step.INQUIRY and n is not None and asked
            rows.append(
                {
                    "month": _month(each),
                    "step": HEADS[step],
                    "share": n / asked if later and n is not None and asked else None,
                    "words": HIDDEN if n is None else f"{n:,}",
                    "days": "" if days is None else f"{days:.0f} d",
                    "open": each.under_way,
                    "hidden": n is None,
                    "number": f"cohort-{each.month:%Y-%m}-{step.value}",
                }
            )
    columns = ["month", "step", "share", "words", "days", "open", "hidden", "number"]
    return pd.DataFrame(rows, columns=columns).astype(
        {"share": float, "open": bool, "hidden": bool}
    )


def _table(found: tuple[Cohort, ...]) -> pd.DataFrame:
    rows = []
    for each in found:
        row = {"Month": _month(each)}
        for step, n in each.reached.items():
            row[HEADS[step]] = HIDDEN if n is None else f"{n:,}"
        for step, days in list(each.days.items())[1:]:
            name = HEADS[step].lower()
            row[f"Days to {name}"] = "" if days is None else f"{days:.0f}"
        row["Under way"] = "yes" if each.under_way else ""
        row[NUMBER] = f"cohort-{each.month:%Y-%m}-{Step.DOSED.value}"
        rows.append(row)
    return pd.DataFrame(rows)


def _alt(told: list[Cohort]) -> str:
    full = [each for each in told if not each.under_way and each.reached[Step.DOSED] is not None]
    if not full:
        return f"{TITLE}: no month is old enough yet."
    newest = full[0]
    asked, dosed = newest.reached[Step.INQUIRY], newest.reached[Step.DOSED]
    return (
        f"{TITLE}: of {asked} who asked in {_month(newest)}, the newest month that is old enough, "
        f"{dosed} had a first dose."
    )


def _caption(found: tuple[Cohort, ...], told: list[Cohort]) -> str:
    if not found:
        return "Nobody of this filter asked in the period."
    if not told:
        return "Too few people stand behind this to show it to those who see no names: hidden."
    parts = []
    if any(each.under_way for each in found):
        parts.append("Months under way have later stages that still fill up.")
    if len(found) == MOST_MONTHS:
        parts.append(f"The newest {MOST_MONTHS} months.")
    if any(n is None for each in found for n in each.reached.values()):
        parts.append("What is hidden would tell of few people.")
    return " ".join(parts)


def _month(each: Cohort) -> str:
    return f"{each.month:%b %Y}"
