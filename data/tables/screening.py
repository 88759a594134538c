"""Intake: what was tried before, what the rules found, what a prescriber decided."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import (
    Editable,
    Entry,
    corrects,
    entry_checks,
    enumeration,
    key,
    optional_reference,
    reference,
    serial,
)
from data.tables.vocabulary import Disposition


class TreatmentTrial(Entry, table=True):
    """An earlier treatment and what came of it."""

    __tablename__ = "treatment_trial"
    __table_args__ = entry_checks(
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="dates_in_order"),
        sa.CheckConstraint("weeks_adequate >= 0", name="weeks_not_negative"),
    )

    id: int | None = serial()
    corrects: int | None = corrects("treatment_trial.id")
    patient_id: UUID = reference("patient.id")
    kind: str
    """drug, psychotherapy or neurostimulation"""
    treatment_class: str | None = None
    """By its code in data/reference/treatments.toml, for a name that is not on its list."""
    name: str
    dose: str | None = None
    """With its unit, as told."""
    started_on: date | None = None
    ended_on: date | None = None
    weeks_adequate: int | None = None
    percent_improved: int | None = None
    stop_reason: str | None = None


class Draft(Editable, table=True):
    """One section of a screening as far as it is filled in; it stays while people come and go."""

    __table_args__ = (sa.UniqueConstraint("episode_id", "section"),)

    id: int | None = serial()
    episode_id: UUID = reference("episode.id", index=False)
    section: str
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    handed_over_at: datetime | None = None
    """From then on the front desk, who may have filled it in, no longer sees it."""
    handed_over_by: UUID | None = optional_reference("member.id")


class Screening(Entry, table=True):
    """The answers of one screening, the rules that fired, and the policy that judged them."""

    __table_args__ = entry_checks()

    id: UUID = key()
    corrects: UUID | None = corrects("screening.id", of_keys=True)
    episode_id: UUID = reference("episode.id")
    policy_version: str
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    disposition: Disposition = Field(sa_type=enumeration(Disposition, "disposition"))
    escalate: bool = False
    missing: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    """One object a rule that fired: rule, result, input, words."""


class Decision(Entry, table=True):
    """What a prescriber signed, beside what the rules had said."""

    __table_args__ = entry_checks(
        sa.CheckConstraint(
            "verdict <> 'defer' OR revisit_on IS NOT NULL", name="deferral_has_revisit_date"
        ),
        sa.CheckConstraint(
            "verdict = rules_verdict OR override_text IS NOT NULL", name="override_says_why"
        ),
        sa.Index(None, "happened_at"),
    )

    id: int | None = serial()
    corrects: int | None = corrects("decision.id")
    screening_id: UUID = reference("screening.id")
    verdict: Disposition = Field(sa_type=enumeration(Disposition, "verdict"))
    rules_verdict: Disposition = Field(sa_type=enumeration(Disposition, "rules_verdict"))
    override_text: str | None = None
    revisit_on: date | None = None
    reason: str | None = None
    offered: str | None = None
    """What is offered instead, where treatment is not recommended."""
    signed_by: UUID = reference("member.id", index=False)
