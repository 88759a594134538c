"""The rows of one sheet, as text."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from data.formats.errors import NotReadable
from data.formats.sheets import bounds
from data.formats.sheets.excel import addresses, numbers
from data.formats.sheets.excel.package import Package, damaged
from data.formats.sheets.excel.strings import plain
from data.formats.sheets.excel.styles import Format
from data.formats.sheets.excel.tally import Tally
from data.formats.sheets.excel.xml import Walker
from data.formats.sheets.table import Row, letters

_MOST_COLUMNS = 2 * bounds.MOST_COLUMNS
"""Empty columns between those of a table do not count, within reason."""

T = TypeVar("T")


def rows(
    package: Package,
    part: str,
    strings: list[str],
    formats: list[Format],
    tally: Tally,
    *,
    from_1904: bool,
) -> Iterator[Row]:
    """Every row of the sheet that has cells. What lies under a merged cell is empty in the file."""
    cells = _Cells(strings, formats, tally, from_1904=from_1904)
    for _ in cells.steps(package, part):
        yield from cells.rows
        cells.rows.clear()


class _Cells(Walker):
    def __init__(
        self, strings: list[str], formats: list[Format], tally: Tally, *, from_1904: bool
    ) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._strings = strings
        self._formats = formats
        self._tally = tally
        self._from_1904 = from_1904
        self._columns: dict[str, int] = {}
        self._in_data = False
        self._row = 0
        self._cells: list[str] = []
        self._column = -1
        self._kind = self._style = ""
        self._has_formula = self._spoken = False

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if not self._in_data:
            self._in_data = name == "sheetData"
        elif name == "v" or (name == "t" and not self._spoken):
            self.collect()
        elif name == "c":
            self._column = self._column_of(attributes.get("r"))
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "0")
            self._has_formula = False
        elif name == "row":
            self._row = addresses.row(attributes.get("r"), self._row)
            self._cells = []
            self._column = -1
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._spoken = True

    def closed(self, name: str) -> None:
        if not self._in_data:
            return
        if name in ("v", "t"):
            self.pause()
        elif name == "c":
            self._keep(self._cell(self._kind, self.collected()))
        elif name == "rPh":
            self._spoken = False
        elif name == "row":
            self.rows.append((self._row, self._cells))
        elif name == "sheetData":
            self.done = True

    def _keep(self, text: str) -> None:
        """Put it in its column. Cells that only have a colour may go on far to the right."""
        if not text:
            return
        if self._column >= _MOST_COLUMNS:
            raise NotReadable(
                f"Row {self._row} has something in column {letters(self._column)}, further right "
                "than any table reaches. Leave out what is not needed."
            )
        missing = self._column - len(self._cells)
        if missing < 0:
            raise damaged()
        self._cells += [""] * missing
        self._cells.append(text)

    def _cell(self, kind: str, text: str) -> str:
        if kind == "e":
            self._tally.errors += 1
            return ""
        if not text:
            self._tally.unreckoned += self._has_formula and kind != "str"
            return ""
        if kind == "s":
            return self._listed(self._strings, text)
        if kind in ("str", "inlineStr"):
            return plain(text)
        if kind == "b":
            return "TRUE" if text in ("1", "true") else "FALSE"
        if kind == "d":
            return text
        format = self._listed(self._formats, self._style) if self._formats else Format.NUMBER
        return numbers.text(text, format, from_1904=self._from_1904)

    def _listed(self, listed: Sequence[T], number: str) -> T:
        """What the sheet calls by its number in the list."""
        try:
            if number[0] != "-":
                return listed[int(number)]
        except (ValueError, IndexError):
            pass
        raise damaged()

    def _column_of(self, address: str | None) -> int:
        """Index of the column of "C7"; a cell without an address follows the one before."""
        if address is None:
            return self._column + 1
        name = address.rstrip("0123456789")
        if name not in self._columns:
            self._columns[name] = addresses.column(name)
        return self._columns[name]
