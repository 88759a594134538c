"""What the page tells those who see no names of the numbers that count visits."""

from collections.abc import Callable

from data.queries.columns import t
from data.queries.insight import behind
from data.queries.insight.attendance import COUNTED, Fate
from data.queries.insight.chairs import By
from services.access import Action, User
from services.acting import acting
from services.insight import opening
from services.insight.ground import Ground
from services.insight.rates import Rate
from services.utilization import (
    asked_visits,
    attendance,
    beside,
    chairs,
    completion,
    overruns,
)

KPIS = {
    "induction": "induction_completed",
    "review": "review_done",
    "rems": "rems_on_time",
    "documentation": "documentation",
}


def _fate(user: User | None, ground: Ground, value: str) -> Rate:
    found, own = attendance.attendance(user, ground), Fate(value)
    return Rate(found.fates[own], found.counted if own in COUNTED else None)


def _given(user: User | None, ground: Ground) -> Rate:
    return Rate(attendance.attendance(user, ground).given, None)


def _in_use(user: User | None, ground: Ground) -> Rate:
    return Rate(beside.beside(user, ground).in_chair, None)


def _chair(user: User | None, ground: Ground, key: str) -> Rate:
    """Visits of one chair; all chairs are looked at together, for each of them opens."""
    found = chairs.by_group(user, ground, By.CHAIR)
    shown = opening.parts(ground, {asked_visits.word(k): each.visits for k, each in found.items()})
    return Rate(shown.get(key), beside.beside(user, ground).in_chair)


def _cell(user: User | None, ground: Ground, line: str, hour: str) -> Rate:
    """Visits of an hour, beside those of other times."""
    asked = asked_visits.cell(line, hour)
    with acting(user, Action.VIEW_NUMBERS, about=f"behind cell-{line}-{hour}") as session:
        where, parts = asked.where(session, ground), asked.parts(session, ground)
        own, others, _ = behind.counts(session, t.VisitFact, where, parts)
    shown = opening.parts(ground, {"own": own, "others": others})
    return Rate(shown["own"], beside.beside(user, ground).in_chair)


def _over(user: User | None, ground: Ground, part: str) -> Rate:
    return overruns.over(user, ground)[part]


def _noted(user: User | None, ground: Ground) -> Rate:
    return Rate(beside.beside(user, ground).noted, None)


def _ahead(user: User | None, ground: Ground) -> Rate:
    return Rate(beside.beside(user, ground).ahead, None)


def _done(user: User | None, ground: Ground, kind: str, part: str) -> Rate:
    rate = completion.done(user, ground, KPIS[kind])
    if part == "done" or rate.k is None or rate.n is None:
        return rate
    return Rate(rate.n - rate.k, rate.n)


def _refilled(user: User | None, ground: Ground) -> Rate:
    return attendance.fill_rate(user, ground)


KINDS: dict[str, Callable[..., Rate]] = {
    r"fate-(\w+)": _fate,
    r"given": _given,
    r"chair-use": _in_use,
    r"chair-([0-9a-f-]{36})": _chair,
    r"cell-([0-6]|[0-9a-f-]{36})-(\d{1,2})": _cell,
    r"over-(\w+)": _over,
    r"noted": _noted,
    r"ahead": _ahead,
    rf"({'|'.join(KPIS)})-(done|open)": _done,
    r"refilled": _refilled,
}
"""By the pattern of their id, whose words asked_visits.py has seen to be known."""
