"""One filled-in questionnaire, kept by item so that every score can be derived again."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import (
    SERIAL,
    Entry,
    corrects,
    entry_checks,
    key,
    optional_reference,
    reference,
)


class Assessment(Entry, table=True):
    """Answers by item beside the typed results that lists and charts read.

    `answers` is empty for a total that came without items; `item9` is then unknown, never 0.
    `recorded_total` is what the source claimed; where it differs from `total` both are shown.
    """

    __table_args__ = entry_checks(
        sa.Index(None, "patient_id", "instrument", "happened_at"),
        sa.CheckConstraint("item9 BETWEEN 0 AND 3", name="item9_is_an_answer"),
        sa.CheckConstraint("total IS NULL OR complete OR answers IS NULL", name="total_is_earned"),
    )

    id: UUID = key()
    corrects: UUID | None = corrects("assessment.id", of_keys=True)
    patient_id: UUID = reference("patient.id", index=False)
    episode_id: UUID | None = optional_reference("episode.id", index=True)
    instrument: str
    definition_version: str
    answers: list[Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    total: int | None = None
    severity: str | None = None
    item9: int | None = None
    answered: int = 0
    complete: bool = False
    recorded_total: int | None = None
    note: str | None = None
    source: str | None = None
    batch_id: int | None = Field(
        default=None, foreign_key="import_batch.id", index=True, sa_type=SERIAL
    )
