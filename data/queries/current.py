"""Which entries stand: those no later entry corrects, and that are not struck out."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased


def stands(entry: Any) -> sa.ColumnElement[bool]:
    """True for the rows of this entry table that hold today (an anti-join on a unique index)."""
    later = aliased(sa.inspect(entry).mapper.class_)
    return sa.and_(
        ~sa.exists(sa.select(sa.literal(1)).where(later.corrects == entry.id)),
        ~entry.struck,
    )
