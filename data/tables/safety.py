"""What keeps a patient safe between visits: risk assessments, safety plans, and open work."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import (
    Editable,
    Entry,
    Key,
    Record,
    corrects,
    entry_checks,
    enumeration,
    key,
    now,
    optional_reference,
    reference,
    serial,
)
from data.tables.vocabulary import ItemStatus, ItemStep, RiskLevel


class RiskAssessment(Entry, table=True):
    """What a clinician found when they assessed the risk of suicide, and what was agreed."""

    __tablename__ = "risk_assessment"
    __table_args__ = entry_checks()

    id: int | None = serial()
    corrects: int | None = corrects("risk_assessment.id")
    patient_id: UUID = reference("patient.id")
    level: RiskLevel = Field(sa_type=enumeration(RiskLevel, "level"))
    plan: str
    next_review_on: date | None = None


class SafetyPlan(Entry, table=True):
    """That a safety plan was agreed, and where it lies."""

    __tablename__ = "safety_plan"
    __table_args__ = entry_checks()

    id: int | None = serial()
    corrects: int | None = corrects("safety_plan.id")
    patient_id: UUID = reference("patient.id")
    reference: str


class WorkItem(Editable, table=True):
    """Something that somebody has to do for a patient, raised by a rule, once a source."""

    __tablename__ = "work_item"
    __table_args__ = (
        sa.Index(
            "uq_work_item_open",
            "patient_id",
            "rule",
            "source_key",
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        ),
        sa.Index(None, "status", "due_at"),
    )

    id: UUID = key()
    patient_id: UUID = Field(foreign_key="patient.id", sa_type=Key)
    rule: str
    """By its id in data/reference/signals.toml."""
    source_key: str
    """What it came from, such as one questionnaire: the same one raises it once."""
    priority: int
    owner_id: UUID | None = optional_reference("member.id", index=True)
    due_at: datetime
    status: ItemStatus = Field(default=ItemStatus.OPEN, sa_type=enumeration(ItemStatus, "status"))


class WorkItemEvent(Record, table=True):
    """One step of a work item, in order."""

    __tablename__ = "work_item_event"

    id: int | None = serial()
    item_id: UUID = reference("work_item.id")
    what: ItemStep = Field(sa_type=enumeration(ItemStep, "what"))
    text: str | None = None
    at: datetime = Field(default_factory=now)
    by: UUID | None = optional_reference("member.id")
