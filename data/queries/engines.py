"""The few things SQLite and PostgreSQL say differently."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session


def is_sqlite(session: Session) -> bool:
    """Whether this session talks to the embedded database."""
    return session.get_bind().dialect.name == "sqlite"


def days_before(session: Session, moment: Any, days: int) -> sa.ColumnElement[Any]:
    """The instant this many days before a column of instants."""
    if is_sqlite(session):
        # Stored as text with microseconds; the shorter text sorts just before that second.
        return sa.func.datetime(moment, f"-{days} days")
    return sa.cast(moment, sa.DateTime(timezone=True)) - sa.text(f"interval '{days} days'")


def minutes_between(session: Session, start: Any, end: Any) -> sa.ColumnElement[int]:
    """Whole minutes from one column of instants to another."""
    if is_sqlite(session):
        minutes = (sa.func.julianday(end) - sa.func.julianday(start)) * 1440
    else:
        minutes = sa.extract("epoch", end - start) / 60
    return sa.cast(sa.func.round(minutes), sa.Integer)


def json_list(session: Session, column: Any) -> sa.ColumnElement[Any]:
    """The values of a column in a subquery, in its order, as one JSON list (empty, never null)."""
    if is_sqlite(session):
        return sa.func.json_group_array(column, type_=sa.JSON)
    return sa.func.coalesce(sa.func.json_agg(column), sa.text("'[]'::json"), type_=sa.JSON)
