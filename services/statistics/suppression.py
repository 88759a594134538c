"""Hides numbers so small that they point at people, from those who may not see names.

Small is from 1 to one less than a minimum; nobody at all may be shown. What is hidden must not be
a subtraction away either, so further numbers are hidden until nothing hidden can be worked out.
That holds within one table with its totals: two tables that share numbers are not looked at
together. Source: the cell size rule of the US Centers for Medicare & Medicaid Services (no cell of
1 to 10, nor any way to derive one); complementary suppression as in Hundepool and others,
Statistical Disclosure Control, Wiley 2012.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from services.statistics import deduction
from services.statistics.deduction import Flags, Numbers, Sums

MINIMUM_ON_SCREEN = 5
MINIMUM_IN_EXPORTS = 11

WORD = "hidden"
TOTAL = "Total"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What must not be shown: True is hidden. `rows` and `columns` are the totals of each."""

    cells: pd.DataFrame
    rows: "pd.Series[bool]"
    columns: "pd.Series[bool]"
    total: bool


@dataclass(frozen=True, slots=True)
class HiddenRates:
    """What must not be shown of rates by group: True is hidden.

    `rates` goes for a group's rate, its interval and its number of successes, `sizes` for the size
    of a group, `overall` for the rate of all groups together, `total` for the size of all.
    """

    rates: "pd.Series[bool]"
    sizes: "pd.Series[bool]"
    overall: bool
    total: bool


def hide(counts: pd.DataFrame, minimum: int) -> Hidden:
    """Which cells and totals to hide in a table of people: cells without totals, 0 or more.

    First whatever is small. Then, while something hidden can be worked out, one entry more: what
    completes most lines, cells before totals, the smallest first, then by its labels, so that the
    order of rows and columns does not matter. The same number twice (a total with one part) is
    hidden twice. A list is a table with one column.
    """
    _check(counts, minimum)
    table = deduction.with_totals(counts)
    values, known = table.ravel(), deduction.sums(*table.shape)
    preference = _preference(counts, values)
    hidden = _with_twins((values > 0) & (values < minimum), values, known)
    while (determined := hidden & ~deduction.uncertain(values, hidden, known)).any():
        hidden[_next(hidden, determined, values, known, preference)] = True
        hidden = _with_twins(hidden, values, known)
    return _hidden(counts, hidden.reshape(table.shape))


def hide_rates(successes: "pd.Series[int]", totals: "pd.Series[int]", minimum: int) -> HiddenRates:
    """What to hide of rates by group, beside the overall rate and the sizes: one row a group.

    A rate gives away those with the outcome and those without, so both must be enough or none.
    """
    if not successes.index.equals(totals.index):
        raise ValueError("Successes and totals must name the same groups in the same order.")
    if (successes > totals).any():
        raise ValueError("A group cannot have more successes than people.")
    table = pd.DataFrame({"with": successes, "without": totals - successes})
    hidden = hide(table, minimum)
    return HiddenRates(
        rates=hidden.cells.any(axis=1) | hidden.rows,
        sizes=hidden.rows,
        overall=bool(hidden.columns.any()) or hidden.total,
        total=hidden.total,
    )


def shown(counts: pd.DataFrame, hidden: Hidden) -> pd.DataFrame:
    """The table in words, with its totals as last row and column; what is hidden says so."""
    words = deduction.with_totals(counts).astype(str).astype(object)
    words[:-1, :-1][hidden.cells.to_numpy(dtype=np.bool_)] = WORD
    words[:-1, -1][hidden.rows.to_numpy()] = WORD
    words[-1, :-1][hidden.columns.to_numpy()] = WORD
    words[-1, -1] = WORD if hidden.total else words[-1, -1]
    return pd.DataFrame(
        words,
        index=pd.Index([*counts.index, TOTAL], name=counts.index.name),
        columns=pd.Index([*counts.columns, TOTAL], name=counts.columns.name),
    )


def _with_twins(hidden: Flags, values: Numbers, known: Sums) -> Flags:
    """Hides a total with its only part, and a part that is all of its total: one number."""
    lines = (known != 0) & (values > 0)
    pairs = lines[lines.sum(axis=1) == 2]
    for _ in pairs:
        hidden = hidden | pairs[(pairs & hidden).any(axis=1)].any(axis=0)
    return hidden


def _next(
    hidden: Flags, determined: Flags, values: Numbers, known: Sums, preference: list[int]
) -> int:
    """The entry to hide next, where some hidden ones are determined.

    A line with one hidden entry gives it away at once, so an entry on such lines helps first; else
    one on any line of a determined entry; else any. All hidden, nothing is determined.
    """
    lines = (known != 0) & (values > 0)
    open_lines = lines[(lines & hidden).sum(axis=1) == 1]
    touched = lines[(lines & determined).any(axis=1)]
    for helpful in (open_lines, touched, lines):
        completes = helpful.sum(axis=0)
        if (left := np.flatnonzero((completes > 0) & ~hidden)).size:
            break
    is_total = known.min(axis=0) < 0
    return int(min(left, key=lambda each: (-completes[each], is_total[each], preference[each])))


def _preference(counts: pd.DataFrame, values: Numbers) -> list[int]:
    """The rank of each entry among all, the smallest first."""
    labels = [(str(row), str(column)) for row in [*counts.index, ""] for column in [*counts, ""]]
    ranked = sorted(range(values.size), key=lambda each: (values[each], labels[each]))
    return [int(rank) for rank in np.argsort(ranked)]


def _hidden(counts: pd.DataFrame, flags: Flags) -> Hidden:
    return Hidden(
        cells=pd.DataFrame(flags[:-1, :-1], index=counts.index, columns=counts.columns),
        rows=pd.Series(flags[:-1, -1], index=counts.index),
        columns=pd.Series(flags[-1, :-1], index=counts.columns),
        total=bool(flags[-1, -1]),
    )


def _check(counts: pd.DataFrame, minimum: int) -> None:
    numbers = counts.to_numpy(dtype=np.float64)
    if not np.all((numbers >= 0) & (numbers == np.floor(numbers)) & np.isfinite(numbers)):
        raise ValueError("A table of people holds whole numbers, 0 or more.")
    if minimum < 1:
        raise ValueError("The smallest number that may be shown is at least 1.")
