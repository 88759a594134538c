"""Who stands behind a number of the outcomes page, and who does not and why."""

import re

import pandas as pd

from data.queries.insight import people as queries
from services.access import Action, User
from services.acting import acting
from services.caseload import ROUTE_WORDS
from services.insight import opening
from services.insight.ground import Ground
from services.insight.opening import Opened
from services.naming import full_name
from services.outcomes import doses
from services.outcomes.asked import PHQ9, Where, asked
from services.outcomes.drawn import drawn

MOST = 2000
"""Rows of one list."""


def find(user: User | None, ground: Ground, number: str) -> Opened:
    """What is behind the number with this id; raises NotFound for an id that means nothing."""
    if match := re.fullmatch(doses.NUMBER, number):
        return doses.find(user, ground, match[1], MOST)
    about = asked(number)
    if not ground.names:
        return opening.as_drawn(about.title, drawn(user, ground, number), about.definitions)
    own = next(iter(about.parts.values()))
    with acting(user, Action.VIEW_NUMBERS, about=f"behind {number}") as session:
        found = {
            words: queries.counted(session, ground.view, PHQ9, where(session, ground))
            for words, where in about.parts.items()
        }
    n, *rest = found.values()
    return Opened(
        title=about.title,
        n=n,
        of=sum(list(found.values())[: about.within]),
        rest=tuple(zip(list(found)[1:], rest, strict=True)),
        definitions=about.definitions,
        rows=_rows(user, ground, own, number),
    )


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
