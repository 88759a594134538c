"""What the record already holds of a file's people and entries, and what a batch brought."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands
from data.queries.some import some
from data.tables import Entry, Record

Identifier = tuple[str, str]


@dataclass(frozen=True)
class Known:
    """Somebody who is here."""

    family: str
    given: str
    birth_date: date | None


@dataclass(frozen=True)
class Alike:
    """Somebody here who shares a name and birth date, or a phone, with somebody of a file."""

    patient_id: UUID
    family: str
    given: str
    birth_date: date | None
    mrn: str | None
    phone: str | None
    search_family: str
    search_given: str
    phone_reversed: str | None


def people_with(session: Session, identifiers: Iterable[Identifier]) -> dict[Identifier, set[UUID]]:
    """Patients who bear these identifiers, merged ones as who they are now."""
    known, found = t.PatientIdentifier, dict[Identifier, set[UUID]]()
    for few in some(identifiers):
        select = (
            sa.select(known.system, known.value, _person().label("id"))
            .join(t.Patient, t.Patient.id == known.patient_id)
            .where(sa.tuple_(known.system, known.value).in_(few), ~known.withdrawn)
        )
        for row in session.execute(select):
            found.setdefault((row.system, row.value), set()).add(row.id)
    return found


def withdrawn_identifiers(
    session: Session, identifiers: Iterable[Identifier]
) -> dict[Identifier, int]:
    """Identifiers of which an undone import left the row, by which row."""
    known, found = t.PatientIdentifier, dict[Identifier, int]()
    for few in some(identifiers):
        select = sa.select(known.system, known.value, known.id).where(
            sa.tuple_(known.system, known.value).in_(few), known.withdrawn
        )
        found |= {(row.system, row.value): row.id for row in session.execute(select)}
    return found


def give_identifier(session: Session, number: int, patient_id: UUID) -> None:
    """A withdrawn identifier means this person from now on."""
    known = t.PatientIdentifier
    session.execute(
        sa.update(known).where(known.id == number).values(patient_id=patient_id, withdrawn=False)
    )


def with_mrns(session: Session, mrns: Iterable[str]) -> dict[str, tuple[UUID, date | None]]:
    """Who bears these MRNs, and when they were born."""
    person, found = t.Patient, dict[str, tuple[UUID, date | None]]()
    for few in some(mrns):
        select = sa.select(person.mrn, _person().label("id"), person.birth_date)
        for row in session.execute(select.where(person.mrn.in_(few))):
            found[row.mrn] = (row.id, row.birth_date)
    return found


def known(session: Session, patient_id: UUID) -> Known:
    """Name and birth date."""
    person = t.Patient
    row = session.execute(
        sa.select(person.family, person.given, person.birth_date).where(person.id == patient_id)
    ).one()
    return Known(row.family, row.given, row.birth_date)


def alike(
    session: Session, names: Iterable[tuple[str, str, date]], phones: Iterable[str]
) -> list[Alike]:
    """People with one of these folded names and birth dates, or one of these phones reversed."""
    person = t.Patient
    wanted: list[Any] = [
        sa.tuple_(person.search_family, person.search_given, person.birth_date).in_(few)
        for few in some(names)
    ]
    wanted += [person.phone_reversed.in_(few) for few in some(phones)]
    found: dict[UUID, Alike] = {}
    for condition in wanted:
        select = sa.select(
            _person().label("patient_id"),
            *(getattr(person, name) for name in list(Alike.__annotations__)[1:]),
        ).where(condition, ~person.withdrawn)
        for row in session.execute(select):
            found[row.patient_id] = Alike(**row._mapping)
    return list(found.values())


def held(session: Session, table: type[Record], keys: Iterable[UUID]) -> dict[UUID, bool]:
    """Which of these are here, and whether they stand.

    Entries are known by the key made from their content, rows with an id of that kind by their id.
    """
    found: dict[UUID, bool] = {}
    entity: Any = table
    column = entity.entry_key if issubclass(table, Entry) else entity.id
    here = stands(entity) if issubclass(table, Entry) else ~entity.withdrawn
    for few in some(keys):
        select = sa.select(column, here).where(column.in_(few))
        found |= {key: bool(stood) for key, stood in session.execute(select)}
    return found


def open_courses(session: Session, people: Iterable[UUID]) -> dict[UUID, list[tuple[UUID, Any]]]:
    """Open episodes by patient, the newest first: id and route."""
    episode, found = t.Episode, dict[UUID, list[tuple[UUID, Any]]]()
    for few in some(people):
        select = (
            sa.select(episode.patient_id, episode.id, episode.route)
            .where(episode.patient_id.in_(few), episode.closed_at.is_(None), ~episode.withdrawn)
            .order_by(episode.opened_at.desc())
        )
        for row in session.execute(select):
            found.setdefault(row.patient_id, []).append((row.id, row.route))
    return found


def chairs(session: Session) -> list[tuple[UUID, str, int]]:
    """Chairs in use: id, name, site."""
    chair = t.Chair
    select = sa.select(chair.id, chair.name, chair.site_id).where(chair.retired_on.is_(None))
    return [(row.id, row.name, row.site_id) for row in session.execute(select)]


def sites(session: Session) -> list[int]:
    """Sites by number."""
    return list(session.execute(sa.select(t.Site.id).order_by(t.Site.id)).scalars())


def taken(session: Session, starts: datetime, ends: datetime) -> list[tuple[UUID | None, UUID]]:
    """Chairs and patients of bookings that hold some of this time."""
    booking = t.Appointment
    select = sa.select(booking.chair_id, booking.patient_id).where(
        booking.holds,
        booking.starts_at < ends,
        booking.ends_at > starts,
        booking.starts_at > starts - timedelta(days=1),
    )
    return [(row.chair_id, row.patient_id) for row in session.execute(select)]


def booked_at(session: Session, patient_id: UUID, starts: datetime) -> bool:
    """Whether the patient has a booking that begins then, whatever became of it."""
    booking = t.Appointment
    select = sa.select(sa.literal(1)).where(
        booking.patient_id == patient_id, booking.starts_at == starts, ~booking.withdrawn
    )
    return session.execute(select.limit(1)).first() is not None


def _person() -> Any:
    return sa.func.coalesce(t.Patient.merged_into, t.Patient.id, type_=t.Patient.id.type)
