"""Undo an import: its rows are struck out with a reason and its people withdrawn; all is kept."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries import batches as queries
from data.queries import filed
from data.queries.imports import UNDONE
from data.tables import Appointment, Assessment, Entry, Episode, Patient, PatientIdentifier, Record
from data.tables.base import brings_key, new_key, now
from services import facts, risk, work
from services.access import Action, User
from services.acting import acting
from services.refusals import BadInput, Conflict, NotFound

MOST = 50
"""Batches that are listed."""

WORDS = {
    "assessment": ("questionnaire", "questionnaires"),
    "vital": ("set of readings", "sets of readings"),
    "appointment": ("booking", "bookings"),
    "episode": ("episode", "episodes"),
    "session": ("session", "sessions"),
    "side_effect": ("side effect", "side effects"),
    "patient_identifier": ("identifier", "identifiers"),
    "patient": ("merged person", "merged people"),
}


@dataclass(frozen=True)
class Batch:
    """One file that was taken in."""

    id: int
    at: datetime
    name: str
    by: str
    added: int
    left_out: int
    undone: str
    """Empty, or by whom and why it was undone: "by Dr Mara Lindqvist: the wrong file"."""


def listed(user: User | None) -> list[Batch]:
    """The newest imports."""
    with acting(user, Action.PREVIEW_FILES) as session:
        rows = queries.batches(session, MOST)
    return [
        Batch(
            id=row["id"],
            at=row["at"],
            name=row["name"] or "",
            by=row["by"] or "the system",
            added=row["counts"].get("added", 0),
            left_out=row["counts"].get("left_out", 0),
            undone=_undone(row),
        )
        for row in rows
    ]


def in_the_way(user: User | None, batch_id: int) -> str:
    """What stands on an import by now, in a sentence; empty where nothing does."""
    with acting(user, Action.PREVIEW_FILES) as session:
        return _obstacles(session, batch_id, queries.brought(session, batch_id))


def undo(user: User | None, batch_id: int, why: str) -> None:
    """Take a whole import back, or raise Conflict with what stands in the way."""
    why = why.strip()
    if not why:
        raise BadInput(["Say why the import is undone. Nothing was changed."])
    with acting(user, Action.UNDO_IMPORT) as session:
        batch = queries.batch(session, batch_id)
        if batch is None:
            raise NotFound("There is no such import.")
        if batch.undone_at is not None:
            raise Conflict("This import was undone already.")
        brought = queries.brought(session, batch_id)
        if obstacles := _obstacles(session, batch_id, brought):
            raise Conflict(f"{obstacles} Nothing was changed.")
        by = user.id if user else None
        touched = queries.patients_of(session, brought)
        raised = {risk.source(id) for id in brought.get(Assessment, [])}
        work.clear(session, user, touched, lambda it: it.source_key in raised, "import undone")
        for table, ids in brought.items():
            if issubclass(table, Entry):
                _strike(session, table, ids, by, why)
        for table, columns in _withdrawn().items():
            _set(session, table, brought.get(table, []), columns)
        batch.undone_at, batch.undone_by, batch.undone_why = now(), by, why
        session.flush()
        facts.refresh_all(session, touched)
        session.info["detail"] = {"batch": batch_id, "rows_brought": _counts(brought)}


def _withdrawn() -> dict[type[Record], dict[str, Any]]:
    """Rows that are not entries, and what they then say."""
    return {
        Appointment: {"withdrawn": True, "holds": False},
        Episode: {"withdrawn": True, "closed_at": now()},
        PatientIdentifier: {"withdrawn": True},
        # An MRN is free for whoever bears it next.
        Patient: {"withdrawn": True, "mrn": None},
    }


def _strike(session: Session, table: type[Entry], ids: list[Any], by: Any, why: str) -> None:
    rows = queries.entries(session, table, ids)
    for row in rows:
        row |= {
            "corrects": row["id"],
            "struck": True,
            "why": f"{UNDONE}{why}",
            "recorded_at": now(),
            "recorded_by": by,
            "entry_key": new_key(),
        }
        if brings_key(table):
            row["id"] = new_key()
        else:
            del row["id"]
    if rows:
        session.execute(sa.insert(table), rows)


def _set(session: Session, table: type[Record], ids: list[Any], columns: dict[str, Any]) -> None:
    for row in queries.rows(session, table, ids):
        for name, value in columns.items():
            setattr(row, name, value)


def _counts(brought: queries.Brought) -> dict[str, int]:
    return {str(table.__tablename__): len(ids) for table, ids in brought.items()}


def _obstacles(session: Session, batch_id: int, brought: queries.Brought) -> str:
    """What has to go before this import can, in sentences; empty where nothing has to."""
    said = []
    if standing := queries.standing_on(session, brought):
        said.append(
            f"Later entries stand on this import: {_in_words(standing)}. Strike those out first."
        )
    if later := filed.by_numbers_of(session, batch_id, brought):
        files = "; ".join(f"{name} ({_in_words(rows)})" for name, rows in sorted(later.items()))
        said.append(
            "This import gave a number to somebody who was here already, and later files said more "
            f"of them, perhaps by that number: {files}. Undo those files first."
        )
    return " ".join(said)


def _in_words(rows: Counter[str]) -> str:
    return ", ".join(
        f"{n} {WORDS.get(name, (name.replace('_', ' '),) * 2)[n > 1]}"
        for name, n in sorted(rows.items())
    )


def _undone(row: dict[str, Any]) -> str:
    if row["undone_at"] is None:
        return ""
    return f"by {row['undone_by'] or 'the system'}: {row['undone_why']}"
