"""What is drawn of a course: every event with its place on the date axis."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from services.charts.course.dates import DAY, place, position, reach
from services.charts.course.days import table

MOST_DAYS = 220  # with facts: at seven marks each and with full lanes still under 2,000 marks


@dataclass(frozen=True)
class Events:
    """The frames of `course` in order of time, with `x` in milliseconds; holds also with `x2`."""

    scores: pd.DataFrame
    doses: pd.DataFrame
    holds: pd.DataFrame
    effects: pd.DataFrame
    days: pd.DataFrame
    today: float
    start: float
    end: float

    @property
    def complete(self) -> pd.DataFrame:
        return self.scores.dropna(subset="total")

    @property
    def incomplete(self) -> pd.DataFrame:
        return self.scores[self.scores["total"].isna()]


def select(
    scores: pd.DataFrame,
    doses: pd.DataFrame,
    holds: pd.DataFrame,
    effects: pd.DataFrame,
    today: date,
) -> Events:
    """The latest days with facts, and of the bookings those that the picture reaches."""
    now = place(today)
    facts = _placed(table(scores, doses, holds, effects), "Date").tail(MOST_DAYS)
    scores, doses, effects = (_placed(frame, "at") for frame in (scores, doses, effects))
    first = min([now, *facts["x"]])
    start, end = reach(
        first,
        last=max([now, *scores["x"], *effects["x"]]),
        last_label=scores["x"].where(scores["total"].notna()).max(),
        next_booking=doses["x"].where((doses["status"] == "booked") & (doses["x"] >= now)).min(),
    )
    drawn = [frame[frame["x"].between(first, end)] for frame in (scores, doses, effects, facts)]
    scores, doses, effects, facts = drawn
    return Events(scores, doses, _spans(holds, start, now), effects, facts, now, start, end)


def _placed(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    placed = frame.assign(x=position(frame[column]))
    return placed.sort_values(column, kind="stable", ignore_index=True)


def _spans(holds: pd.DataFrame, start: float, now: float) -> pd.DataFrame:
    """A hold that lasts is drawn to today, and one within a day is drawn a day wide."""
    x = position(holds["start"])
    x2 = position(holds["end"]).fillna(now)
    spans = holds.assign(x=x.clip(lower=start), x2=x2.clip(lower=x + DAY))
    return spans[spans["x2"] > start].sort_values("x", ignore_index=True)
