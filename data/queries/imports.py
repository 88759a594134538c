"""What the record already holds of a file's people and entries."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t

Identifier = tuple[str, str]


def people_with(session: Session, identifiers: Iterable[Identifier]) -> set[UUID]:
    """Patients who bear one of these identifiers, merged ones as who they are now."""
    known = t.PatientIdentifier
    by = [
        t.Patient.id.in_(
            sa.select(known.patient_id).where(known.system == system, known.value == value)
        )
        for system, value in identifiers
    ]
    if not by:
        return set()
    return set(session.execute(sa.select(_person()).where(sa.or_(*by))).scalars())


def with_mrn(session: Session, mrn: str) -> tuple[UUID, date | None] | None:
    """Who bears this MRN, and when they were born."""
    bearer = sa.select(_person(), t.Patient.birth_date).where(t.Patient.mrn == mrn)
    found = session.execute(bearer).first()
    return (found[0], found[1]) if found else None


def _person() -> Any:
    return sa.func.coalesce(t.Patient.merged_into, t.Patient.id, type_=t.Patient.id.type)


def name_of(session: Session, patient_id: UUID) -> tuple[str, str]:
    """Family and given name."""
    row = session.execute(
        sa.select(t.Patient.family, t.Patient.given).where(t.Patient.id == patient_id)
    ).one()
    return row.family, row.given


def born(session: Session, patient_id: UUID) -> date | None:
    """Birth date."""
    found: date | None = session.execute(
        sa.select(t.Patient.birth_date).where(t.Patient.id == patient_id)
    ).scalar_one()
    return found


def held_keys(session: Session, keys: Collection[UUID]) -> set[UUID]:
    """Which of these assessments are already here, by the key made from their content."""
    key = t.Assessment.entry_key
    return set(session.execute(sa.select(key).where(key.in_(keys))).scalars())
