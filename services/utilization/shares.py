"""Shares by group beside the share of all, hidden together where they must be."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from services.insight.ground import Ground
from services.insight.rates import Rate
from services.statistics.suppression import hide_rates

UNKNOWN = Rate(None, None)
MOST_MONTHS = 24
"""Told apart to those who see no names."""

SMALL = 0.1
"""Shares below this are told with a decimal."""


def total(rows: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """k and n of all groups."""
    found = list(rows)
    return sum(row["k"] for row in found), sum(row["n"] for row in found)


def rates(ground: Ground, rows: Iterable[Mapping[str, Any]]) -> dict[Any, Rate]:
    """k of n by group. The rate of all together stands elsewhere on the page, so where only hiding
    that one would keep a group secret, every group is hidden."""
    counts = {row["group"]: (row["k"], row["n"]) for row in rows}
    if ground.minimum is None or not counts:
        return {group: Rate(k, n) for group, (k, n) in counts.items()}
    counts, earlier = _folded(counts)
    frame = pd.DataFrame(list(counts.values()), columns=["k", "n"])
    hidden = hide_rates(frame["k"], frame["n"], ground.minimum)
    if hidden.overall or hidden.total:
        return dict.fromkeys(counts, UNKNOWN)
    return {
        group: UNKNOWN if hidden.rates.iloc[row] else Rate(k, n)
        for row, (group, (k, n)) in enumerate(counts.items())
        if not (earlier and group is None)
    }


def _folded(counts: dict[Any, tuple[int, int]]) -> tuple[dict[Any, tuple[int, int]], bool]:
    """Of many months the newest, and under None the earlier ones together; whether there are any.

    What may be told of hundreds of numbers beside their sum takes long to find out.
    """
    dated = all(isinstance(group, date) for group in counts)
    if not dated or len(counts) <= MOST_MONTHS:
        return counts, False
    *old, first = sorted(counts)[: 1 - MOST_MONTHS]
    newest = {group: both for group, both in counts.items() if group >= first}
    earlier = [counts[group] for group in old]
    return {**newest, None: (sum(k for k, _ in earlier), sum(n for _, n in earlier))}, True


def together(
    ground: Ground, sizes: Mapping[Any, int], outcomes: Mapping[str, Mapping[Any, int]]
) -> dict[str, dict[Any, Rate]]:
    """Several outcomes of the same people by group: rates by outcome and group.

    The size of a group stands with each rate, so a group that one must hide is hidden in all.
    """
    found = {
        name: rates(ground, [{"group": each, "k": ks[each], "n": n} for each, n in sizes.items()])
        for name, ks in outcomes.items()
    }
    if ground.minimum is None:
        return found
    secret = {
        group for of_group in found.values() for group, rate in of_group.items() if rate.is_hidden
    }
    return {
        name: {group: UNKNOWN if group in secret else rate for group, rate in of_group.items()}
        for name, of_group in found.items()
    }


def percent(share: float | None) -> str:
    """ "66 %", "6.5 %"; empty where it is not known."""
    if share is None:
        return ""
    return f"{100 * share:.1f} %" if 0 < share < SMALL else f"{100 * share:.0f} %"


def words(rate: Rate) -> str:
    """A headline: as Rate.percent, with a decimal where the share is small."""
    return percent(rate.share) if rate.is_headline else rate.percent


def both(rate: Rate) -> str:
    """ "58 % (7 of 12)"; the count alone where it makes no headline."""
    return f"{words(rate)} ({rate.of})" if rate.is_headline else rate.percent


def interval(rate: Rate) -> str:
    """ "3.1 to 7.6 %", the 95 percent Wilson interval; empty where there is none."""
    if rate.low is None or rate.high is None:
        return ""
    return f"{percent(rate.low).removesuffix(' %')} to {percent(rate.high)}"
