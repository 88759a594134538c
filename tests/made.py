"""A small clinic of invented people, put into the record past every service."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session

from data import database
from data.tables import (
    Administration,
    Appointment,
    Assessment,
    Chair,
    DosingSession,
    Episode,
    Member,
    Patient,
    Record,
    Site,
)
from data.tables.base import new_key
from data.tables.vocabulary import Drug, Role
from services.access import User
from services.acting import user_of

Row = TypeVar("Row", bound=Record)

RULES = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger "
    "WHERE NOT tgisinternal",
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def put(row: Row) -> Row:
    """Commit one row; it stays usable."""
    with Session(database.engine(), expire_on_commit=False) as session:
        session.add(row)
        session.commit()
    return row


def sql(statement: str) -> None:
    """Say something to the database directly, as its owner could."""
    with database.engine().begin() as connection:
        connection.exec_driver_sql(statement)


def rows(table: str) -> list[tuple[Any, ...]]:
    """Everything in a table, in a stable order."""
    with database.engine().connect() as connection:
        found = connection.exec_driver_sql(f'SELECT * FROM "{table}"')
        return sorted((tuple(row) for row in found), key=repr)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    with database.engine().connect() as connection:
        names = sa.inspect(connection).get_table_names()
    return {name: rows(name) for name in names}


def rules() -> list[tuple[Any, ...]]:
    """Every rule, index and trigger of the database, in its own words."""
    with database.engine().connect() as connection:
        if connection.dialect.name == "sqlite":
            found = list(connection.exec_driver_sql("SELECT name, sql FROM sqlite_master"))
        else:
            found = [row for words in RULES for row in connection.exec_driver_sql(words)]
    return sorted(map(tuple, found), key=repr)


def site() -> Site:
    return put(Site(id=1, name="Main Street", tz="America/Los_Angeles"))


def member(*roles: Role, **columns: Any) -> Member:
    made = {"name": "Ivy Invented", "initials": "II", "email": f"{uuid4()}@clinic.example"}
    return put(Member(**made | {"roles": [role.value for role in roles]} | columns))


def user(*roles: Role) -> User:
    """Somebody with an account of these roles."""
    return user_of(member(*roles))


def patient(**columns: Any) -> UUID:
    """A new patient's id."""
    names = {"family": "Invented", "given": "Ann"}
    folded = {"search_family": "invented", "search_given": "ann"}
    return put(Patient(**names | folded | columns)).id


def episode(patient_id: UUID, **columns: Any) -> UUID:
    """A new episode's id; at the site, which must be there."""
    made = {"patient_id": patient_id, "site_id": 1, "opened_at": NOON - timedelta(days=60)}
    return put(Episode(**made | columns)).id


def score(patient_id: UUID, total: int | None, at: datetime = NOON, **columns: Any) -> Assessment:
    """A PHQ-9 with this total, or with None one that was not finished."""
    made: dict[str, Any] = {
        "patient_id": patient_id,
        "instrument": "phq9",
        "definition_version": "1",
        "total": total,
        "complete": total is not None,
        "answered": 8 if total is None else 9,
        "happened_at": at,
    }
    return put(Assessment(**made | columns))


def booking(patient_id: UUID, episode_id: UUID, at: datetime, **columns: Any) -> UUID:
    """The id of a visit of two hours."""
    made: dict[str, Any] = {
        "id": new_key(),
        "episode_id": episode_id,
        "patient_id": patient_id,
        "site_id": 1,
        "starts_at": at,
        "ends_at": at + timedelta(hours=2),
    }
    return put(Appointment(**made | columns)).id


def dosing(patient_id: UUID, episode_id: UUID, at: datetime, **columns: Any) -> UUID:
    """A new session's id, with its appointment and one dose given at `at`."""
    visit_id = booking(patient_id, episode_id, at)
    made: dict[str, Any] = {
        "appointment_id": visit_id,
        "patient_id": patient_id,
        "episode_id": episode_id,
        "number": 1,
        "local_date": at.date(),
        "first_dose_at": at,
    }
    session_id = put(DosingSession(**made | columns)).id
    put(
        Administration(
            session_id=session_id, drug=Drug.KETAMINE, mg=40, weight_kg=80, happened_at=at
        )
    )
    return session_id


@dataclass(frozen=True)
class Clinic:
    """Two of everything that can be booked."""

    patients: tuple[UUID, UUID]
    episodes: tuple[UUID, UUID]
    chairs: tuple[UUID, UUID]
    monitors: tuple[UUID, UUID]


def clinic() -> Clinic:
    """Two patients in treatment, two chairs and two monitors at one site."""
    site()
    patients = (patient(), patient())
    return Clinic(
        patients=patients,
        episodes=(episode(patients[0]), episode(patients[1])),
        chairs=(put(Chair(site_id=1, name="1")).id, put(Chair(site_id=1, name="2")).id),
        monitors=(member().id, member().id),
    )
