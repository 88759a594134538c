"""Rows as PostgreSQL's COPY takes them: a line each, values between tabs."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from operator import itemgetter
from types import NoneType
from typing import Any
from uuid import UUID

from data.demo.ledger import Row

Say = Callable[[Any], str]

ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class _Sayings(dict[type, Say]):
    """How values of a type are said; words of a vocabulary join as they are met."""

    def __missing__(self, kind: type) -> Say:
        assert issubclass(kind, StrEnum), f"COPY was not taught to say {kind}"
        self[kind] = lambda word: word.value
        return self[kind]


def _json(value: Any) -> str:
    return json.dumps(value).translate(ESCAPED)


SAYINGS = _Sayings(
    {
        NoneType: lambda _: r"\N",
        bool: lambda value: "t" if value else "f",
        int: str,
        float: repr,
        str: lambda value: value.translate(ESCAPED),
        UUID: lambda value: f"{value.int:032x}",
        datetime: datetime.isoformat,
        date: date.isoformat,
        list: _json,
        dict: _json,
    }
)


def lines(names: Sequence[str], rows: Sequence[Row]) -> bytes:
    """The rows' values in the order of these names. Every row has them all."""
    columns = zip(*map(itemgetter(*names), rows), strict=True)
    said = zip(*map(_column, columns), strict=True)
    return ("\n".join(map("\t".join, said)) + "\n").encode()


def _column(values: Sequence[Any]) -> Iterable[str]:
    """Most columns hold one type, which spares asking each value for its own."""
    kinds = set(map(type, values))
    if len(kinds) == 1:
        return map(SAYINGS[kinds.pop()], values)
    return [SAYINGS[type(each)](each) for each in values]
