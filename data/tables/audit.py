"""Who did and saw what: a chain of rows in which a change or a gap shows."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import Key, Record, enumeration, serial
from data.tables.vocabulary import Topic


class AuditHead(Record, table=True):
    """The end of one chain. Taking this row is what puts audit rows of a lane in order."""

    __tablename__ = "audit_head"

    topic: Topic = Field(primary_key=True, sa_type=enumeration(Topic, "topic"))
    lane: int = Field(primary_key=True)
    seq: int = Field(default=0, sa_type=sa.BigInteger)
    hash: str = ""


class Audit(Record, table=True):
    """One act. `body` is canonical JSON text of ids and field names, never of values.

    `hash` is over `prev_hash` and `body` as text; the other columns repeat the body for searching.
    """

    __table_args__ = (
        sa.UniqueConstraint("topic", "lane", "seq"),
        sa.Index(None, "patient_id", "at"),
        sa.Index(None, "actor_id", "at"),
        sa.Index(None, "action", "at"),
    )

    id: int | None = serial()
    topic: Topic = Field(sa_type=enumeration(Topic, "topic"))
    lane: int
    seq: int = Field(sa_type=sa.BigInteger)
    prev_hash: str
    hash: str
    body: str
    at: datetime
    actor_id: UUID | None = Field(default=None, sa_type=Key)
    patient_id: UUID | None = Field(default=None, sa_type=Key)
    action: str
    view_key: str | None = Field(default=None, unique=True)
    """Actor, action, patient or filter, and quarter hour: such a view is written once."""


class RowHistory(Record, table=True):
    """What an editable row said before it was changed."""

    __tablename__ = "row_history"
    __table_args__ = (sa.UniqueConstraint("table_name", "row_id", "version"),)

    id: int | None = serial()
    table_name: str
    row_id: str
    version: int
    content: dict[str, Any] = Field(sa_type=sa.JSON)
    by: UUID | None = Field(default=None, sa_type=Key)
    at: datetime
