"""Median and quartiles of values that are counted, not listed."""

from collections.abc import Mapping
from typing import Any


def quantile(counts: Mapping[Any, int], share: float) -> float | None:
    """The value below which this share lies, between two values in proportion; None of none.

    The usual definition: of n values the one at place (n - 1) * share, counted from 0, as
    statistics.quantiles(method="inclusive"), numpy and Excel have it.
    """
    values = sorted((float(value), n) for value, n in counts.items() if n > 0)
    total = sum(n for _, n in values)
    if total == 0:
        return None
    place = (total - 1) * share
    below = int(place)
    low, high = _at(values, below), _at(values, min(below + 1, total - 1))
    return low + (high - low) * (place - below)


def _at(values: list[tuple[float, int]], place: int) -> float:
    passed = 0
    for value, n in values:
        passed += n
        if place < passed:
            return value
    raise AssertionError("the place lies among the values")
