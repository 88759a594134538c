"""The headline as two pictures: who responded, who is in remission, and who is not known."""

from functools import partial

import pandas as pd

from data.reference.benchmarks import benchmarks
from services.access import User
from services.charts.insight import headline as charts
from services.charts.insight.style import percent, span
from services.insight.figure import Figure
from services.insight.ground import Ground
from services.insight.rates import Rate
from services.outcomes.headline import Headline, headline

MEASURES = ("response", "remission")


def figure(user: User | None, ground: Ground, measure: str, instrument: str = "phq9") -> Figure:
    """One measure; nothing is drawn where it is hidden or nobody is counted."""
    found = headline(user, ground, instrument)
    observed: Rate = getattr(found, measure)
    worst: Rate = getattr(found, f"{measure}_worst")
    title = f"{measure.capitalize()} at end of induction"
    drawn = not observed.is_hidden and bool(found.counted)
    return Figure(
        title=title,
        picture=partial(
            charts.headline,
            bar(found, measure),
            dots(observed, worst),
            references(ground, measure, instrument),
            measure=measure,
        )
        if drawn
        else None,
        table=_table(found, observed, worst),
        alt=f"{title}: {observed.percent}, {observed.interval}, of {observed.n} evaluable; "
        f"{found.missing} of {found.counted} without a score.",
        caption="" if drawn else _why_not(found),
        opens=True,
        numbers=_numbers(found, observed, measure) if drawn else (),
        definitions=("baseline", "end_of_induction", "evaluable", measure),
    )


def _numbers(found: Headline, rate: Rate, measure: str) -> tuple[tuple[str, str], ...]:
    assert rate.k is not None, "it is drawn"
    assert rate.n is not None, "it is drawn"
    return (
        (f"{rate.k} with", f"{measure}-yes"),
        (f"{rate.n - rate.k} without", f"{measure}-no"),
        (f"{found.missing} no score", f"{measure}-missing"),
    )


def bar(found: Headline, measure: str) -> pd.DataFrame:
    """part, n, start, end, words, number: the people of the figure from left to right."""
    rate: Rate = getattr(found, measure)
    counted = found.counted or 0
    if rate.k is None or rate.n is None or not counted:
        parts = []
    else:
        parts = [
            ("yes", rate.k, "yes"),
            ("no", rate.n - rate.k, "no"),
            ("missing", counted - rate.n, "no score"),
        ]
    rows, start = [], 0.0
    for part, n, words in parts:
        end = start + n / counted
        rows.append(
            {
                "part": part,
                "n": n,
                "start": start,
                "end": end,
                "words": f"{n} {words}",
                "number": f"{measure}-{part}",
            }
        )
        start = end
    return pd.DataFrame(rows, columns=["part", "n", "start", "end", "words", "number"])


def dots(observed: Rate, worst: Rate) -> pd.DataFrame:
    """kind, share, low, high, words."""
    rows = [("observed", observed, "evaluable"), ("worst", worst, "counted")]
    return pd.DataFrame(
        [
            {
                "kind": kind,
                "share": rate.share,
                "low": rate.low,
                "high": rate.high,
                "words": f"{percent(rate.share)} of {rate.n} {words}",
            }
            for kind, rate, words in rows
            if rate.share is not None
        ],
        columns=["kind", "share", "low", "high", "words"],
    )


def references(ground: Ground, measure: str, instrument: str) -> pd.DataFrame:
    """share, words: published results whose measure, time point and route are those of the page."""
    rows = [
        {
            "share": getattr(each, measure),
            "words": f"{each.name}, {percent(getattr(each, measure))}",
        }
        for each in benchmarks()
        if not each.differs(instrument, "end_of_induction", ground.view.route)
        and getattr(each, measure) is not None
    ]
    return pd.DataFrame(rows, columns=["share", "words"])


def _table(found: Headline, observed: Rate, worst: Rate) -> pd.DataFrame:
    rows = [
        ("Observed, of those evaluable", observed),
        ("A missing score taken for no, of all counted", worst),
    ]
    return pd.DataFrame(
        {
            "": [words for words, _ in rows],
            "Courses": [rate.of for _, rate in rows],
            "Share": [percent(rate.share) or rate.percent for _, rate in rows],
            "95 % interval": [span(rate.low, rate.high) for _, rate in rows],
        }
    )


def _why_not(found: Headline) -> str:
    if found.counted == 0:
        return (
            "No course of this filter has finished its induction with a baseline. "
            "Take a longer period or another filter."
        )
    return (
        "How many have no score is too few to show without names, so the bar of all is not drawn."
    )
