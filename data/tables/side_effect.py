"""Side effects, in sessions and between them."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import Entry, Key, corrects, entry_checks, reference, serial


class SideEffect(Entry, table=True):
    """One side effect of one patient. The grade stays empty until somebody gave one.

    A date that is only partly known is kept as told in `happened_text`, with the `earliest` and
    `latest` day it allows; `happened_at` is then the earliest.
    """

    __tablename__ = "side_effect"
    __table_args__ = entry_checks(
        sa.CheckConstraint("grade BETWEEN 1 AND 5", name="grade_possible"),
        sa.CheckConstraint("onset_min BETWEEN -1440 AND 10080", name="onset_possible"),
        sa.Index(None, "patient_id", "happened_at"),
    )

    id: int | None = serial()
    corrects: int | None = corrects("side_effect.id")
    patient_id: UUID = reference("patient.id", index=False)
    session_id: UUID | None = Field(default=None, foreign_key="session.id", index=True, sa_type=Key)
    term: str
    """A code of data/reference/side_effects.toml."""
    text: str | None = None
    onset_min: int | None = None
    """Minutes from the start of the dose."""
    resolved_at: datetime | None = None
    grade: int | None = None
    serious: bool = False
    criteria: str | None = None
    action: str | None = None
    related: bool | None = None
    """Whether the clinician thinks the medicine caused it; empty where nobody has said."""
    expected: bool | None = None
    reported_at: datetime | None = None
    """When a serious event went to REMS or MedWatch."""
    happened_text: str | None = None
    earliest: date | None = None
    latest: date | None = None
