"""Excel workbooks (.xlsx, .xlsm). Only stored values are read: no formula is reckoned, no macro
run, no link followed.

They are read here, as a stream, and not by a library: those that are quick lay a whole sheet out in
memory, where two cells in far corners take 20 GB, and leave errors out without a word.
"""

from dataclasses import replace

from data.formats.errors import NotReadable
from data.formats.grid import Grid
from data.formats.sheets import bounds, table
from data.formats.sheets.excel.cells import rows
from data.formats.sheets.excel.package import Package, Unsound
from data.formats.sheets.excel.strings import shared_strings
from data.formats.sheets.excel.styles import formats
from data.formats.sheets.excel.tally import Tally
from data.formats.sheets.excel.workbook import Sheet, Workbook, workbook


def read(content: bytes) -> tuple[Grid, ...]:
    """Every sheet with anything in it. A sheet that is no table is left out if another is one."""
    with Package(content) as package:
        book = workbook(package)
        grids, refused = _grids(package, book)
    if not grids and refused:
        raise NotReadable(" ".join(refused))
    if not grids:
        raise NotReadable("This workbook is empty. Choose the file that holds the table.")
    about = (_names(grids), *refused)
    return tuple(replace(grid, said=(*about, *grid.said)) for grid in grids)


def _grids(package: Package, book: Workbook) -> tuple[list[Grid], list[str]]:
    """The tables, and a sentence on each sheet that is none."""
    strings = shared_strings(package, book.strings)
    styles = formats(package, book.styles)
    grids: list[Grid] = []
    refused: list[str] = []
    room = bounds.MOST_CELLS_OF_A_WORKBOOK
    for sheet in book.sheets:
        tally = Tally()
        found = rows(package, sheet.part, strings, styles, tally, from_1904=book.from_1904)
        try:
            made = table.grid(sheet.name, found, (), room)
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
        return f"The workbook has one sheet that was read: {names}."
    return f"The workbook has {len(grids)} sheets that were read: {names}."


def _about(sheet: Sheet) -> tuple[str, ...]:
    return ("This sheet is hidden in the workbook.",) if sheet.hidden else ()
