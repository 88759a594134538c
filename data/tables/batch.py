"""What files brought in, row by row, so that an import is idempotent and can be undone."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import (
    SERIAL,
    Editable,
    Record,
    enumeration,
    now,
    optional_reference,
    serial,
)
from data.tables.vocabulary import RowOutcome


class ImportBatch(Record, table=True):
    """One file that was taken in, known by the SHA-256 of its bytes.

    An import that was undone keeps its rows, and says when, by whom and why.
    """

    __tablename__ = "import_batch"

    id: int | None = serial()
    digest: str = Field(index=True)
    name: str | None = None
    """Of the file."""
    kind: str
    at: datetime = Field(default_factory=now)
    by: UUID | None = optional_reference("member.id")
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    undone_at: datetime | None = None
    undone_by: UUID | None = optional_reference("member.id")
    undone_why: str | None = None


class ImportRow(Record, table=True):
    """One row or resource of a file and what became of it."""

    __tablename__ = "import_row"

    id: int | None = serial()
    batch_id: int = Field(foreign_key="import_batch.id", index=True, sa_type=SERIAL)
    source: str
    outcome: RowOutcome = Field(sa_type=enumeration(RowOutcome, "outcome"))
    reason: str | None = None
    table_name: str | None = None
    row_id: str | None = None


class ImportMapping(Editable, table=True):
    """What the columns of a table mean, remembered under a name for the next file like it."""

    __tablename__ = "import_mapping"

    id: int | None = serial()
    name: str = Field(unique=True)
    mapping: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
