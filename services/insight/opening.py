"""How a number opens: the people behind it, and who is not among them and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from services.insight.ground import Ground
from services.insight.rates import Rate
from services.statistics.suppression import hide


@dataclass(frozen=True)
class Opened:
    """What stands behind one number.

    `title` is the number in words without its count, `n` its count and `of` what it is part of;
    `rest` says who is not among them. Counts are None where they are hidden; the parts add up to
    `of`, or to `of` and those left out before it. `rows` has a row each (its columns by their
    headings, first patient_id), or is None for those who may not see names.
    """

    title: str
    n: int | None
    of: int | None
    rest: tuple[tuple[str, int | None], ...]
    definitions: tuple[str, ...]
    rows: pd.DataFrame | None


def as_drawn(title: str, drawn: Rate, definitions: tuple[str, ...]) -> Opened:
    """A number for those who see no names: what the page tells of it, and no more."""
    left = None if drawn.k is None or drawn.n is None else drawn.n - drawn.k
    rest = () if drawn.n is None else (("of the others counted", left),)
    return Opened(title, drawn.k, drawn.n, rest, definitions, None)


def parts(ground: Ground, counts: Mapping[str, int]) -> dict[str, int | None]:
    """Counts that add up to a total, as this person may see them: None is hidden."""
    if ground.minimum is None:
        return dict(counts)
    hidden = hide(pd.DataFrame({"n": pd.Series(dict(counts), dtype="int64")}), ground.minimum)
    return {name: None if hidden.cells.loc[name, "n"] else n for name, n in counts.items()}


def whole(ground: Ground, counts: Mapping[str, int]) -> int | None:
    """The total of the same counts, which may be shown where single parts may not."""
    if ground.minimum is not None:
        table = pd.DataFrame({"n": pd.Series(dict(counts), dtype="int64")})
        if hide(table, ground.minimum).total:
            return None
    return sum(counts.values())


def of_total(ground: Ground, counts: Mapping[str, int], n: int) -> dict[str, Rate]:
    """Counts of n that exclude each other, as rates. Whoever is in none of them is the rest of n,
    so these, too, must be nobody or enough."""
    rest = n - sum(counts.values())
    shown = parts(ground, {**counts, "": rest})
    known = whole(ground, {**counts, "": rest})
    return {name: Rate(None if known is None else shown[name], known) for name in counts}


def total(shown: Sequence[int | None]) -> int | None:
    """The sum of parts, None as soon as one of them is hidden."""
    known = [n for n in shown if n is not None]
    return sum(known) if len(known) == len(shown) else None
