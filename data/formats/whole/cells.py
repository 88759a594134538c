"""One value as one cell, and back: every value has one spelling and every spelling one value.

An empty cell is "unknown" (null). Text that is empty or begins with a backslash gets a backslash
before it, so that the two are never taken for each other. Nothing is done about formulas: a cell
says exactly what the record says.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa


@dataclass(frozen=True)
class Cell:
    """How the values of one column are written. `kind` is its type in a word."""

    kind: str
    spell: Callable[[Any], str]
    parse: Callable[[str], Any]
    """Raises ValueError for what no value is spelled like."""

    def write(self, value: Any) -> str:
        """The cell of a value of this column, unknown or not."""
        return "" if value is None else self.spell(value)

    def read(self, text: str) -> Any:
        """The value of a cell; raises ValueError unless it is written exactly as `write` does."""
        if text == "":
            return None
        value = self.parse(text)
        if self.spell(value) != text:
            raise ValueError(text)
        return value


def cell(column: sa.Column[Any]) -> Cell:
    """The spelling of this column."""
    if isinstance(column.type, sa.JSON):
        return REQUIRED_JSON if not column.nullable else PLAIN[dict]
    if isinstance(column.type, sa.Enum):
        return Cell("word", lambda word: word.value, column.type.python_type)
    plain: Any = column.type.impl if isinstance(column.type, sa.TypeDecorator) else column.type
    return PLAIN[plain.python_type]


def _text(text: str) -> str:
    return "\\" + text if text[:1] in ("", "\\") else text


def _time(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _boolean(text: str) -> bool:
    return {"true": True, "false": False}.get(text, False)


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


PLAIN: dict[type, Cell] = {
    str: Cell("text", _text, lambda text: text.removeprefix("\\")),
    UUID: Cell("uuid", str, UUID),
    datetime: Cell("time", _time, datetime.fromisoformat),
    date: Cell("date", date.isoformat, date.fromisoformat),
    bool: Cell("boolean", lambda value: "true" if value else "false", _boolean),
    int: Cell("integer", str, int),
    float: Cell("number", repr, float),
    dict: Cell("json", _json, json.loads),
}
"""By what Python makes of the column."""


class _RequiredJson(Cell):
    """A column that is never empty: its None is JSON's own null."""

    def write(self, value: Any) -> str:
        return self.spell(value)


REQUIRED_JSON = _RequiredJson("json", _json, json.loads)
