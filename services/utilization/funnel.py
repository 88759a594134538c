"""The picture from inquiry to first dose."""

from functools import partial

import pandas as pd

from data.queries.insight.flow import Step
from data.reference.kpis import kpis
from services.access import User
from services.charts.insight import steps as charts
from services.insight.figure import Figure
from services.insight.ground import Ground
from services.utilization import flow
from services.utilization.shares import percent

STEP_WORDS = {
    Step.INQUIRY: "Inquiry",
    Step.SCREENED: "Screened",
    Step.DECIDED: "Decided",
    Step.CONSENTED: "Consented",
    Step.DOSED: "First dose",
}


def figure(user: User | None, ground: Ground) -> Figure:
    """Bars of those who asked long enough ago."""
    found = flow.funnel(user, ground)
    frame = bars(found)
    first, last = found.reached[Step.INQUIRY], found.reached[Step.DOSED]
    title = "From inquiry to first dose"
    drawn = bool(first)
    days = kpis().mature_days
    if drawn:
        caption = "Medians of those who went on. Whoever skipped a stage has passed it."
        hidden = any(n is None for n in found.reached.values())
        caption += " What is hidden would tell of few people." if hidden else ""
    elif first is None:
        caption = "Too few people stand behind this to show it to those who see no names: hidden."
    else:
        caption = f"Nobody of this filter asked in the period and {days} or more days ago."
    return Figure(
        title=title,
        picture=partial(
            charts.steps, frame, title=title, subtitle=f"Who asked {days} or more days ago"
        )
        if drawn
        else None,
        table=_table(frame),
        alt=f"{title}: of {first} who asked {days} or more days ago "
        f"{'a hidden number' if last is None else last} had a first dose.",
        caption=caption,
        opens=True,
        definitions=("funnel",),
    )


def bars(found: flow.Funnel) -> pd.DataFrame:
    """name, said, value, words, on (share that went on), days, number."""
    rows = []
    before: int | None = None
    for step, n in found.reached.items():
        on = n / before if n is not None and before else None
        days = found.days[step]
        said = [f"{percent(on)} go on"] if on is not None else []
        said += [f"median {days:.0f} d"] if days is not None else []
        rows.append(
            {
                "name": STEP_WORDS[step],
                "said": ", ".join(said),
                "value": n,
                "words": "hidden" if n is None else f"{n:,}",
                "on": percent(on),
                "days": days,
                "number": f"funnel-{step.value}",
            }
        )
        before = n
    columns = ["name", "said", "value", "words", "on", "days", "number"]
    return pd.DataFrame(rows, columns=columns).astype({"value": float, "days": float})


def _table(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Stage": frame["name"],
            "Reached": frame["words"],
            "Went on": frame["on"],
            "Median days from the stage before": frame["days"],
        }
    )
