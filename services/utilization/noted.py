"""Sessions with a dose and noted times: how long they took, beside their plan."""

from typing import Any

from data.queries.insight import chairs as queries
from data.queries.insight.chairs import By
from services.access import Action, User
from services.acting import acting
from services.insight.ground import Ground, may_compare
from services.insight.once import once


@once
def by_route(user: User | None, ground: Ground) -> list[dict[str, Any]]:
    """A row a route: its group, n, and the sums of each part of an overrun."""
    with acting(user, Action.VIEW_NUMBERS, about="overruns") as session:
        return list(queries.overruns(session, ground.view, By.ROUTE))


def may_split(ground: Ground, rows: list[dict[str, Any]]) -> bool:
    """Whether routes may stand apart: without names no third split, and no route of few sessions,
    whose hours the others would tell beside those of all."""
    if ground.minimum is None:
        return True
    return may_compare(ground) and all(row["n"] >= ground.minimum for row in rows)
