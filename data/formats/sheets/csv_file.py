"""CSV as people export it: whatever the encoding, the separator and the line ends."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from data.formats.errors import NotReadable
from data.formats.grid import Grid
from data.formats.sheets import bounds, encoding
from data.formats.sheets.table import Row, filled, grid

_SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "upright bars", ",": "commas"}
"""Where two fit, the one that is rarer inside text comes first."""
_LONGEST_ROW = 1_000_000
_LOOKED_AT = 100
"""Rows by which the separator is chosen."""


def read(content: bytes) -> Grid:
    name, said = encoding.of(content)
    lines = io.TextIOWrapper(io.BytesIO(content), encoding=name, newline="")
    separator = _separator(lines)
    how = (
        f"Its cells are separated by {_SEPARATORS[separator]}."
        if separator
        else "No separator was found, so it has one column."
    )
    lines.seek(0)
    made = grid("", _rows(lines, separator or ","), (said, how), bounds.MOST_CELLS)
    if made is None:
        raise NotReadable("This file has only empty rows. Choose the file that holds the table.")
    return made


def _rows(lines: io.TextIOWrapper, separator: str) -> Iterator[Row]:
    number = 0
    try:
        for number, cells in enumerate(_records(lines, separator), start=1):
            yield number, cells
    except csv.Error:
        raise NotReadable(
            f"Row {number + 1} cannot be split into cells: a quotation mark is never closed, text "
            "follows a closed one, or a cell is far too long. Mend it, or export the table again."
        ) from None


def _records(lines: io.TextIOWrapper, separator: str) -> Iterator[list[str]]:
    """Strict, so that a quotation mark that is never closed does not swallow the rest; and no
    longer than a row may be, which could else be millions of cells."""
    length = 0

    def bounded() -> Iterator[str]:
        nonlocal length
        while line := lines.readline(_LONGEST_ROW):
            length += len(line)
            if length >= _LONGEST_ROW:
                raise NotReadable(
                    f"This file has a row of {_LONGEST_ROW:,} characters or more, as no table has. "
                    "Choose the file that holds the table."
                )
            yield line

    for cells in csv.reader(bounded(), delimiter=separator, strict=True):
        length = 0
        yield cells


def _separator(lines: io.TextIOWrapper) -> str | None:
    """The one by which most of the first rows have as many cells as the head."""
    fits = {separator: _fit(lines, separator) for separator in _SEPARATORS}
    best = max(fits, key=lambda separator: fits[separator])
    return best if fits[best] else None


def _fit(lines: io.TextIOWrapper, separator: str) -> float:
    """The share of the first rows that are as wide as the head; 0 if that is one cell wide."""
    lines.seek(0)
    widths: list[int] = []
    try:
        for cells in islice(_records(lines, separator), _LOOKED_AT):
            if filled(cells):
                widths.append(len(cells))  # noqa: PERF401 - what came before an error counts
    except csv.Error:
        widths.append(0)
    if not widths or widths[0] <= 1:
        return 0.0
    return widths.count(widths[0]) / len(widths)
