"""What files brought in, row by row, so that an import is idempotent and can be undone."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import (
    SERIAL,
    Record,
    enumeration,
    now,
    optional_reference,
    serial,
)
from data.tables.vocabulary import RowOutcome


class ImportBatch(Record, table=True):
    """One file that was taken in, known by the SHA-256 of its bytes."""

    __tablename__ = "import_batch"

    id: int | None = serial()
    digest: str = Field(index=True)
    kind: str
    at: datetime = Field(default_factory=now)
    by: UUID | None = optional_reference("member.id")
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)


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
