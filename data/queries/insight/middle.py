"""Medians in the database: SQLite has no function for them."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.insight.outcomes import Rows


def middle(session: Session, value: Any, group: Any, source: Any, where: list[Any]) -> Rows:
    """By group: n, and the median, the mean of the two in the middle where n is even.

    `value` is a column of numbers, never null under `where`; `source` what it is selected from.
    """
    ranked = (
        sa.select(
            group.label("group"),
            value.label("value"),
            sa.func.row_number().over(partition_by=group, order_by=value).label("rank"),
            sa.func.count().over(partition_by=group).label("n"),
        )
        .select_from(source)
        .where(*where)
        .subquery()
    )
    twice = 2 * ranked.c.rank
    select = (
        sa.select(
            ranked.c.group,
            sa.func.max(ranked.c.n).label("n"),
            sa.func.avg(ranked.c.value).label("median"),
        )
        .where(twice >= ranked.c.n, twice <= ranked.c.n + 2)
        .group_by(ranked.c.group)
    )
    return [
        {"group": row.group, "n": row.n, "median": float(row.median)}
        for row in session.execute(select)
    ]
