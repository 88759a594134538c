"""Forms that were sent: however often one comes, it makes one row."""

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
