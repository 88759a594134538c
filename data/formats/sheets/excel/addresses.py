"""Where a row or a cell stands: what the file says, within the limits of a sheet."""

import re

from data.formats.sheets import bounds
from data.formats.sheets.excel.package import damaged

_COLUMN = re.compile(r"[A-Z]{1,3}")
_ROW = re.compile(r"[0-9]{1,7}")


def row(stored: str | None, before: int) -> int:
    """Its number, higher than that of the row before; rows without one follow one another."""
    if stored is None:
        return before + 1
    if not _ROW.fullmatch(stored) or not before < int(stored) <= bounds.LAST_ROW:
        raise damaged()
    return int(stored)


def column(letters: str) -> int:
    """The index of column A, Z or AA."""
    if not _COLUMN.fullmatch(letters):
        raise damaged()
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
