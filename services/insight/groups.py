"""The groups of a comparison, in words and in their order, with rates hidden where they must be."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data import reference
from data.queries.insight.splits import AGE_BANDS, TRIAL_BANDS, Split
from services.caseload import NO_ROUTE, ROUTE_WORDS, People
from services.insight.ground import Ground
from services.insight.rates import Rate
from services.statistics.suppression import hide_rates

SPLIT_WORDS = {
    Split.ROUTE: "Route",
    Split.BASELINE: "Severity at baseline",
    Split.TRIALS: "Earlier trials",
    Split.AGE: "Age at first dose",
    Split.PLAN: "Whole plan kept",
    Split.PRACTITIONER: "Practitioner",
    Split.SITE: "Site",
}
UNKNOWN = {
    Split.ROUTE: NO_ROUTE,
    Split.BASELINE: "No baseline",
    Split.TRIALS: "Trials not recorded",
    Split.AGE: "Age not known",
    Split.PLAN: "Not known",
    Split.PRACTITIONER: "Nobody named",
    Split.SITE: "No site",
}


def names(split: Split, people: People, instrument: str = "phq9") -> dict[Any, str]:
    """Every group that can be, by its key, in the order in which it is shown; None comes last."""
    bands = {band.id: band.label for band in reference.instrument(instrument).bands}
    known: dict[Split, Mapping[Any, str]] = {
        Split.ROUTE: ROUTE_WORDS,
        Split.BASELINE: bands,
        Split.TRIALS: {words: words for _, words in TRIAL_BANDS},
        Split.AGE: {words: words for _, words in AGE_BANDS},
        Split.PLAN: {True: "Kept", False: "Not all kept"},
        Split.PRACTITIONER: people.practitioners,
        Split.SITE: people.sites,
    }
    return {**known[split], None: UNKNOWN[split]}


def word(key: object) -> str:
    """A group's key as a word of an address."""
    return str(key).lower() if key is None or isinstance(key, bool) else str(key)


def rates(ground: Ground, counts: Mapping[str, tuple[int, int]]) -> dict[str, Rate]:
    """k of n by group, hidden together where this person may not see so few.

    The rate of all groups stands above them on the page. Where it would have to be hidden for a
    group's sake, all groups are hidden instead.
    """
    if ground.minimum is None or not counts:
        return {name: Rate(k, n) for name, (k, n) in counts.items()}
    frame = pd.DataFrame(counts, index=["k", "n"], dtype="int64").T
    hidden = hide_rates(frame["k"], frame["n"], ground.minimum)
    together = len(counts) > 1 and (hidden.overall or hidden.total)
    return {
        name: Rate(
            None if hidden.rates[name] or together else k,
            None if hidden.sizes[name] or together else n,
        )
        for name, (k, n) in counts.items()
    }


def rate(ground: Ground, k: int, n: int) -> Rate:
    """One rate by itself."""
    return rates(ground, {"": (k, n)})[""]
