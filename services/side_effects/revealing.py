"""One number opened, with its rows for those who may see names."""

from collections.abc import Callable, Sequence

import pandas as pd
from sqlmodel import Session

from services.access import Action, User
from services.acting import acting
from services.insight.ground import Ground
from services.insight.opening import Opened
from services.insight.rates import Rate
from services.refusals import NotFound

Rows = Callable[[Session], pd.DataFrame]
Rest = Sequence[tuple[str, int | None]]


def opened(
    user: User | None,
    ground: Ground,
    title: str,
    *,
    n: int | None,
    of: int | None,
    rest: Rest,
    definitions: tuple[str, ...],
    rows: Rows,
) -> Opened:
    """The number in words with who is not in it; its people are read only where they may be."""
    found = None
    if ground.names:
        with acting(user, Action.VIEW_CLINICAL, about=f"people behind {title}") as session:
            found = rows(session)
    rest = tuple((words, count) for words, count in rest if count != 0)
    return Opened(title, n, of, rest, definitions, found)


def without(rate: Rate) -> int | None:
    """How many of all have it not; None where it is hidden."""
    return None if rate.k is None or rate.n is None else rate.n - rate.k


def unknown() -> NotFound:
    """For an address that somebody typed."""
    return NotFound("This address names no number of this page. Choose one on the page.")
