"""Tables for tests: written out as lines, or read from the shared files without any guessing."""

import csv
from pathlib import Path
from zoneinfo import ZoneInfo

from data.formats import tabular
from data.formats.grid import Grid
from data.formats.records import LeftOut, ReadFile

ZONE = ZoneInfo("America/New_York")
OURS = "urn:clinic:chart"


def grid(*lines: str) -> Grid:
    """A head and rows, with bars between their cells."""
    head, *rows = [tuple(cell.strip() for cell in line.split("|")) for line in lines]
    assert all(len(row) == len(head) for row in rows)
    return Grid("", head, tuple(rows))


def shared(path: Path, delimiter: str = ",") -> Grid:
    """A CSV file as it lies there."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file, delimiter=delimiter)
    return Grid("", tuple(head), tuple(tuple(row) for row in rows))


def beside(grid: Grid, heading: str, cells: list[str]) -> Grid:
    """The same table with one column more."""
    rows = tuple((*row, cell) for row, cell in zip(grid.rows, cells, strict=True))
    return Grid(grid.name, (*grid.columns, heading), rows)


def read(*lines: str, kind: str | None = None, **answers: str) -> ReadFile:
    """A table as proposed, with those parts of its mapping settled."""
    table = grid(*lines)
    proposal = tabular.propose(table, OURS, kind)
    for question, choice in answers.items():
        proposal = tabular.answered(table, proposal, question, choice)
    return tabular.read(table, proposal.mapping, ZONE)


def faults(file: ReadFile) -> list[tuple[int | None, str | None, str]]:
    """Row, heading and the first sentence of each thing left out."""
    return [(each.row, each.field, first(each)) for each in file.left_out]


def first(left_out: LeftOut) -> str:
    return left_out.why.split(". ")[0].rstrip(".")
