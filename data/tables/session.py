"""One dosing session: what was given, and what was measured while it worked."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import (
    Editable,
    Entry,
    Key,
    corrects,
    entry_checks,
    enumeration,
    key,
    optional_reference,
    reference,
    serial,
)
from data.tables.vocabulary import Drug, Moment, Position


class DosingSession(Editable, table=True):
    """A visit at which dosing was begun or refused. Its number counts given doses."""

    __tablename__ = "session"
    __table_args__ = (sa.Index(None, "patient_id", "local_date"),)

    id: UUID = key()
    appointment_id: UUID = Field(foreign_key="appointment.id", unique=True, sa_type=Key)
    patient_id: UUID = reference("patient.id", index=False)
    episode_id: UUID = reference("episode.id")
    number: int
    local_date: date
    """The date in the zone of the site, on which due dates rest."""
    chair_in: datetime | None = None
    first_dose_at: datetime | None = None
    ready_at: datetime | None = None
    chair_out: datetime | None = None
    discharge_signed_at: datetime | None = None
    discharge_signed_by: UUID | None = optional_reference("member.id")
    closed_at: datetime | None = None
    exception: str | None = None


class Administration(Entry, table=True):
    """One infusion or the devices of one nasal dose. `happened_at` is its start."""

    __table_args__ = entry_checks(sa.CheckConstraint("mg > 0 AND mg <= 1000", name="mg_possible"))

    id: int | None = serial()
    corrects: int | None = corrects("administration.id")
    session_id: UUID = reference("session.id")
    drug: Drug = Field(sa_type=enumeration(Drug, "drug"))
    mg: float
    weight_kg: float | None = None
    weighed_on: date | None = None
    minutes: int | None = None
    stopped_why: str | None = None


class Vital(Entry, table=True):
    """One set of readings. A value that was not taken is empty, never zero."""

    __table_args__ = entry_checks(
        sa.CheckConstraint("sbp BETWEEN 40 AND 300", name="sbp_possible"),
        sa.CheckConstraint("dbp BETWEEN 20 AND 200", name="dbp_possible"),
        sa.CheckConstraint("dbp < sbp", name="dbp_below_sbp"),
        sa.CheckConstraint("hr BETWEEN 20 AND 250", name="hr_possible"),
        sa.CheckConstraint("spo2 BETWEEN 50 AND 100", name="spo2_possible"),
        sa.CheckConstraint("rr BETWEEN 2 AND 80", name="rr_possible"),
        sa.CheckConstraint("weight_kg BETWEEN 30 AND 250", name="weight_possible"),
        sa.Index(None, "session_id", "happened_at"),
    )

    id: int | None = serial()
    corrects: int | None = corrects("vital.id")
    patient_id: UUID = reference("patient.id")
    session_id: UUID | None = Field(default=None, foreign_key="session.id", sa_type=Key)
    moment: Moment = Field(default=Moment.EXTRA, sa_type=enumeration(Moment, "moment"))
    sbp: int | None = None
    dbp: int | None = None
    hr: int | None = None
    spo2: int | None = None
    rr: int | None = None
    weight_kg: float | None = None
    position: Position | None = Field(default=None, sa_type=enumeration(Position, "position"))


class MedicineGiven(Entry, table=True):
    """A medicine given against an effect, and whether it worked."""

    __tablename__ = "medicine_given"
    __table_args__ = entry_checks()

    id: int | None = serial()
    corrects: int | None = corrects("medicine_given.id")
    session_id: UUID = reference("session.id")
    name: str
    dose: str
    """With its unit."""
    against: str
    """The code of a side effect."""
    worked: bool | None = None
    """Empty while nobody has said."""


class RemsForm(Editable, table=True):
    """The monitoring form of one Spravato session: when it is due and when it went out."""

    __tablename__ = "rems_form"

    id: int | None = serial()
    session_id: UUID = Field(foreign_key="session.id", unique=True, sa_type=Key)
    due_on: date
    """The seventh day after the treatment date is the last one."""
    submitted_on: date | None = None
    confirmation: str | None = None


class ObservationScale(Entry, table=True):
    """Sedation and dissociation as observed during a session."""

    __tablename__ = "observation_scale"
    __table_args__ = entry_checks(
        sa.CheckConstraint("moaas BETWEEN 0 AND 5", name="moaas_possible"),
        sa.CheckConstraint("cadss6 BETWEEN 0 AND 24", name="cadss6_possible"),
    )

    id: int | None = serial()
    corrects: int | None = corrects("observation_scale.id")
    session_id: UUID = reference("session.id")
    moment: Moment = Field(default=Moment.EXTRA, sa_type=enumeration(Moment, "moment"))
    moaas: int | None = None
    cadss6: int | None = None
