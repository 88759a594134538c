"""The picture of no-show over time, in the band that chance gives."""

from datetime import date
from functools import partial
from math import sqrt

import pandas as pd

from data.queries.insight.chairs import By
from services.access import User
from services.charts.insight import control as charts
from services.insight.figure import Figure
from services.insight.ground import Ground
from services.insight.rates import Rate
from services.utilization import attendance, series, shares
from services.utilization.shares import percent

SIGMA = 3
KINDS = {"no_show": "No-show", "late_cancel": "Late cancellation"}


def figure(user: User | None, ground: Ground, kind: str = "no_show") -> Figure:
    """By week or month; a step without a visit is not there."""
    by = series.grain(ground)
    overall: Rate = getattr(attendance.attendance(user, ground), kind)
    frame = steps(attendance.by_group(user, ground, by)[kind], overall, by, kind)
    title = f"{KINDS[kind]} by {by.value}"
    known = int(frame["share"].notna().sum())
    drawn = known > 0 and 2 * known >= len(frame) and overall.share is not None
    finding = _finding(frame, by)
    return Figure(
        title=title,
        picture=partial(
            charts.control,
            frame,
            lines(overall, series.targets(user).get(kind)),
            title=title,
            subtitle=finding,
        )
        if drawn
        else None,
        table=_table(frame, by),
        alt=f"{title}: {shares.words(overall)}, {overall.of} visits, on the mean. {finding}.",
        caption=_caption(frame, drawn),
        opens=True,
        definitions=(kind,),
    )


def steps(rates: dict[date, Rate], overall: Rate, by: By, kind: str) -> pd.DataFrame:
    """on, label, share, low, high, of, out, number: the band is the mean of all, 3 sigma wide."""
    mean = overall.share
    rows = []
    for on, rate in rates.items():
        low, high = _band(mean, rate.n)
        rows.append(
            {
                "on": on,
                "label": series.words(by, on),
                "share": rate.share,
                "low": low,
                "high": high,
                "of": rate.of,
                "out": _is_out(rate.share, low, high),
                "number": f"{by.value}-{on}-{kind}",
            }
        )
    columns = ["on", "label", "share", "low", "high", "of", "out", "number"]
    floats = dict.fromkeys(("share", "low", "high"), float)
    return pd.DataFrame(rows, columns=columns).astype(floats)


def _band(mean: float | None, n: int | None) -> tuple[float | None, float | None]:
    """What chance gives around the mean of so many; unknown where either is."""
    if mean is None or not n:
        return None, None
    spread = SIGMA * sqrt(mean * (1 - mean) / n)
    return max(0.0, mean - spread), min(1.0, mean + spread)


def _is_out(share: float | None, low: float | None, high: float | None) -> bool:
    if share is None or low is None or high is None:
        return False
    return not low <= share <= high


def lines(overall: Rate, target: float | None) -> pd.DataFrame:
    """name (mean, target), share, words."""
    rows = [("mean", overall.share), ("target", target)]
    return pd.DataFrame(
        [
            {"name": name, "share": value, "words": f"{name} {percent(value)}"}
            for name, value in rows
            if value is not None
        ],
        columns=["name", "share", "words"],
    )


def _finding(frame: pd.DataFrame, by: By) -> str:
    out = int(frame["out"].sum())
    if out == 0:
        return f"No {by.value} outside the range that chance gives"
    return f"{out} {by.value}{'s' if out > 1 else ''} outside the range that chance gives"


def _caption(frame: pd.DataFrame, drawn: bool) -> str:
    hidden = int(frame["share"].isna().sum())
    if not drawn and hidden:
        return (
            "Most are hidden, because few people stand behind them: what is left would not be the "
            "course. The share of the whole period stands above."
        )
    if not drawn:
        return "No visit of this period and filter can be counted."
    return f"{hidden} hidden, because few people stand behind them." if hidden else ""


def _table(frame: pd.DataFrame, by: By) -> pd.DataFrame:
    return pd.DataFrame(
        {
            by.value.capitalize(): frame["label"],
            "Visits": frame["of"],
            "Share": [percent(None if pd.isna(each) else each) for each in frame["share"]],
            "Chance gives up to": [
                percent(None if pd.isna(each) else each) for each in frame["high"]
            ],
        }
    )
