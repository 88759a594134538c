"""Response and remission by week since the first dose, of whoever was scored in that week."""

from functools import partial

import pandas as pd

from data.queries.insight import scores as queries
from services.access import Action, User
from services.acting import acting
from services.charts.insight import weeks as charts
from services.charts.insight.style import percent, span
from services.insight import groups
from services.insight.figure import Figure
from services.insight.ground import Ground
from services.insight.once import once
from services.insight.rates import Rate

MOST_WEEKS = 12
FEWEST = 5


def figure(user: User | None, ground: Ground, instrument: str = "phq9") -> Figure:
    """The picture with its table."""
    frame = by_week(user, ground, instrument)
    title = "Share in response and in remission, by week"
    drawn = frame["share"].notna().any()
    last = frame[frame["share"].notna()].groupby("measure").tail(1)
    said = "; ".join(
        f"{measure} {percent(share)}, {of}"
        for measure, share, of in zip(last["measure"], last["share"], last["of"], strict=True)
    )
    return Figure(
        title=title,
        picture=partial(
            charts.weeks,
            frame,
            title=title,
            subtitle="Observed scores only; bars are 95 % Wilson intervals",
        )
        if drawn
        else None,
        table=_table(frame),
        alt=f"In the last week with five or more courses scored: {said}." if drawn else "",
        caption="Each week counts whoever was scored in it, so the groups differ."
        if drawn
        else "No week has five or more courses with a baseline and a score.",
        opens=True,
        definitions=("baseline", "response", "remission"),
    )


@once
def rates(user: User | None, ground: Ground, instrument: str) -> dict[str, dict[int, Rate]]:
    """k of n by measure and week; both None in a week with too few, or hidden."""
    with acting(user, Action.VIEW_NUMBERS, about="outcomes by week") as session:
        rows = queries.by_week(session, ground.view, instrument, MOST_WEEKS)
    found: dict[str, dict[int, Rate]] = {}
    for measure in ("response", "remission"):
        told = groups.rates(ground, {str(row["week"]): (row[measure], row["n"]) for row in rows})
        found[measure] = {
            row["week"]: told[str(row["week"])] if row["n"] >= least(ground) else Rate(None, None)
            for row in rows
        }
    return found


def least(ground: Ground) -> int:
    """A week with fewer courses has no point: five, or what this person may see at least."""
    return max(FEWEST, ground.minimum or 0)


def by_week(user: User | None, ground: Ground, instrument: str) -> pd.DataFrame:
    """Two rows a week: week, measure, n_words, share, low, high, of, number."""
    few = f"<{least(ground)}"
    parts = [
        {
            "week": week,
            "measure": measure,
            "n_words": few if rate.n is None else f"{rate.n:,}",
            "share": rate.share,
            "low": rate.low,
            "high": rate.high,
            "of": f"fewer than {least(ground)}" if rate.n is None else rate.of,
            "number": f"week-{week}-{measure}",
        }
        for measure, weeks in rates(user, ground, instrument).items()
        for week, rate in weeks.items()
    ]
    columns = ["week", "measure", "n_words", "share", "low", "high", "of", "number"]
    return pd.DataFrame(parts, columns=columns).astype(
        {"share": float, "low": float, "high": float}
    )


def _table(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Week": frame["week"],
            "Measure": frame["measure"].str.capitalize(),
            "Courses": frame["of"],
            "Share": [percent(share) for share in frame["share"]],
            "95 % interval": [
                span(*each) for each in zip(frame["low"], frame["high"], strict=True)
            ],
        }
    )
