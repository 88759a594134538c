"""Who stands behind a number of the utilization page, and who does not and why."""

import re
from typing import Any

import pandas as pd

from data.queries.columns import t
from data.queries.insight import behind
from services.access import Action, User
from services.acting import acting
from services.insight import opening
from services.insight.ground import Ground
from services.insight.opening import Opened
from services.refusals import NotFound
from services.utilization import asked_courses, asked_intake, asked_visits, drawn, listed
from services.utilization.asked import Asked, Kind

MOST = 2000
"""Rows of one list, the newest."""

KINDS = asked_visits.KINDS | asked_courses.KINDS | asked_intake.KINDS


def find(user: User | None, ground: Ground, number: str) -> Opened:
    """What is behind the number with this id; raises NotFound for an id that means nothing."""
    asked = _asked(number)
    if not ground.names:
        told = drawn.drawn(user, ground, number)
        return opening.as_drawn(asked.title, told, asked.definitions)
    with acting(user, Action.VIEW_NUMBERS, about=f"behind {number}") as session:
        where, parts = asked.where(session, ground), asked.parts(session, ground)
        found = behind.counts(session, _source(asked), where, parts)
    n, *rest = found
    return Opened(
        title=asked.title,
        n=n,
        of=sum(found[: asked.within]),
        rest=tuple(
            (words, count) for words, count in zip(list(parts)[1:], rest, strict=True) if count
        ),
        definitions=asked.definitions,
        rows=_rows(user, ground, asked, number),
    )


def _asked(number: str) -> Asked:
    for pattern, make in KINDS.items():
        if match := re.fullmatch(pattern, number):
            return make(*match.groups())
    raise NotFound("This address names no number of this page. Choose one on the page.")


def _source(asked: Asked) -> Any:
    if asked.source is not None:
        return asked.source
    return t.EpisodeFact if asked.kind is Kind.COURSES else t.VisitFact


def _rows(user: User | None, ground: Ground, asked: Asked, number: str) -> pd.DataFrame:
    with acting(user, Action.VIEW_CLINICAL, about=f"people behind {number}") as session:
        own = next(iter(asked.parts(session, ground).values()))
        where = [*asked.where(session, ground), own]
        return listed.rows(session, ground, asked, _source(asked), where, MOST)
