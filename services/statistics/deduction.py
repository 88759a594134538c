"""What a reader can work out of a table in which some numbers are hidden.

A table here is its cells with their totals: the last column holds row totals, the last row column
totals, the corner the grand total. It is handled flat, one entry after the other, row by row.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linprog

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Sums = NDArray[np.float64]


def with_totals(counts: pd.DataFrame) -> Numbers:
    """The cells with their totals, one row and one column larger."""
    inner = counts.to_numpy(dtype=np.int64)
    wide = np.column_stack([inner, inner.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)])


def sums(rows: int, columns: int) -> Sums:
    """What every reader knows: along each line of the table, the parts less their total are 0.

    One row for each line (rows first, then columns), one column for each entry of the flat table:
    1 for a part, -1 for the total, 0 for an entry elsewhere.
    """
    across, down = (np.append(np.ones(size - 1), -1.0) for size in (columns, rows))
    return np.vstack([np.kron(np.eye(rows), across), np.kron(down, np.eye(columns))])


def uncertain(values: Numbers, hidden: Flags, known: Sums) -> Flags:
    """Which hidden entries could be another number, for all that the rest of the table says.

    The other hidden entries are determined: a reader can work them out. One way to fill in the
    table is the truth, so an entry is uncertain as soon as one other way differs there.
    """
    found = np.zeros(values.size, dtype=np.bool_)
    for entry in np.flatnonzero(hidden):
        for direction in (1, -1):
            if not found[entry]:
                found |= _moved(values, hidden, known, int(entry), direction)
    return found


def _moved(values: Numbers, hidden: Flags, known: Sums, entry: int, direction: int) -> Flags:
    """What differs from the truth where one entry is moved as far as it goes, up to one.

    Moves of one are enough to ask about: these sums are those of a flow in a network, whose matrix
    is totally unimodular, so what can move at all can move by one while nothing moves by more.
    As a 0 is never hidden, a reader knows that what is hidden is 1 or more.
    """
    places = np.flatnonzero(hidden)
    solved = linprog(
        np.where(places == entry, -direction, 0),
        A_eq=known[:, places],
        b_eq=np.zeros(len(known)),
        bounds=[(max(1 - int(value), -1), 1) for value in values[places]],
        method="highs",
    )
    if solved.x is None:
        raise ArithmeticError(f"What a reader can work out is not known: {solved.message}")
    moved = np.zeros(values.size, dtype=np.bool_)
    moved[places] = np.abs(solved.x) > 0.5
    return moved
