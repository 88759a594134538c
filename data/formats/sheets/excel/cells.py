"""The rows of one sheet, as text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import DATA_TAG, FORMULA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.functions import iterparse

from data.formats.errors import NotReadable
from data.formats.sheets import bounds
from data.formats.sheets.excel import numbers
from data.formats.sheets.excel.package import Package
from data.formats.sheets.excel.refused import no_text
from data.formats.sheets.excel.workbook import Workbook
from data.formats.sheets.table import CONTROL, Row, letters

_MOST_COLUMNS = 2 * bounds.MOST_COLUMNS
"""Empty columns between those of a table do not count, within reason."""


@dataclass
class Tally:
    """What a sheet holds that a table cannot, counted so that it can be said."""

    errors: int = 0
    unreckoned: int = 0
    """Formulas whose result no program has stored yet."""

    def sentences(self) -> Iterator[str]:
        if self.errors:
            yield f"Cells with an error, such as #N/A, that were read as empty: {self.errors}."
        if self.unreckoned:
            yield (
                "Cells with a formula whose result is not stored, read as empty: "
                f"{self.unreckoned}. Open the workbook in Excel and save it, and they have one."
            )


def rows(package: Package, part: str, book: Workbook, tally: Tally) -> Iterator[Row]:
    """Every row of the sheet that is in the file, as far as it is filled."""
    # openpyxl's own loops fill gaps up to the far corner and read on behind the table, where a
    # flaw in a colour or a comment ends it. So the loop is ours, and openpyxl reads each row.
    with package.open(part) as source:
        parser = _Parser(source, book, tally)
        for _, element in iterparse(source):
            if element.tag == ROW_TAG:
                number, cells = parser.parse_row(element)
                element.clear()
                parser.row_dimensions.clear()
                yield number, _line(number, {c["column"]: parser.text(c) for c in cells})
            elif element.tag == DATA_TAG:
                return


class _Parser(WorkSheetParser):
    """Told of no date formats, so that a number too large for a date is not lost as an error."""

    def __init__(self, source: Any, book: Workbook, tally: Tally) -> None:
        super().__init__(source, book.strings, data_only=True)
        self._book = book
        self._tally = tally

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell = super().parse_cell(element)
        if cell["value"] is None and cell["data_type"] == "n":
            self._tally.unreckoned += element.find(FORMULA_TAG) is not None
        return cell

    def text(self, cell: dict[str, Any]) -> str:
        value = cell["value"]
        if cell["data_type"] == "e":
            self._tally.errors += 1
            return ""
        if value is None:
            return ""
        if isinstance(value, str):
            return _plain(value) if "_x" in value else value
        if isinstance(value, bool):
            return str(value).upper()
        if not isinstance(value, int | float):
            return numbers.iso(value)
        kind = self._book.kinds[cell["style_id"]] if self._book.kinds else None
        return numbers.text(value, kind, self._book.epoch)


def _line(number: int, texts: dict[int, str]) -> list[str]:
    """The texts by column, in their places. Cells that only have a colour may go on far to the
    right."""
    last = max((column for column, text in texts.items() if text), default=0)
    if last > _MOST_COLUMNS:
        raise NotReadable(
            f"Row {number} has something in column {letters(last - 1)}, further right "
            "than any table reaches. Leave out what is not needed."
        )
    return [texts.get(column, "") for column in range(1, last + 1)]


def _plain(text: str) -> str:
    """The text with "_x000D_" and its like as the characters they stand for."""
    try:
        # A character beyond the first 65,536 is two codes, each of them a half.
        plain = unescape(text).encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise no_text() from None
    if CONTROL.search(plain):
        raise no_text()
    return plain
