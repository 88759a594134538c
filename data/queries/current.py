"""Which entries stand: those no later entry corrects, and that are not struck out."""

import functools
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased


def stands(entry: Any) -> sa.ColumnElement[bool]:
    """True for the rows of this entry table that hold today (an anti-join on a unique index)."""
    later = _later(sa.inspect(entry).mapper.class_)
    return sa.and_(
        ~sa.exists(sa.select(sa.literal(1)).where(later.corrects == entry.id)),
        ~entry.struck,
    )


def newest(entry: Any, column: Any, *where: Any, offset: int = 0) -> sa.ScalarSelect[Any]:
    """A column of the newest entry that stands, among those that fit."""
    return (
        sa.select(column)
        .where(*where, stands(entry))
        .order_by(entry.happened_at.desc(), entry.id.desc())
        .limit(1)
        .offset(offset)
        .scalar_subquery()
    )


def over(entry: Any, aggregate: Any, *where: Any) -> sa.ScalarSelect[Any]:
    """An aggregate over the entries that stand, among those that fit."""
    return sa.select(aggregate).select_from(entry).where(*where, stands(entry)).scalar_subquery()


@functools.cache
def _later(table: type) -> Any:
    """The table a second time; made once, because making it takes longer than asking it."""
    return aliased(table)
