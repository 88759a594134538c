"""Who stands behind a number of the outcomes page, and who does not and why."""

import re

import pandas as pd

from data.queries.insight import people as queries
from data.queries.insight.splits import Split
from services.access import Action, User
from services.acting import acting
from services.caseload import ROUTE_WORDS
from services.insight import ground as grounds
from services.insight import groups, opening
from services.insight.ground import Ground, may_compare
from services.insight.opening import Opened
from services.insight.rates import Rate
from services.naming import full_name
from services.outcomes import doses, shift, weeks
from services.outcomes.asked import CELL, GROUP, PHQ9, WEEK, Where, asked
from services.outcomes.headline import by_group
from services.refusals import NotFound

MOST = 2000
"""Rows of one list."""


def find(user: User | None, ground: Ground, number: str) -> Opened:
    """What is behind the number with this id; raises NotFound for an id that means nothing."""
    if match := re.fullmatch(doses.NUMBER, number):
        return doses.find(user, ground, match[1], MOST)
    about = asked(number)
    if not ground.names and (drawn := _drawn(user, ground, number)) is not None:
        return opening.as_drawn(about.title, drawn, about.definitions)
    own = next(iter(about.parts.values()))
    with acting(user, Action.VIEW_NUMBERS, about=f"behind {number}") as session:
        found = {
            words: queries.counted(session, ground.view, PHQ9, where(session, ground))
            for words, where in about.parts.items()
        }
    shown = opening.parts(ground, found)
    n, *rest = shown.values()
    return Opened(
        title=about.title,
        n=n,
        of=opening.total(list(shown.values())[: about.within]),
        rest=tuple(zip(list(shown)[1:], rest, strict=True)),
        definitions=about.definitions,
        rows=_rows(user, ground, own, number) if ground.names else None,
    )


def _drawn(user: User | None, ground: Ground, number: str) -> Rate | None:
    """The rate of a group, a week or a cell as its picture tells it to those who see no names.

    Else what is hidden there could be opened. None for numbers that stand alone.
    """
    if match := re.fullmatch(GROUP, number):
        if not may_compare(ground):
            raise NotFound("At most two splits are combined without names. Take a filter away.")
        people = grounds.people(user)
        named = groups.names(Split(match[1]), people)
        keys = {groups.word(key): words for key, words in named.items()}
        found = by_group(user, ground, Split(match[1]), people)[match[3]]
        return found.get(keys.get(match[2], ""), Rate(None, None))
    if match := re.fullmatch(WEEK, number):
        told = weeks.rates(user, ground, PHQ9)[match[2]]
        return told.get(int(match[1]), Rate(None, None))
    if match := re.fullmatch(CELL, number):
        return shift.cell(user, ground, int(match[1]), int(match[2]))
    return None


def _rows(user: User | None, ground: Ground, where: Where, number: str) -> pd.DataFrame:
    with acting(user, Action.VIEW_CLINICAL, about=f"people behind {number}") as session:
        found = queries.people(session, ground.view, PHQ9, where(session, ground), MOST)
    rows = [
        {
            "patient_id": row["patient_id"],
            "Patient": full_name(row["family"], row["given"]),
            "Route": ROUTE_WORDS.get(row["route"], ""),
            "First dose": row["first_dose_on"],
            "Doses": row["doses"],
            "Baseline": row["baseline"],
            "End of induction": row["end"],
            "Last": row["last"],
            "Day of last": row["last_days"],
            "PHQ-9": row["spark"],
        }
        for row in found
    ]
    whole = dict.fromkeys(("Doses", "Baseline", "End of induction", "Last", "Day of last"), "Int64")
    columns = ["patient_id", "Patient", "Route", "First dose", *whole, "PHQ-9"]
    return pd.DataFrame(rows, columns=columns).astype(whole)
