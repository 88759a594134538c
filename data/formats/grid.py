"""A table as text, before anybody knows what its columns mean."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Grid:
    """One sheet. Cells are text as written, "" where there is nothing; every row is as wide as the
    head. Dates of a workbook are text in ISO 8601, its numbers as short as they can be written."""

    name: str
    """Of the sheet; "" for CSV."""
    columns: tuple[str, ...]
    """Headings, stripped, all different and none empty."""
    rows: tuple[tuple[str, ...], ...]
    said: tuple[str, ...] = ()
    """How the file was read, in sentences: encoding, delimiter, which sheets there are."""
    counted: tuple[int, ...] = ()
    """The number of each row where blank ones lie between them; else they are 1, 2 and so on."""

    def numbered(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The rows with their numbers, from 1 below the head, blank rows of the sheet counted."""
        return zip(self.counted or range(1, len(self.rows) + 1), self.rows, strict=True)
