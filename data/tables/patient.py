"""The patient: who it is, how to reach them, and what else they take or react to."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import (
    FOLDED,
    SERIAL,
    Editable,
    Entry,
    Record,
    corrects,
    entry_checks,
    enumeration,
    key,
    optional_reference,
    reference,
    serial,
)
from data.tables.vocabulary import CareKind, Sex


class Patient(Editable, table=True):
    """One person. The `search_` columns and `phone_reversed` are derived when the row is made."""

    id: UUID = key()
    mrn: str | None = Field(default=None, unique=True, sa_type=FOLDED)
    family: str
    given: str
    preferred_name: str | None = None
    birth_date: date | None = Field(default=None, index=True)
    sex_clinical: Sex | None = Field(default=None, sa_type=enumeration(Sex, "sex_clinical"))
    phone: str | None = None
    email: str | None = None
    language: str | None = None
    message_ok: bool | None = None
    text_ok: bool | None = None
    talk_to: str | None = None
    """With whom the clinic may speak about them."""
    site_id: int | None = Field(default=None, foreign_key="site.id", sa_type=SERIAL)
    search_family: str = Field(index=True, sa_type=FOLDED)
    search_given: str = Field(index=True, sa_type=FOLDED)
    phone_reversed: str | None = Field(default=None, index=True, sa_type=FOLDED)
    merged_into: UUID | None = optional_reference("patient.id", index=True)
    withdrawn: bool = False
    """Made by an import that was undone."""


class PatientIdentifier(Record, table=True):
    """What another system calls this person."""

    __tablename__ = "patient_identifier"
    __table_args__ = (sa.UniqueConstraint("system", "value"),)

    id: int | None = serial()
    patient_id: UUID = reference("patient.id")
    system: str
    value: str
    withdrawn: bool = False
    """Came with an import that was undone; another import may give it to somebody again."""


class Medication(Entry, table=True):
    """A medicine taken outside the clinic. `interacts` names the class screening asks about."""

    __table_args__ = entry_checks()

    id: int | None = serial()
    corrects: int | None = corrects("medication.id")
    patient_id: UUID = reference("patient.id")
    name: str
    interacts: str | None = None
    started_on: date | None = None
    """Empty, too, where only a part of the date is known, which then stands in the text."""
    stopped_on: date | None = None
    started_text: str | None = None
    stopped_text: str | None = None


class Allergy(Entry, table=True):
    """An allergy, or with no substance the recorded answer "no known allergies"."""

    __table_args__ = entry_checks()

    id: int | None = serial()
    corrects: int | None = corrects("allergy.id")
    patient_id: UUID = reference("patient.id")
    substance: str | None = None


class Condition(Entry, table=True):
    """A diagnosis in words. Dates of which a part is known stand in the texts only."""

    __table_args__ = entry_checks()

    id: int | None = serial()
    corrects: int | None = corrects("condition.id")
    patient_id: UUID = reference("patient.id")
    name: str
    since: date | None = None
    ended: date | None = None
    since_text: str | None = None
    ended_text: str | None = None


class ConcurrentCare(Entry, table=True):
    """A part of the comprehensive plan besides the medicine, and whether it is kept up."""

    __tablename__ = "concurrent_care"
    __table_args__ = entry_checks(sa.Index(None, "patient_id", "kind", "happened_at"))

    id: int | None = serial()
    corrects: int | None = corrects("concurrent_care.id")
    patient_id: UUID = reference("patient.id", index=False)
    kind: CareKind = Field(sa_type=enumeration(CareKind, "kind"))
    kept: bool | None = None
    """Empty where it was asked and is not known."""
    since: date | None = None
