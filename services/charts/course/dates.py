"""The date axis: where a day stands, how far the picture reaches, and what its ticks say."""

from datetime import date

import altair as alt
import numpy as np
import pandas as pd

DAY = 86_400_000.0  # milliseconds
ROOM_BEFORE, ROOM_AFTER, ROOM_AFTER_BOOKING = 7 * DAY, 14 * DAY, 7 * DAY
ROOM_FOR_LABEL = 0.18  # of the days drawn, for "PHQ-9 17" after the last point
YEAR = 365 * DAY


def position(at: pd.Series) -> pd.Series:
    """Clinic-local dates as milliseconds, on a plain scale of numbers whose ticks are named in UTC.

    A scale of times would draw them in the zone in which the browser happens to sit. The hour is
    dropped: everything of one day stands on one line.
    """
    days = pd.to_datetime(at).astype("datetime64[ms]").dt.normalize()
    return days.astype("int64").astype("float64").where(days.notna())


def place(day: date) -> float:
    """The position of one day."""
    return pd.Timestamp(day).normalize().timestamp() * 1000


def reach(first: float, last: float, last_label: float, next_booking: float) -> tuple[float, float]:
    """The first and last moment drawn, with room for what stands beside the outermost marks.

    All are positions; `last_label` and `next_booking` are NaN where there is none.
    """
    start = first - ROOM_BEFORE
    label_end = last_label + (last_label - start) * ROOM_FOR_LABEL / (1 - ROOM_FOR_LABEL)
    return start, np.nanmax([last + ROOM_AFTER, label_end, next_booking + ROOM_AFTER_BOOKING])


def axis(start: float, end: float) -> alt.Axis:
    """Ticks every Monday, or every month where the picture spans a year."""
    yearly = end - start >= YEAR
    first, last = (pd.Timestamp(moment, unit="ms").ceil("D") for moment in (start, end))
    ticks = [place(day) for day in pd.date_range(first, last, freq="MS" if yearly else "W-MON")]
    return alt.Axis(
        values=ticks,
        labelExpr=_months(len(ticks)) if yearly else "utcFormat(datum.value, '%-d %b')",
        labelOverlap=False if yearly else "parity",
        labelSeparation=6,
        labelFlush=False,
        grid=False,
        title=None,
    )


def _months(ticks: int) -> str:
    """As many months as the drawn width takes, January named by its year."""
    room = f"width / {ticks}"
    every = f"({room} > 30 ? 1 : {room} > 15 ? 2 : {room} > 10 ? 3 : {room} > 5 ? 6 : 12)"
    name = "utcFormat(datum.value, utcmonth(datum.value) ? '%b' : '%Y')"
    return f"utcmonth(datum.value) % {every} ? '' : {name}"
