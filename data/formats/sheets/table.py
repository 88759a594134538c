"""Rows of text to a Grid: the one set of rules, wherever the rows come from."""

import re
from collections.abc import Iterable, Iterator, Sequence

from data.formats.errors import NotReadable
from data.formats.grid import Grid
from data.formats.sheets import bounds

Row = tuple[int, Sequence[str]]
"""Its number as a spreadsheet counts, from 1, and its cells."""

TOO_MANY_ROWS = (
    f"There are more than {bounds.MOST_ROWS:,} rows. Split the file and import the parts."
)
TOO_MANY_CELLS = "There are more cells than are read at once. Split the file and import the parts."

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
"""What no text holds, and not every database can keep."""


def grid(name: str, rows: Iterable[Row], said: tuple[str, ...], room: int) -> Grid | None:
    """The first row with anything in it is the head; None if there is no such row.

    Empty rows and columns are passed over, short rows filled up. `room` is how many cells fit.
    """
    rest = _filled(rows)
    first = next(rest, None)
    if first is None:
        return None
    headings = _headings(first)
    body = list(_body(rest, headings, room))
    counted = tuple(number - first[0] for number, _ in body)
    gaps = counted != tuple(range(1, len(body) + 1))
    rows_only = tuple(cells for _, cells in body)
    return Grid(name, tuple(headings.values()), rows_only, said, counted if gaps else ())


def filled(cells: Sequence[str]) -> bool:
    return any(map(str.strip, cells))


def _filled(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        if row[0] > bounds.LAST_ROW:
            raise NotReadable(TOO_MANY_ROWS)
        if filled(row[1]):
            yield row


def letters(column: int) -> str:
    """What a spreadsheet calls the column with that index: A, Z, AA."""
    text = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        text = chr(ord("A") + letter) + text
    return text


def quoted(name: str) -> str:
    """A heading or the name of a sheet, fit for a sentence."""
    plain = "".join(each if each.isprintable() else " " for each in name)
    return f'"{plain}"' if len(plain) <= 60 else f'"{plain[:60]}…"'


def _headings(head: Row) -> dict[int, str]:
    """Heading by the index of its column."""
    number, cells = head
    if sum(map(bool, map(str.strip, cells))) > bounds.MOST_COLUMNS:
        raise NotReadable(
            f"Row {number} has more than {bounds.MOST_COLUMNS} headings. "
            "Leave out the columns that are not needed."
        )
    _check_lengths(head)
    headings = {column: text.strip() for column, text in enumerate(cells) if text.strip()}
    seen: dict[str, int] = {}
    for column, text in headings.items():
        if text in seen:
            raise NotReadable(
                f"The heading {quoted(text)} stands over columns {letters(seen[text])} and "
                f"{letters(column)}. Give each column a heading of its own."
            )
        seen[text] = column
    return headings


def _body(
    rows: Iterable[Row], headings: dict[int, str], room: int
) -> Iterator[tuple[int, tuple[str, ...]]]:
    width = max(headings) + 1
    gaps = [column for column in range(width) if column not in headings]
    most = min(bounds.MOST_ROWS, room // len(headings))
    for count, row in enumerate(rows, start=1):
        cells = row[1]
        if count > most:
            raise NotReadable(_too_many(count))
        if gaps or len(cells) > width:
            _check_no_heading_is_missing(row, [*gaps, *range(width, len(cells))])
        _check_lengths(row)
        full = (*cells[:width], *[""] * (width - len(cells)))
        yield row[0], tuple(full[column] for column in headings) if gaps else full


def _too_many(count: int) -> str:
    if count > bounds.MOST_ROWS:
        return TOO_MANY_ROWS
    return TOO_MANY_CELLS


def _check_no_heading_is_missing(row: Row, without: list[int]) -> None:
    number, cells = row
    for column in without:
        if column < len(cells) and cells[column].strip():
            raise NotReadable(
                f"Row {number} has something in column {letters(column)}, which has no heading. "
                "The first row must give every column a heading, and in a CSV a cell that holds "
                "the separator must stand in quotation marks."
            )


def _check_lengths(row: Row) -> None:
    number, cells = row
    if max(map(len, cells)) > bounds.LONGEST_CELL:
        raise NotReadable(
            f"Row {number} has a cell of more than {bounds.LONGEST_CELL:,} characters. "
            "Shorten it, or look for a quotation mark that is never closed."
        )
