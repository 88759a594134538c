"""What courses can be compared by, as a column of the fact or a band of one."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from data.queries.columns import t


class Split(StrEnum):
    """By what the courses of a page are told apart."""

    ROUTE = "route"
    BASELINE = "baseline"
    TRIALS = "trials"
    AGE = "age"
    PLAN = "plan"
    PRACTITIONER = "practitioner"
    SITE = "site"


AGE_BANDS = ((35, "18 to 34"), (50, "35 to 49"), (65, "50 to 64"), (None, "65 and over"))
TRIAL_BANDS = ((2, "0 or 1"), (3, "2"), (4, "3"), (None, "4 or more"))


def column(split: Split) -> Any:
    """The group of a course; null where it is not known. Baseline needs the outcome's fact."""
    fact = t.EpisodeFact
    return {
        Split.ROUTE: fact.route,
        Split.BASELINE: t.OutcomeFact.band,
        Split.TRIALS: _band(fact.trials, TRIAL_BANDS),
        Split.AGE: _band(fact.age, AGE_BANDS),
        Split.PLAN: fact.plan_kept,
        Split.PRACTITIONER: fact.practitioner_id,
        Split.SITE: fact.site_id,
    }[split]


def _band(value: Any, bands: tuple[tuple[int | None, str], ...]) -> Any:
    *below, (_, rest) = bands
    return sa.case(
        (value.is_(None), None),
        *((value < bound, words) for bound, words in below),
        else_=rest,
    )
