"""Derived rows, one a patient, an episode, a session, that lists and pictures read.

They are computed from the events in the same transaction as the event, and hold values and dates
only: nothing that depends on today.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import FOLDED, SERIAL, Key, Record, enumeration
from data.tables.vocabulary import Drug, Route, Stage


class PatientFact(Record, table=True):
    """The caseload's row of one patient: where they stand, in the newest episode.

    `stage` is empty without an episode. Sort keys are never empty, so a page can begin after the
    last row of the one before: `attention` is 0 (item 9 is 2 or 3), 1 (item 9 is
    1), 2 (`rising`) or 3; `scored_sort` is the day of the last complete PHQ-9, the year 1900
    where there is none, so that never scored comes first.
    """

    __tablename__ = "patient_fact"
    __table_args__ = (
        sa.Index("ix_patient_fact_order", "attention", "scored_sort", "since_sort", "patient_id"),
        sa.Index(
            "ix_patient_fact_with",
            "practitioner_id",
            "attention",
            "scored_sort",
            "since_sort",
            "patient_id",
        ),
        sa.Index("ix_patient_fact_stage", "site_id", "stage", "attention"),
        sa.Index("ix_patient_fact_name", "name_sort", "patient_id"),
        sa.Index("ix_patient_fact_since", "since_sort", "patient_id"),
        sa.Index("ix_patient_fact_score", "score_sort", "patient_id"),
        sa.Index("ix_patient_fact_next", "next_sort", "patient_id"),
    )

    patient_id: UUID = Field(primary_key=True, foreign_key="patient.id", sa_type=Key)
    name_sort: str = Field(sa_type=FOLDED)
    site_id: int | None = Field(default=None, sa_type=SERIAL)
    practitioner_id: UUID | None = Field(default=None, sa_type=Key)
    episode_id: UUID | None = Field(default=None, sa_type=Key)
    route: Route | None = Field(default=None, sa_type=enumeration(Route, "route"))
    stage: Stage | None = Field(default=None, sa_type=enumeration(Stage, "stage"))
    stage_since: datetime | None = None
    hold_until: date | None = None
    on_hold: bool = False
    doses: int = 0
    last_session_at: datetime | None = None
    next_session_at: datetime | None = None
    phq9_last: int | None = None
    phq9_at: datetime | None = None
    phq9_change: int | None = None
    """Last complete PHQ-9 minus baseline; below zero is better."""
    rising: bool = False
    """Up by 5 or more, against the score before or against baseline."""
    item9_last: int | None = None
    """The last known answer; a newer PHQ-9 without one does not clear it."""
    item9_at: datetime | None = None
    item9_now: int | None = None
    """That of the newest PHQ-9; empty where it is unknown there."""
    asked_at: datetime | None = None
    """The newest PHQ-9, scored or not."""
    spark: list[Any] = Field(default_factory=list, sa_type=sa.JSON)
    """PHQ-9 totals, oldest first, the last 20."""
    attention: int = 3
    scored_sort: datetime
    next_sort: datetime
    score_sort: int
    """Minus the last total, so that the highest comes first; 1 where there is none."""
    since_sort: datetime


class EpisodeFact(Record, table=True):
    """One episode in short. Baseline is the last PHQ-9 in the 30 days before the first dose."""

    __tablename__ = "episode_fact"
    __table_args__ = (sa.Index(None, "first_dose_on"), sa.Index(None, "inquiry_on"))

    episode_id: UUID = Field(primary_key=True, foreign_key="episode.id", sa_type=Key)
    patient_id: UUID = Field(index=True, foreign_key="patient.id", sa_type=Key)
    stage: Stage | None = Field(default=None, sa_type=enumeration(Stage, "stage"))
    stage_since: datetime | None = None
    first_dose_at: datetime | None = None
    last_dose_at: datetime | None = None
    doses: int = 0
    baseline: int | None = None
    baseline_at: datetime | None = None
    best: int | None = None
    last: int | None = None
    last_at: datetime | None = None
    site_id: int | None = Field(default=None, sa_type=SERIAL)
    route: Route | None = Field(default=None, sa_type=enumeration(Route, "route"))
    practitioner_id: UUID | None = Field(default=None, sa_type=Key)
    """Whose patient it was at the first dose, or is where there was none yet."""
    first_dose_on: date | None = None
    last_dose_on: date | None = None
    inquiry_on: date | None = None
    screening_on: date | None = None
    decided_on: date | None = None
    consented_on: date | None = None
    declined: bool = False
    age: int | None = None
    """Whole years at the first dose."""
    trials: int | None = None
    """Adequate earlier trials that did not work; empty where none was ever recorded."""
    plan_kept: bool | None = None
    """Whether every part of the comprehensive plan is kept; empty where any is not known."""
    induction_planned: int | None = None
    induction_given: int = 0
    induction_last_on: date | None = None
    """The date of the last dose that counts towards induction."""
    induction_last_at: datetime | None = None
    induction_over_on: date | None = None
    """When the last planned dose was given or the stage was left; empty while it goes on."""
    window_closes_on: date | None = None
    """The last date on which an induction dose is in time."""
    induction_in_window: int = 0
    """Induction doses given by then."""
    reviewed_on: date | None = None
    """The first benefit review."""


class SessionFact(Record, table=True):
    """One session in short: its dose, its worst readings and its effects."""

    __tablename__ = "session_fact"
    __table_args__ = (
        sa.Index(None, "local_date"),
        # What the page of side effects counts, without a look at the rows themselves.
        sa.Index(
            "ix_session_fact_counted",
            *("route", "local_date", "dosed", "patient_id", "effects", "number"),
            *("peak_rise", "peak_rise_dbp", "peak_sbp", "peak_dbp"),
        ),
    )

    session_id: UUID = Field(primary_key=True, foreign_key="session.id", sa_type=Key)
    patient_id: UUID = Field(index=True, foreign_key="patient.id", sa_type=Key)
    episode_id: UUID = Field(index=True, foreign_key="episode.id", sa_type=Key)
    site_id: int = Field(sa_type=SERIAL)
    route: Route | None = Field(default=None, sa_type=enumeration(Route, "route"))
    practitioner_id: UUID | None = Field(default=None, sa_type=Key)
    """Of the episode, as of its first dose."""
    local_date: date
    number: int
    dosed: bool = False
    drug: Drug | None = Field(default=None, sa_type=enumeration(Drug, "drug"))
    mg: float | None = None
    mg_per_kg: float | None = None
    pre_sbp: int | None = None
    pre_dbp: int | None = None
    peak_sbp: int | None = None
    peak_dbp: int | None = None
    peak_rise: int | None = None
    """Highest systolic after the first dose minus the reading before it, mmHg."""
    peak_rise_dbp: int | None = None
    """The same of the diastolic pressure."""
    phq9: int | None = None
    """The last scored PHQ-9 from three days before the session to its start."""
    lowest_spo2: int | None = None
    lowest_moaas: int | None = None
    effects: int = 0
    worst_grade: int | None = None
    ready_min: int | None = None
    """Minutes from the first dose until ready to leave."""
