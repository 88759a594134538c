"""Excel workbooks (.xlsx, .xlsm), read by openpyxl within bounds. Only stored values are read: no
formula is reckoned, no macro run, no link followed."""

from collections.abc import Iterator
from dataclasses import replace

from data.formats.errors import NotReadable
from data.formats.grid import Grid
from data.formats.sheets import bounds, table
from data.formats.sheets.excel.cells import Tally, rows
from data.formats.sheets.excel.package import Package
from data.formats.sheets.excel.refused import Unsound, damaged
from data.formats.sheets.excel.workbook import Sheet, Workbook, workbook


def read(content: bytes) -> tuple[Grid, ...]:
    """Every sheet with anything in it. A sheet that is no table is left out if another is one."""
    try:
        with Package(content) as package:
            grids, refused = _grids(package, workbook(package))
    except NotReadable:
        raise
    except Exception:  # noqa: BLE001 - zipfile, expat and openpyxl raise a dozen kinds between them
        raise damaged() from None
    if not grids and refused:
        raise NotReadable(" ".join(refused))
    if not grids:
        raise NotReadable("This workbook is empty. Choose the file that holds the table.")
    about = (_names(grids), *refused)
    return tuple(replace(grid, said=(*about, *grid.said)) for grid in grids)


def _grids(package: Package, book: Workbook) -> tuple[list[Grid], list[str]]:
    """The tables, and a sentence on each sheet that is none."""
    grids: list[Grid] = []
    refused: list[str] = []
    room = bounds.MOST_CELLS_OF_A_WORKBOOK
    for sheet in book.sheets:
        tally = Tally()
        try:
            made = table.grid(sheet.name, rows(package, sheet.part, book, tally), (), room)
        except Unsound:
            raise
        except NotReadable as refusal:
            refused.append(f"The sheet {table.quoted(sheet.name)} cannot be read. {refusal}")
            continue
        if made:
            room -= len(made.columns) * len(made.rows)
            grids.append(replace(made, said=(*_about(sheet), *tally.sentences())))
    return grids, refused


def _names(grids: list[Grid]) -> str:
    names = ", ".join(table.quoted(grid.name) for grid in grids)
    if len(grids) == 1:
        return f"The workbook has one sheet with a table: {names}."
    return f"The workbook has {len(grids)} sheets with tables: {names}."


def _about(sheet: Sheet) -> Iterator[str]:
    if sheet.hidden:
        yield "This sheet is hidden in the workbook."
