"""Rows as plain columns: an import makes too many of them for objects."""

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from data.tables import Record
from data.tables.base import brings_key

NAMESPACE = UUID("6f0f0b5e-58a4-4c1c-9d52-2f5d7a9f7a10")
"""Keys of imported entries are made from their content within it, so a second import finds them."""


def row(table: type[Record], **columns: Any) -> dict[str, Any]:
    """All columns of a row, those not given as the table has them by itself; `id` only if given."""
    made = {name: default() for name, default in _defaults(table) if name not in columns}
    return made | columns


def content_key(*parts: Any) -> UUID:
    """The key of what these parts say."""
    return uuid5(NAMESPACE, "|".join(str(part) for part in parts))


@functools.cache
def _defaults(table: type[Record]) -> list[tuple[str, Callable[[], Any]]]:
    serial = not brings_key(table)
    return [
        (name, functools.partial(field.get_default, call_default_factory=True))
        for name, field in table.model_fields.items()
        if not (name == "id" and serial) and not field.is_required()
    ]
