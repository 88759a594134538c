"""Derived rows that insight pages count: visits, effects, scores of a course and its outcomes.

Like all facts they hold values and dates of the clinic, never anything that depends on today.
"""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import SERIAL, Key, Record, enumeration
from data.tables.vocabulary import AppointmentStatus, Route


class VisitFact(Record, table=True):
    """One booking and what its chair was used for. Minutes of a clock count from midnight."""

    __tablename__ = "visit_fact"
    __table_args__ = (sa.Index(None, "local_date"), sa.Index(None, "episode_id", "local_date"))

    appointment_id: UUID = Field(primary_key=True, foreign_key="appointment.id", sa_type=Key)
    patient_id: UUID = Field(index=True, foreign_key="patient.id", sa_type=Key)
    episode_id: UUID = Field(foreign_key="episode.id", sa_type=Key)
    site_id: int = Field(sa_type=SERIAL)
    chair_id: UUID | None = Field(default=None, sa_type=Key)
    practitioner_id: UUID | None = Field(default=None, sa_type=Key)
    """Whose patient it is."""
    monitor_id: UUID | None = Field(default=None, sa_type=Key)
    """Who watched."""
    route: Route | None = Field(default=None, sa_type=enumeration(Route, "route"))
    local_date: date
    weekday: int
    """0 is Monday."""
    week_on: date
    """The Monday of its week."""
    month_on: date
    """The first day of its month."""
    status: AppointmentStatus = Field(sa_type=enumeration(AppointmentStatus, "status"))
    start_min: int
    planned_min: int
    hours_before: float | None = None
    """Hours from the cancellation to the start."""
    lead_days: float | None = None
    """Days from the first booking to the start."""
    freed: bool = False
    """Given up before its start, so that somebody else could have had the chair."""
    refilled: bool = False
    """And somebody else had it: a booking made since on that chair overlaps it."""
    dosed: bool = False
    in_min: int | None = None
    """When the patient took the chair."""
    out_min: int | None = None
    """When the patient left it; the planned end where nobody noted it (`imputed`)."""
    imputed: bool = False
    waiting_min: int | None = None
    """From ready to leave until gone."""
    late_start_min: int | None = None
    """First dose later than planned; not below zero, as the next two."""
    long_dose_min: int | None = None
    """From first dose to ready, longer than planned."""
    slow_discharge_min: int | None = None
    """From ready until gone, longer than planned."""
    readings: int = 0
    """Of the three moments with a blood pressure (before, 40 minutes, leaving), how many have."""
    signed: bool = False
    """The discharge is signed."""
    rems_due_on: date | None = None
    rems_submitted_on: date | None = None


class EffectFact(Record, table=True):
    """One side effect that stands, with the session and course it belongs to."""

    __tablename__ = "effect_fact"
    __table_args__ = (sa.Index(None, "route", "local_date"), sa.Index(None, "local_date"))

    side_effect_id: int = Field(primary_key=True, foreign_key="side_effect.id", sa_type=SERIAL)
    patient_id: UUID = Field(index=True, foreign_key="patient.id", sa_type=Key)
    episode_id: UUID | None = Field(default=None, index=True, sa_type=Key)
    """Of its session; between sessions, the course whose dose was the last before it."""
    site_id: int | None = Field(default=None, sa_type=SERIAL)
    route: Route | None = Field(default=None, sa_type=enumeration(Route, "route"))
    practitioner_id: UUID | None = Field(default=None, sa_type=Key)
    session_id: UUID | None = Field(default=None, index=True, sa_type=Key)
    term: str
    local_date: date
    """Of the session; between sessions the earliest date it may have begun."""
    grade: int | None = None
    serious: bool = False
    onset_min: int | None = None
    lasted_min: int | None = None


class ScoreFact(Record, table=True):
    """One total within a dosed course, from its baseline on.

    The last score of one course can be the baseline of the next, and then has a row in each.
    """

    __tablename__ = "score_fact"
    __table_args__ = (sa.Index(None, "episode_id", "instrument", "days"),)

    assessment_id: UUID = Field(primary_key=True, foreign_key="assessment.id", sa_type=Key)
    episode_id: UUID = Field(primary_key=True, foreign_key="episode.id", sa_type=Key)
    patient_id: UUID = Field(index=True, foreign_key="patient.id", sa_type=Key)
    instrument: str
    days: int
    """From the first dose, by dates of the clinic; the baseline has 0 or less."""
    week: int
    """0 is the baseline; week 1 begins with the first dose."""
    doses: int
    """Doses given before it."""
    total: int
    response: bool | None = None
    """Against baseline; empty where the course is not evaluable."""
    remission: bool | None = None
    last_of_week: bool = False
    """The one that counts for its week."""


class OutcomeFact(Record, table=True):
    """What one instrument says of one dosed course. Definitions: data/reference/outcomes.toml."""

    __tablename__ = "outcome_fact"

    episode_id: UUID = Field(primary_key=True, foreign_key="episode.id", sa_type=Key)
    instrument: str = Field(primary_key=True)
    patient_id: UUID = Field(index=True, foreign_key="patient.id", sa_type=Key)
    baseline: int | None = None
    band: str | None = None
    """Severity at baseline."""
    entry: bool | None = None
    """Whether baseline is high enough for response and remission to mean anything."""
    end: int | None = None
    """The score that ends induction."""
    end_days: int | None = None
    """Days from the last induction dose to it."""
    end_response: bool | None = None
    end_remission: bool | None = None
    end_reliable: int | None = None
    """1 better, -1 worse, 0 neither, by more than one person's scores vary."""
    last: int | None = None
    last_days: int | None = None
    """Days from the first dose to the last score of the course."""
    best: int | None = None
    response_days: int | None = None
    response_doses: int | None = None
    sustained: bool | None = None
    """Still met at every score for 28 days; empty while that cannot be known."""
    remission_days: int | None = None
    relapse_days: int | None = None
    """Days from the first dose to the score with which a relapse after response was met."""
    remission_lost_days: int | None = None
    """The same after remission."""
    worse: bool | None = None
    """Deterioration at any score."""
    item9_baseline: int | None = None
    item9_last: int | None = None
