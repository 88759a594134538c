"""The figures of one group beside those of the others."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from data.queries.insight.chairs import By
from services import access
from services.access import Action, User
from services.caseload import NO_ROUTE, ROUTE_WORDS, People
from services.insight.figure import NUMBER, Figure
from services.insight.ground import Ground, may_compare
from services.insight.rates import Rate
from services.utilization import asked_visits, attendance, chairs, completion, series
from services.utilization.shares import interval, percent, words

BY_WORDS = {
    By.ROUTE: "Route",
    By.PRACTITIONER: "Practitioner",
    By.SITE: "Site",
    By.CHAIR: "Chair",
    By.MONTH: "Month",
    By.WEEK: "Week",
}
DONE_WORDS = {
    "induction_completed": "Induction completed",
    "review_done": "Review in time",
    "rems_on_time": "REMS on time",
    "documentation": "Documentation",
}
OF_COURSES = ("induction_completed", "review_done")
"""These belong to a course, which has no chair."""


def choices(user: User | None) -> tuple[By, ...]:
    """What this person may compare by: no week for those who see no names."""
    names = access.can(user, Action.VIEW_CLINICAL)
    return tuple(by for by in BY_WORDS if names or by is not By.WEEK)


def figure(user: User | None, ground: Ground, by: By, people: People) -> Figure:
    """A row a group; months and weeks newest first. A row opens who of it did not come."""
    if (by is By.WEEK and not ground.names) or (
        by not in (By.MONTH, By.WEEK) and not may_compare(ground)
    ):
        return Figure(
            title=f"By {by.value}",
            picture=None,
            table=pd.DataFrame(),
            alt="",
            caption="Without names at most two splits are combined: drop one filter to compare.",
        )
    use = chairs.by_group(user, ground, by)
    came = attendance.by_group(user, ground, by)
    done = {
        kpi: completion.by_group(user, ground, kpi, by)
        for kpi in DONE_WORDS
        if by is not By.CHAIR or kpi not in OF_COURSES
    }
    rates = {"No-show": came["no_show"], "Late cancellation": came["late_cancel"]}
    rates |= {DONE_WORDS[kpi]: found for kpi, found in done.items()}
    groups: list[Mapping[Any, Any]] = [use, *rates.values()]
    keys = {key for found in groups for key in found}
    rows = [
        {
            BY_WORDS[by]: name,
            "Chair use": percent(use[key].actual) if key in use else "",
            "Booked": percent(use[key].scheduled) if key in use else "",
            **{column: _cell(found.get(key)) for column, found in rates.items()},
            NUMBER: _number(by, key) if key in came["no_show"] else "",
        }
        for key, name in _names(user, ground, by, people, keys).items()
    ]
    return Figure(
        title=f"By {by.value}",
        picture=None,
        table=pd.DataFrame(rows),
        alt="",
        caption=_caption(by) if rows else "",
        opens=True,
        definitions=("chair_use", "chair_use_scheduled", "no_show", "late_cancel", *done),
    )


def _caption(by: By) -> str:
    brackets = "In brackets the 95 % interval."
    if by in (By.ROUTE, By.PRACTITIONER):
        return f"{brackets} Chair use is the part of each, of all open minutes."
    return brackets


def _names(
    user: User | None, ground: Ground, by: By, people: People, keys: set[Any]
) -> dict[Any, str]:
    """The groups there are, in order, by their keys; not known comes last."""
    if by in (By.MONTH, By.WEEK):
        dates = sorted((key for key in keys if isinstance(key, date)), reverse=True)
        return {key: series.words(By.MONTH, key) if by is By.MONTH else f"{key}" for key in dates}
    known: dict[By, Mapping[Any, str]] = {
        By.ROUTE: {**ROUTE_WORDS, None: NO_ROUTE},
        By.PRACTITIONER: {**people.practitioners, None: "Nobody named"},
        By.SITE: people.sites,
        By.CHAIR: {**chairs.names(user, ground), None: "No chair"},
    }
    named = {key: name for key, name in known[by].items() if key in keys}
    return named | {key: "Somebody else" for key in keys if key not in named}


def _cell(rate: Rate | None) -> str:
    """ "6.5 %, 12 of 185 (3.7 to 11 %)" with the 95 percent interval; below 11 the count alone."""
    if rate is None or rate.n == 0:
        return ""
    return f"{words(rate)}, {rate.of} ({interval(rate)})" if rate.is_headline else words(rate)


def _number(by: By, key: Any) -> str:
    return f"{by.value}-{asked_visits.word(key)}-no_show"
