"""A table as text, before anybody knows what its columns mean."""

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
