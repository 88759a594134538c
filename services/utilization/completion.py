"""Inductions completed in their window, and benefit reviews in time."""

from collections.abc import Callable
from typing import Any

from data.queries.insight import attendance
from data.queries.insight import flow as queries
from data.queries.insight.chairs import By
from services.access import Action, User
from services.acting import acting
from services.insight.ground import Ground
from services.insight.once import once
from services.insight.rates import Rate
from services.utilization import shares

Ask = Callable[[Any, Ground, By | None], list[dict[str, Any]]]

ASKED: dict[str, Ask] = {
    "induction_completed": lambda session, ground, by: queries.inductions(
        session, ground.view, ground.today, by
    ),
    "review_done": lambda session, ground, by: queries.reviews(
        session, ground.view, ground.today, by
    ),
    "rems_on_time": lambda session, ground, by: attendance.forms(
        session, ground.view, ground.today, by
    ),
    "documentation": lambda session, ground, by: attendance.documented(session, ground.view, by),
}
"""What is done as it should be, of what is due, by the id of the figure."""


@once
def done(user: User | None, ground: Ground, kpi: str) -> Rate:
    """One of `ASKED`, of everything."""
    with acting(user, Action.VIEW_NUMBERS, about=kpi) as session:
        k, n = shares.total(ASKED[kpi](session, ground, None))
    return shares.rates(ground, [{"group": "", "k": k, "n": n}])[""]


@once
def by_group(user: User | None, ground: Ground, kpi: str, by: By) -> dict[Any, Rate]:
    """The same by group."""
    with acting(user, Action.VIEW_NUMBERS, about=f"{kpi} by {by.value}") as session:
        return shares.rates(ground, ASKED[kpi](session, ground, by))
