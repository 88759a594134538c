"""Real workbooks that others made. The text beside each is what another program made of it: there
every row of the workbook, here a head and rows that are not empty."""

import csv
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import pytest

from data.formats import sheets
from data.formats.grid import Grid

OTHERWISE = {
    # A moment is in ISO 8601.
    "datetime": {"2011-09-15 15:22:00": "2011-09-15T15:22:00"},
    # Line ends and tabs inside a cell are such, not the letters \n and \t.
    "escape": {"Hello\\nWorld\\t!": "Hello\nWorld\t!"},
    # All digits that are stored, not those that the format of the cell shows, with the zeros before
    # them that its format shows: they are a part of a number by which something is known.
    "float2": {
        "0.003": "0.00261493408061246",
        "20.41": "20.4100614385744",
        "48929": "00048929",
        "4892900240051": "0004892900240051",
    },
    # A link is its text.
    "hyperlinks": {
        f"<a href='{address}/'>{text}</a>": text
        for text, address in {
            "google": "https://www.google.com",
            "yahoo": "https://www.yahoo.com",
            "gmail": "https://www.gmail.com",
            "reddit": "http://www.reddit.com",
            "github": "https://github.com",
        }.items()
    },
    "input-weird": {},
    "last-column-empty": {},
    "no_cell_ids": {},
    "sheets": {},
}
SHEETS = {"escape": 2, "sheets": 2}
"""The text beside escape.xlsx tells of the first sheet only."""


@pytest.mark.parametrize("name", OTHERWISE)
def test_a_real_workbook_gives_the_expected_text(name: str, shared_data: Path) -> None:
    (path,) = (shared_data / "naughty/xlsx").glob(f"{name}.xls[xm]")
    grids = sheets.read(path.read_bytes())
    assert len(grids) == SHEETS.get(name, 1)
    tables = expected(path.with_suffix(".csv"))
    for grid, rows in zip(grids, tables, strict=False):
        said = [[OTHERWISE[name].get(cell, cell) for cell in row] for row in rows]
        assert everything(grid) == without_empty(said)


def test_no_workbook_of_the_shared_data_is_forgotten(shared_data: Path) -> None:
    paths = (shared_data / "naughty/xlsx").glob("*.xls?")
    assert {path.stem for path in paths} == set(OTHERWISE)


def expected(path: Path) -> list[list[list[str]]]:
    """Rows by sheet; a line of hyphens opens the next sheet of a workbook that has several."""
    tables: list[list[list[str]]] = [[]]
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            if row and row[0].startswith("-------- "):
                tables.append([])
            else:
                tables[-1].append(row)
    return [table for table in tables if table]


def everything(grid: Grid) -> list[Sequence[str]]:
    return [grid.columns, *grid.rows]


def without_empty(rows: list[list[str]]) -> list[Sequence[str]]:
    filled = [row for row in rows if any(row)]
    columns = [column for column in zip_longest(*filled, fillvalue="") if any(column)]
    return list(zip(*columns, strict=True))
