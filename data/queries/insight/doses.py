"""Sessions told apart by their number or their dose, as words of a column."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from data.queries.columns import t
from data.queries.insight.view import View
from data.reference.safety import safety
from data.tables.vocabulary import Drug, Route

LAST = 8
"""Session numbers that stand alone; higher ones together."""
LATER, OTHER, UNKNOWN = "later", "other", "not known"


class Column(StrEnum):
    """By what sessions are told apart."""

    NUMBER = "number"
    DOSE = "dose"


def words(column: Column, route: Route | None) -> list[str]:
    """Every column there can be, in order."""
    if column is Column.NUMBER:
        return [*map(str, range(1, LAST + 1)), LATER]
    bands = safety().doses.get(route.value, ()) if route else ()
    rest = [OTHER] if route is Route.NASAL else [UNKNOWN]
    return [*(band.words for band in bands), *rest]


def label(column: Column, view: View) -> Any:
    """The words of a session's column. Doses need a route: the two medicines share no scale."""
    visit = t.SessionFact
    if column is Column.NUMBER:
        alone = [(visit.number <= number, str(number)) for number in range(1, LAST + 1)]
        return sa.case(*alone, else_=LATER)
    bands = safety().doses.get(view.route.value, ()) if view.route else ()
    if view.route is Route.NASAL:
        own = visit.drug == Drug.ESKETAMINE
        exact = [(sa.and_(own, visit.mg == band.exactly), band.words) for band in bands]
        return sa.case(*exact, else_=OTHER)
    missing = (visit.mg_per_kg.is_(None), UNKNOWN)
    below = [
        (sa.literal(True) if band.below is None else visit.mg_per_kg < band.below, band.words)
        for band in bands
    ]
    return sa.case(missing, *below, else_=UNKNOWN)
