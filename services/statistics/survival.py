"""Time to an event, where some were last seen before it: Kaplan and Meier's curve.

In every function `times` holds one number a person, 0 or more (days, or sessions), and `observed`
says of each whether the event was seen then; a person without it is censored: known to be without
the event up to that time. Somebody censored at the time of an event is still at risk of it.
Source: Kaplan and Meier, J Am Stat Assoc 1958;53:457.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri
from scipy.stats import CensoredData, ecdf

CONFIDENCE = 0.95

ROUNDING = 1e-9
"""A curve at one half by hand may be a hair above it in the machine."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Quantile(NamedTuple):
    """A time and its limits; nan where the curve, or a limit of it, does not come down so far."""

    estimate: float
    low: float
    high: float


def kaplan_meier(times: ArrayLike, observed: ArrayLike) -> pd.DataFrame:
    """The curve: one row for each time at which an event was seen, in order.

    Columns: time, at_risk (people, just before), events, survival (share still without the event,
    just after), lower and upper (95 %). Between rows the curve is flat; before the first it is 1;
    it is known up to the last time of all, censored ones included. No event, or nobody: no rows.
    """
    when, seen = _checked(times, observed)
    event_times, events = np.unique(when[seen], return_counts=True)
    survival, number = _survival(when, seen, event_times), at_risk(when, event_times)
    lower, upper = _limits(survival, number, events)
    return pd.DataFrame(
        {
            "time": event_times,
            "at_risk": number,
            "events": events,
            "survival": survival,
            "lower": lower,
            "upper": upper,
        }
    )


def median(times: ArrayLike, observed: ArrayLike) -> Quantile:
    """The time by which half have had the event."""
    return quantile(kaplan_meier(times, observed), 0.5)


def quantile(curve: pd.DataFrame, share: float) -> Quantile:
    """The time by which a share of people have had the event, from a curve of `kaplan_meier`.

    The estimate is the first time at which the curve is at or below what remains; its limits are
    where the curve's own limits get there (Brookmeyer and Crowley, Biometrics 1982;38:29, with
    log-log limits). A curve at 0 has no variance, so a row there limits nothing: taken at their
    word, its limits of 0 would make the time of a single person certain.
    """
    if not 0 < share < 1:
        raise ValueError(f"A share lies between 0 and 1, and {share} does not.")
    known = curve[curve["survival"] > 0]
    return Quantile(
        estimate=_first_time(curve, "survival", 1 - share),
        low=_first_time(known, "lower", 1 - share),
        high=_first_time(known, "upper", 1 - share),
    )


def read_off(curve: pd.DataFrame, share: float, least: int) -> Quantile | None:
    """The quantile while `least` people or more are at risk; None where only fewer carry it on.

    The estimate is nan where the whole curve does not come down so far: then it is not reached.
    """
    found = quantile(curve[curve["at_risk"] >= least], share)
    if np.isnan(found.estimate) and not np.isnan(quantile(curve, share).estimate):
        return None
    return found


def at_risk(times: ArrayLike, when: ArrayLike) -> NDArray[np.int64]:
    """How many are still followed and without the event just before each time in `when`."""
    ordered = np.sort(np.asarray(times, dtype=np.float64))
    passed = np.searchsorted(ordered, np.asarray(when, dtype=np.float64), side="left")
    return np.asarray(ordered.size - passed, dtype=np.int64)


def _survival(when: Floats, seen: Flags, event_times: Floats) -> Floats:
    if not event_times.size:
        return np.empty(0)
    curve = ecdf(CensoredData.right_censored(when, ~seen)).sf
    return np.asarray(curve.probabilities[np.isin(curve.quantiles, event_times)], dtype=np.float64)


def _limits(
    survival: Floats, number: NDArray[np.int64], events: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Greenwood's variance on the scale of log(-log S), which keeps the limits between 0 and 1.

    Where survival is 0 so are both limits, as lifelines prints them. scipy's own method gives the
    same numbers above 0, but warns at 0, and silencing a warning is not safe among threads.
    Source: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 1980.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(np.cumsum(events / (number * (number - events)))) / np.abs(np.log(survival))
        spread = np.exp(ndtri((1 + CONFIDENCE) / 2) * error)
        lower, upper = survival**spread, survival ** (1 / spread)
    gone = survival <= 0
    return np.where(gone, 0.0, lower), np.where(gone, 0.0, upper)


def _first_time(curve: pd.DataFrame, column: str, level: float) -> float:
    there = curve.loc[curve[column] <= level + ROUNDING, "time"]
    return float(there.iloc[0]) if len(there) else float("nan")


def _checked(times: ArrayLike, observed: ArrayLike) -> tuple[Floats, Flags]:
    """Refuses what is no follow-up: a time that is missing or negative, a doubtful event."""
    when, seen = np.asarray(times, dtype=np.float64), np.asarray(observed)
    if when.ndim != 1 or when.shape != seen.shape:
        raise ValueError("Every person needs one time and one word on whether the event was seen.")
    if not np.all(np.isfinite(when) & (when >= 0)):
        raise ValueError("A time to an event is a number, 0 or more.")
    if not np.all(np.isin(seen, [0, 1])):
        raise ValueError("An event was either seen or not: true or false, 1 or 0.")
    return when, seen.astype(np.bool_)
