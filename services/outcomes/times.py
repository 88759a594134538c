"""How long until response, and from remission to relapse: Kaplan-Meier, with numbers at risk."""

from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from data.queries.insight import times as queries
from data.queries.insight.splits import Split
from services.access import Action, User
from services.acting import acting
from services.caseload import People
from services.charts.insight import survival as charts
from services.charts.insight.style import percent
from services.insight import groups
from services.insight.figure import Figure
from services.insight.ground import Ground
from services.insight.rates import HIDDEN
from services.statistics.survival import Quantile, at_risk, kaplan_meier, read_off

FEWEST = 5
"""A curve ends where fewer courses than this are at risk."""

MARK_DAYS = 14
MONTH_DAYS = 28
MOST_MARKS = 7
TOO_FEW = "too few"
CAVEAT = "Known only when scored; those who leave may differ from those who stay."


def to_response(
    user: User | None, ground: Ground, split: Split | None, people: People, instrument: str = "phq9"
) -> Figure:
    """The share who have responded, by days since the first dose."""
    found = _times(user, ground, "response_days", None, split, people, instrument)
    title = "Time to first response"
    return _figure(ground, found, title, ("baseline", "response"), falls=False)


def to_relapse(
    user: User | None, ground: Ground, split: Split | None, people: People, instrument: str = "phq9"
) -> Figure:
    """The share without relapse, by days since remission was first met.

    Scores between the cut of remission and that of relapse are no relapse, so this is not the
    time somebody stays in remission.
    """
    found = _times(user, ground, "remission_lost_days", "remission_days", split, people, instrument)
    title = "From remission to relapse"
    return _figure(ground, found, title, ("remission", "remission_relapse", "relapse"), falls=True)


def _times(
    user: User | None,
    ground: Ground,
    event: str,
    start: str | None,
    split: Split | None,
    people: People,
    instrument: str,
) -> dict[str, tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]]:
    """Days and whether the event was met, by group in words."""
    with acting(user, Action.VIEW_NUMBERS, about=f"outcomes, {event}") as session:
        rows = queries.times(session, ground.view, instrument, event, start, split)
    named = {None: "All"} if split is None else groups.names(split, people, instrument)
    found = {}
    for key, words in named.items():
        own = [row for row in rows if row["group"] == key]
        if own:
            counts = [row["n"] for row in own]
            found[words] = (
                # A first score on the day of the dose is known for less than a day, not for none.
                np.repeat([max(row["days"], 0) for row in own], counts),
                np.repeat([bool(row["observed"]) for row in own], counts),
            )
    return found


def _figure(
    ground: Ground,
    found: dict[str, tuple[Any, Any]],
    title: str,
    definitions: tuple[str, ...],
    *,
    falls: bool,
) -> Figure:
    least = _least(ground)
    steps = pd.concat([_steps(ground, *each) for each in found.items()] or [_no_steps()])
    risk = _risk(found, steps, least)
    table = _table(ground, found)
    name = "are without relapse as far as scored" if falls else "have responded"
    reach = f"while {least} or more are at risk" if ground.names else "read off every 4 weeks"
    drawn = not steps.empty
    return Figure(
        title=title,
        picture=partial(
            charts.survival,
            steps,
            risk,
            title=title,
            subtitle=f"Share who {name}, Kaplan-Meier, {reach}",
            since="Days since remission" if falls else "Days since first dose",
            falls=falls,
        )
        if drawn
        else None,
        table=table,
        alt=f"{title}. {_said(table)}",
        caption=CAVEAT
        if drawn
        else f"Fewer than {least} courses can be followed long enough, so no curve is drawn.",
        definitions=definitions,
        numbers=_numbers("lost" if falls else "responded", falls) if drawn else (),
    )


def _numbers(curve: str, falls: bool) -> tuple[tuple[str, str], ...]:
    words = (
        ("who relapsed", "without relapse as far as scored")
        if falls
        else ("who responded", "who has not")
    )
    return ((words[0], f"{curve}-met"), (words[1], f"{curve}-open"))


def _least(ground: Ground) -> int:
    """Below this many at risk there is no curve: five, or what this person may see at least."""
    return max(FEWEST, ground.minimum or 0)


def _steps(ground: Ground, words: str, followed: tuple[Any, Any]) -> pd.DataFrame:
    """group, day, share (survival), low, high; from day 0 to where too few are at risk."""
    days, observed = followed
    least = _least(ground)
    if len(days) < least:
        return _no_steps()
    curve = kaplan_meier(days, observed)
    start = pd.DataFrame({"time": [0.0], "survival": [1.0], "lower": [1.0], "upper": [1.0]})
    curve = pd.concat([start, curve[curve["at_risk"] >= least]])[
        ["time", "survival", "lower", "upper"]
    ]
    # The curve is known to run on for as long as so many are still followed.
    until = float(np.sort(days)[-least])
    if until > curve["time"].iloc[-1]:
        end = curve.tail(1).assign(time=until)
        curve = pd.concat([curve, end])
    if not ground.names:
        curve = _by_month(curve)
    if len(curve) < 2:
        return _no_steps()
    return curve.rename(
        columns={"time": "day", "survival": "share", "lower": "low", "upper": "high"}
    ).assign(group=words)


def _by_month(curve: pd.DataFrame) -> pd.DataFrame:
    """The curve read off every four weeks: single steps are single people."""
    days = np.arange(0, curve["time"].iloc[-1] + 1, MONTH_DAYS, dtype=float)
    at = np.searchsorted(curve["time"].to_numpy(), days, side="right") - 1
    return curve.iloc[at].assign(time=days)


def _no_steps() -> pd.DataFrame:
    return pd.DataFrame({"day": [], "share": [], "low": [], "high": [], "group": []}, dtype=float)


def _risk(found: dict[str, tuple[Any, Any]], steps: pd.DataFrame, least: int) -> pd.DataFrame:
    """group, day, words: numbers at risk below the axis, "<5" where the curve has ended."""
    last = max(steps["day"], default=0)
    apart = MARK_DAYS if last > 3 * MARK_DAYS else MARK_DAYS // 2
    while last / apart > MOST_MARKS:
        apart *= 2
    marks = np.arange(0, last + 1, apart)
    rows = [
        {"group": words, "day": float(day), "words": str(n) if n >= least else f"<{least}"}
        for words, (days, _) in found.items()
        if words in set(steps["group"])
        for day, n in zip(marks, at_risk(days, marks), strict=True)
    ]
    return pd.DataFrame(rows, columns=["group", "day", "words"])


def _table(ground: Ground, found: dict[str, tuple[Any, Any]]) -> pd.DataFrame:
    met = groups.rates(
        ground,
        {words: (int(observed.sum()), len(days)) for words, (days, observed) in found.items()},
    )
    rows = []
    for words, (days, observed) in found.items():
        middle = _middle(ground, days, observed)
        rows.append(
            {
                "Group": words,
                "Met, of courses": met[words].of,
                "Share": percent(met[words].share),
                "Median days": HIDDEN if met[words].is_hidden else _days(middle),
                "95 % interval": "" if met[words].is_hidden else _limits(middle),
            }
        )
    return pd.DataFrame(
        rows, columns=["Group", "Met, of courses", "Share", "Median days", "95 % interval"]
    )


def _middle(ground: Ground, days: Any, observed: Any) -> Quantile | None:
    """The median, as far as the curve is drawn; None where too few were left to tell it."""
    least = _least(ground)
    return None if len(days) < least else read_off(kaplan_meier(days, observed), 0.5, least)


def _days(middle: Quantile | None) -> str:
    if middle is None:
        return TOO_FEW
    return "not reached" if np.isnan(middle.estimate) else f"{middle.estimate:.0f}"


def _limits(middle: Quantile | None) -> str:
    if middle is None or np.isnan(middle.estimate):
        return ""
    high = "open" if np.isnan(middle.high) else f"{middle.high:.0f}"
    low = "open" if np.isnan(middle.low) else f"{middle.low:.0f}"
    return f"{low} to {high}"


def _said(table: pd.DataFrame) -> str:
    return " ".join(
        f"{group}: met by {of}, median days {days}."
        for group, of, days in zip(
            table["Group"], table["Met, of courses"], table["Median days"], strict=True
        )
    )
