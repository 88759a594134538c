"""The demo clinic for tests: who looks, who is put there besides, and what the record holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from data import database
from data.tables import Audit, Episode, Member, Patient, Record, StageEvent
from data.tables.search import digits_reversed, fold
from data.tables.vocabulary import Route, Stage
from services import facts
from services.access import User
from services.acting import user_of

ZONE = ZoneInfo("America/Los_Angeles")
DOCTOR, NURSE, DESK, MANAGER, ADMINISTRATOR, OWNER = "ML", "RD", "JW", "PR", "SB", "HA"
"""The six people of the demonstration, by initials."""
SIX = (DOCTOR, NURSE, DESK, MANAGER, ADMINISTRATOR, OWNER)


def user(initials: str) -> User:
    """Somebody of the team, with the rights they have now."""
    return user_of(one(sa.select(Member).where(sa.column("initials") == initials)))


def rows(select: sa.Select[Any]) -> list[Any]:
    """What the record itself says, past every service."""
    with Session(database.engine(), expire_on_commit=False) as session:
        return list(session.execute(select))


def one(select: sa.Select[Any]) -> Any:
    """The single value of a select that finds one."""
    (row,) = rows(select)
    return row[0]


def count(table: type[Record]) -> int:
    """How many rows a table has."""
    found: int = one(sa.select(sa.func.count()).select_from(table))
    return found


def audited(action: str) -> int:
    """How often an act stands in the audit trail."""
    return len(rows(sa.select(Audit.id).where(Audit.action == action)))


def keep(*added: Record) -> None:
    """Put rows into the record as they are, in this order, and compute everybody's facts."""
    with Session(database.engine(), expire_on_commit=False) as session:
        for row in added:
            session.add(row)
            session.flush()
        facts.rebuild(session)
        session.commit()


def patient(family: str = "Invented", given: str = "Ann", **columns: Any) -> Patient:
    """A person who can be searched for; not kept yet."""
    return Patient(
        family=family,
        given=given,
        search_family=fold(family),
        search_given=fold(given),
        phone_reversed=digits_reversed(columns.get("phone") or "") or None,
        **columns,
    )


def episode(patient_id: UUID, stage: Stage, **columns: Any) -> tuple[Episode, StageEvent]:
    """A course that stands at this stage since noon ten days ago; not kept yet."""
    noon = datetime.now(ZONE).replace(hour=12, minute=0, second=0, microsecond=0)
    since = noon - timedelta(days=10)
    known: dict[str, Any] = {"site_id": 1, "route": Route.IV, "opened_at": since}
    made = Episode(patient_id=patient_id, **known | columns)
    return made, StageEvent(episode_id=made.id, to_stage=stage, happened_at=since)


def named(family: str) -> UUID:
    """The only patient of that family name."""
    found: UUID = one(sa.select(Patient.id).where(sa.column("family") == family))
    return found


def local(time: str) -> datetime:
    """A time of the clinic's clock, such as "2026-03-02 09:30"."""
    return datetime.fromisoformat(time).replace(tzinfo=ZONE)


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """Every statement sent to the database meanwhile, with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, text: str, given: Any, *_: Any) -> None:
        sent.append((text, given))

    engine = database.engine()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def failing(beginning: str) -> Iterator[None]:
    """Meanwhile every statement that begins so meets a full disk."""

    def fail(_connection: Any, _cursor: Any, text: str, *_: Any) -> None:
        if text.startswith(beginning):
            raise OperationalError(text, {}, Exception("database or disk is full"))

    engine = database.engine()
    event.listen(engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", fail)
