"""One value as one cell, and back: every value has one spelling and every spelling one value.

An empty cell is "unknown" (null). Text that is empty or begins with a backslash gets a backslash
before it, so that the two are never taken for each other. Nothing is done about formulas: a cell
says exactly what the record says.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
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
    required: bool = False
    """Nothing in the column is unknown; a None in it is JSON's own null."""

    def write(self, value: Any) -> str:
        """The cell of a value of this column, unknown or not."""
        return "" if value is None and not self.required else self.spell(value)

    def read(self, text: str) -> Any:
        """The value of a cell; raises ValueError unless it is written exactly as `write` does."""
        if text == "" and not self.required:
            return None
        value = self.parse(text)
        if self.write(value) != text:
            raise ValueError(text)
        return value


def cell(column: sa.Column[Any]) -> Cell:
    """The spelling of this column."""
    return replace(_of_type(column.type), required=not column.nullable)


def _of_type(kind: Any) -> Cell:
    if isinstance(kind, sa.JSON):
        return PLAIN[dict]
    if isinstance(kind, sa.Enum):
        return Cell("word", lambda word: word.value, kind.python_type)
    plain: Any = kind.impl if isinstance(kind, sa.TypeDecorator) else kind
    return PLAIN[plain.python_type]


def _text(text: str) -> str:
    return "\\" + text if text[:1] in ("", "\\") else text


def _time(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _boolean(text: str) -> bool:
    return text == "true"


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
