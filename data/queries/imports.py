"""What the record already holds of a file's people and entries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from data.queries import everything, whole
from data.queries.columns import t
from data.queries.current import stands
from data.queries.some import some
from data.tables import Entry, Record
from data.tables.vocabulary import AppointmentStatus

Identifier = tuple[str, str]

OF_A_FILE = "urn:sha256:"
"""Begins the system of a number by which somebody is known within one imported file."""


@dataclass(frozen=True)
class Known:
    """Somebody who is here."""

    family: str
    given: str
    birth_date: date | None = None
    preferred_name: str | None = None
    phone: str | None = None
    email: str | None = None
    language: str | None = None
    message_ok: bool | None = None
    text_ok: bool | None = None

    @property
    def is_subject(self) -> bool:
        """Whether they are known by a number only, as a file without names brought them."""
        return self.family.startswith("Subject ") and not self.given


@dataclass(frozen=True)
class Alike:
    """Somebody here who may share a name and birth date, or a phone, with somebody of a file."""

    patient_id: UUID
    family: str
    given: str
    birth_date: date | None
    mrn: str | None
    phone: str | None
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


def who_became(session: Session, people: Iterable[UUID]) -> list[UUID]:
    """These patients, and those whose rows were merged into theirs."""
    person, found = t.Patient, list[UUID]()
    for few in some(people):
        either = person.id.in_(few) | person.merged_into.in_(few)
        found += session.execute(sa.select(person.id).where(either)).scalars()
    return found


def with_mrns(session: Session, mrns: Iterable[str]) -> dict[str, tuple[UUID, date | None]]:
    """Who bears these MRNs, and when they were born."""
    person, found = t.Patient, dict[str, tuple[UUID, date | None]]()
    for few in some(mrns):
        select = sa.select(person.mrn, _person().label("id"), person.birth_date)
        for row in session.execute(select.where(person.mrn.in_(few))):
            found[row.mrn] = (row.id, row.birth_date)
    return found


def known(session: Session, patient_id: UUID) -> Known:
    """Who this is and how they are reached."""
    columns = [getattr(t.Patient, each.name) for each in fields(Known)]
    return Known(*session.execute(sa.select(*columns).where(t.Patient.id == patient_id)).one())


def alike(
    session: Session,
    born: Iterable[date],
    families: Iterable[str],
    phones: Iterable[str],
) -> list[Alike]:
    """People born on one of these days, with one of these folded family names, or with one of these
    phones reversed."""
    person = t.Patient
    wanted: list[Any] = [person.birth_date.in_(few) for few in some(born)]
    wanted += [person.search_family.in_(few) for few in some(families)]
    wanted += [person.phone_reversed.in_(few) for few in some(phones)]
    return _alike(session, wanted)


def these(session: Session, people: Iterable[UUID]) -> list[Alike]:
    """These people, as they are shown beside others."""
    return _alike(session, [t.Patient.id.in_(few) for few in some(people)])


def _alike(session: Session, wanted: Iterable[Any]) -> list[Alike]:
    person, found = t.Patient, dict[Alike, None]()
    for condition in wanted:
        select = sa.select(
            _person().label("patient_id"),
            *(getattr(person, name) for name in list(Alike.__annotations__)[1:]),
        ).where(condition, ~person.withdrawn)
        for row in session.execute(select):
            found[Alike(**row._mapping)] = None
    return list(found)


class Held(Enum):
    """What became of a row that a file brought before."""

    STANDS = "stands"
    CHANGED = "changed"
    """Corrected or struck out by somebody here: what a file said before does not come back."""
    UNDONE = "undone"


UNDONE = "Import undone: "
"""How the reason of an entry begins that an undone import struck out."""


def entered(
    session: Session, tables: Iterable[type[Record]], people: list[UUID]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Table, id and entry_key of what was ever entered of them, without what an undone import
    brought."""
    for model in tables:
        table = whole.table_of(model)
        select = sa.select(*(table.c[name] for name in ("id", "entry_key") if name in table.c))
        theirs = everything.about(table, people)
        if theirs is not None:
            for row in session.execute(select.where(theirs, ~_undone(model))):
                yield table.name, dict(row._mapping)


def held(session: Session, table: type[Record], keys: Iterable[UUID]) -> dict[UUID, Held]:
    """Which of these are here, and what became of them.

    Entries are known by the key made from their content, rows with an id of that kind by their id.
    """
    found: dict[UUID, Held] = {}
    entity: Any = table
    if issubclass(table, Entry):
        column, here = entity.entry_key, stands(entity)
    else:
        column, here = entity.id, ~entity.withdrawn
    undone = _undone(table)
    for few in some(keys):
        for key, stood, taken_back in session.execute(
            sa.select(column, here, undone).where(column.in_(few))
        ):
            gone = Held.UNDONE if taken_back else Held.CHANGED
            found[key] = Held.STANDS if stood else gone
    return found


def _undone(table: type[Record]) -> sa.ColumnElement[bool]:
    """Whether a row came with an import that was undone."""
    entity: Any = table
    if not issubclass(table, Entry):
        withdrawn: sa.ColumnElement[bool] = entity.withdrawn
        return withdrawn
    later: Any = aliased(table)
    return sa.exists(
        sa.select(sa.literal(1)).where(
            later.corrects == entity.id, later.struck, later.why.startswith(UNDONE)
        )
    )


def open_episodes(session: Session, people: Iterable[UUID]) -> dict[UUID, list[tuple[UUID, Any]]]:
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


def taken(session: Session, starts: datetime, ends: datetime) -> list[Any]:
    """Bookings that hold some of this time: chair_id, patient_id, starts_at, ends_at."""
    booking = t.Appointment
    select = sa.select(
        booking.chair_id, booking.patient_id, booking.starts_at, booking.ends_at
    ).where(
        booking.holds,
        booking.starts_at < ends,
        booking.ends_at > starts,
        booking.starts_at > starts - timedelta(days=1),
    )
    return list(session.execute(select))


def status_of(session: Session, booking_id: UUID) -> AppointmentStatus | None:
    """Where a booking stands; None where it is only in the files of this import."""
    booking = t.Appointment
    found: AppointmentStatus | None = session.execute(
        sa.select(booking.status).where(booking.id == booking_id)
    ).scalar_one_or_none()
    return found


def _person() -> Any:
    return sa.func.coalesce(t.Patient.merged_into, t.Patient.id, type_=t.Patient.id.type)
