"""One table as one CSV file (RFC 4180, UTF-8), row by row, whatever its size."""

import csv
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import sqlalchemy as sa

from data.formats.whole.cells import cell

LONGEST_CELL = 2**31 - 1
"""Characters. Python's own limit is shorter than what the audit trail says of a large load."""


def write(path: Path, columns: Sequence[sa.Column[Any]], rows: Iterable[Sequence[Any]]) -> int:
    """Write a new file that only its owner can read; gives the number of rows."""
    spellings = [cell(column).write for column in columns]
    count = 0
    with new(path) as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in columns])
        for row in rows:
            writer.writerow([spell(value) for spell, value in zip(spellings, row, strict=True)])
            count += 1
    return count


def read(path: Path, columns: Sequence[sa.Column[Any]]) -> Iterator[dict[str, Any]]:
    """The rows of a file, each by name; raises Unreadable at the first cell that is none."""
    csv.field_size_limit(LONGEST_CELL)
    names = [column.name for column in columns]
    parse = [cell(column).read for column in columns]
    with path.open(encoding="utf-8", newline="") as file:
        found = csv.reader(file, strict=True)
        try:
            if next(found, None) != names:
                raise Unreadable("its first row does not name the columns of the table")
            for row in found:
                yield dict(zip(names, _values(row, names, parse, found.line_num), strict=True))
        except (csv.Error, UnicodeDecodeError):
            raise Unreadable(f"line {found.line_num} is not CSV in UTF-8") from None


class Unreadable(Exception):
    """What is wrong with a file, as the end of a sentence; it never quotes the file."""


def _values(row: list[str], names: list[str], parse: list[Any], line: int) -> list[Any]:
    if len(row) != len(names):
        raise Unreadable(f"the row that ends in line {line} has {len(row)} cells")
    values = []
    for text, name, read_cell in zip(row, names, parse, strict=True):
        try:
            values.append(read_cell(text))
        except (ValueError, RecursionError):
            raise Unreadable(
                f"the cell {name} of the row that ends in line {line} is no value of its column"
            ) from None
    return values


def new(path: Path) -> TextIO:
    """A file that was not there, for its owner alone."""
    return open(path, "x", encoding="utf-8", newline="", opener=_private)


def digest(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
