"""Entries by their form and by their number: sent already, corrected already."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.tables import Entry


def is_sent(session: Session, entry_key: UUID, *tables: type[Entry]) -> bool:
    """Whether this form made its row, in one of these tables, already."""
    return any(_made(session, entry_key, table) for table in tables)


def _made(session: Session, entry_key: UUID, table: Any) -> bool:
    made = sa.select(table.id).where(table.entry_key == entry_key)
    return session.execute(made).first() is not None


def entry(session: Session, table: type[Entry], number: int) -> Any:
    """One entry by its number, or None."""
    return session.get(table, number)


def is_corrected(session: Session, table: type[Entry], number: int) -> bool:
    """Whether another entry names this one as corrected."""
    entity: Any = table
    later = sa.select(entity.id).where(entity.corrects == number)
    return session.execute(later).first() is not None
