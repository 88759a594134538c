"""Bookings. That no chair, patient or monitor is booked twice is kept by guards of the database."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import (
    SERIAL,
    Editable,
    Entry,
    corrects,
    entry_checks,
    enumeration,
    key,
    now,
    optional_reference,
    reference,
    serial,
)
from data.tables.vocabulary import AppointmentStatus


class Appointment(Editable, table=True):
    """One booked visit. While it `holds`, its chair, patient and monitor's place are taken."""

    __table_args__ = (
        # 24 h bounds what the overlap triggers must look at.
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.Index(None, "patient_id", "starts_at"),
        sa.Index(None, "chair_id", "starts_at"),
        sa.Index(None, "monitor_id", "monitor_place", "starts_at"),
        sa.Index(None, "site_id", "starts_at"),
    )

    id: UUID = key()
    episode_id: UUID = reference("episode.id")
    patient_id: UUID = reference("patient.id", index=False)
    site_id: int = Field(foreign_key="site.id", sa_type=SERIAL)
    chair_id: UUID | None = optional_reference("chair.id")
    monitor_id: UUID | None = optional_reference("member.id")
    monitor_place: int | None = None
    """A monitor with room for three patients has places 1 to 3."""
    starts_at: datetime
    ends_at: datetime
    status: AppointmentStatus = Field(
        default=AppointmentStatus.BOOKED,
        sa_type=enumeration(AppointmentStatus, "status"),
    )
    holds: bool = True
    booked_at: datetime = Field(default_factory=now)
    booked_by: UUID | None = optional_reference("member.id")
    first_booked_at: datetime = Field(default_factory=now)
    """Of the booking this one was moved from, or its own."""
    withdrawn: bool = False
    """Made by an import that was undone; it counts nowhere."""


class AppointmentEvent(Entry, table=True):
    """A change of a booking's status: who asked for it, how long before, and why."""

    __tablename__ = "appointment_event"
    __table_args__ = entry_checks()

    id: int | None = serial()
    corrects: int | None = corrects("appointment_event.id")
    appointment_id: UUID = reference("appointment.id")
    from_status: AppointmentStatus | None = Field(
        default=None,
        sa_type=enumeration(AppointmentStatus, "from_status"),
    )
    to_status: AppointmentStatus = Field(sa_type=enumeration(AppointmentStatus, "to_status"))
    asked_by: str | None = None
    hours_before: float | None = None
    reason: str | None = None
