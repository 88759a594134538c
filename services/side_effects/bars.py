"""Rises in bars; for those who see no names, none of too few."""

from collections.abc import Mapping

import pandas as pd

from data.reference.safety import Pressure
from services.insight.ground import Ground
from services.insight.rates import Rate

BIN = 5
"""mmHg in a bar."""
COLUMNS = ["start", "end", "n", "large", "tail", "number"]

Bar = tuple[int, int, int, bool, str, int]
"""As its columns, without the number, and last how many people it is of at least."""


def bars(
    ground: Ground,
    known: Mapping[int, int],
    pressure: Pressure,
    large: Rate,
    people: Mapping[int, int],
    sums: Mapping[str, int],
) -> pd.DataFrame:
    """start, end, n, large, tail ("" or words), number: one bar each.

    `people` are those of each bar, `sums` those with any rise (read), a large one and one less.
    """
    binned: dict[int, int] = {}
    for rise, n in known.items():
        start = rise // BIN * BIN
        binned[start] = binned.get(start, 0) + n
    if not binned:
        return pd.DataFrame(columns=COLUMNS)
    starts = range(min(binned), max(binned) + 1, BIN)
    # Few large rises are told from the others by nothing.
    marked = not large.is_hidden
    rows: list[Bar] = [
        (
            *(start, start + BIN, binned.get(start, 0)),
            *(marked and start >= pressure.rise, "", people.get(start, 0)),
        )
        for start in starts
    ]
    if ground.minimum is not None:
        rows = (
            _apart(rows, ground.minimum, sums)
            if marked
            else joined(rows, ground.minimum, people=sums["read"])
        )
    return pd.DataFrame(
        [
            (*row[:5], f"rise-{pressure.id}-{row[0]}" if ground.minimum is None else "")
            for row in rows
        ],
        columns=COLUMNS,
    )


def _apart(rows: list[Bar], minimum: int, sums: Mapping[str, int]) -> list[Bar]:
    """Bars of which none is of too few; large rises stand apart, for there are enough of them."""
    low, high = ([row for row in rows if row[3] is large] for large in (False, True))
    return [
        *joined(low, minimum, people=sums["less"], above=False),
        *joined(high, minimum, people=sums["large"], below=False),
    ]


def joined(
    rows: list[Bar], minimum: int, *, people: int, below: bool = True, above: bool = True
) -> list[Bar]:
    """Both ends joined until no bar is of too few people; empty where all together are too few.

    `people` are those of all the bars, `below` and `above` say whether nothing else lies beyond
    that end.
    """
    if 0 < people < minimum:
        return []
    first, last = (rows[0][0], rows[-1][1]) if rows else (0, 0)
    while len(rows) > 1 and (thin := [at for at, row in enumerate(rows) if 0 < row[5] < minimum]):
        middle = max(range(len(rows)), key=lambda at: rows[at][2])
        worst = max(thin, key=lambda at: abs(at - middle))
        if worst < middle:
            ends, rest = rows[: max(worst, 1) + 1], rows[max(worst, 1) + 1 :]
            words = f"below {ends[-1][1]}" if below else f"{first} to {ends[-1][1] - 1}"
            rows = [_end(ends[-1], ends, words), *rest]
        else:
            cut = min(worst, len(rows) - 2)
            ends, rest = rows[cut:], rows[:cut]
            words = f"{ends[0][0]} and over" if above else f"{ends[0][0]} to {last - 1}"
            rows = [*rest, _end(ends[0], ends, words)]
    return rows


def _end(inner: Bar, ends: list[Bar], words: str) -> Bar:
    """One bar for all of an end, where its innermost was.

    Somebody may be in several of them, so it is of as many people as its fullest, and maybe more.
    """
    people = max(row[5] for row in ends)
    return (inner[0], inner[1], sum(row[2] for row in ends), inner[3], words, people)
