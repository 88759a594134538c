"""Proportions and how sure they are."""

import math
from typing import NamedTuple

from scipy.stats import binomtest


class Interval(NamedTuple):
    """The limits of a confidence interval, both nan where nothing is known."""

    low: float
    high: float


UNKNOWN = Interval(math.nan, math.nan)


def wilson(successes: int, total: int, confidence: float = 0.95) -> Interval:
    """The score interval of a proportion, without continuity correction.

    Limits are shares from 0 to 1. Out of nobody, nothing is known: both limits are nan, since
    "0 % to 100 %" would read as a finding.
    Source: Wilson, J Am Stat Assoc 1927;22:209; recommended for small numbers by Brown, Cai and
    DasGupta, Stat Sci 2001;16:101.
    """
    if not 0 <= successes <= total:
        raise ValueError(f"{successes} of {total} is not a proportion.")
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence lies between 0 and 1, and {confidence} does not.")
    if total == 0:
        return UNKNOWN
    limits = binomtest(successes, total).proportion_ci(confidence, method="wilson")
    return Interval(float(limits.low), float(limits.high))
