"""What every column means, taken from the tables themselves and the sentences beside them."""

import ast
import csv
import inspect
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

import sqlalchemy as sa

from data.formats.whole.cells import cell

HEAD = ("table", "column", "type", "nullable", "refers_to", "allowed", "meaning")


def write(file: TextIO, models: Iterable[type]) -> int:
    """One row a table (without a column) and one a column; gives the number of rows."""
    rows = [row for model in models for row in described(model)]
    writer = csv.writer(file)
    writer.writerow(HEAD)
    writer.writerows(rows)
    return len(rows)


def described(model: type) -> Iterator[tuple[str, ...]]:
    """The rows of one table."""
    table: sa.Table = sa.inspect(model).local_table
    said = sentences(model)
    yield table.name, "", "", "", "", "", " ".join((model.__doc__ or "").split())
    for column in table.columns:
        yield (
            table.name,
            column.name,
            cell(column).kind,
            "yes" if column.nullable else "no",
            " ".join(sorted(key.target_fullname for key in column.foreign_keys)),
            " ".join(column.type.enums) if isinstance(column.type, sa.Enum) else "",
            said.get(column.name) or _of_words(column),
        )


def sentences(model: type) -> dict[str, str]:
    """The docstring below each field, by name, those of its bases included."""
    found: dict[str, str] = {}
    for part in reversed(model.__mro__):
        if part.__module__.startswith("data.tables"):
            found |= _below(inspect.getsource(part))
    return found


def _below(source: str) -> Iterator[tuple[str, str]]:
    (made,) = ast.parse(source).body
    assert isinstance(made, ast.ClassDef)
    for field, after in zip(made.body, made.body[1:], strict=False):
        match field, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(str(text))):
                yield name, " ".join(text.split())


def _of_words(column: sa.Column[Any]) -> str:
    """Of a closed list, what the list itself says."""
    words = column.type.enum_class if isinstance(column.type, sa.Enum) else None
    return " ".join((words.__doc__ or "").split()) if words else ""
