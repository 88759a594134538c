"""The one door to the database: it checks the right, opens the transaction, writes the audit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from data import database
from data.database import DatabaseUnavailable
from data.queries import audit as audit_queries
from data.queries import members
from data.tables import Audit, AuditHead, Editable, Member, Record, RowHistory
from data.tables.base import now
from data.tables.vocabulary import Role, Topic
from services import access, audit
from services.access import SYSTEM, Action, User
from services.refusals import Conflict, NotAllowed, Unavailable

UNTRACKED = (Audit, AuditHead, RowHistory)

NO_AUDIT = (
    "The audit trail cannot be written, so nothing is shown or saved. Tell whoever runs the server."
)


@contextmanager
def acting(
    user: User | None, action: Action, patient_id: UUID | None = None, *, about: str = ""
) -> Iterator[Session]:
    """A session in which `user` does `action`, to one patient or to none.

    The account is read afresh, so a revoked right is gone at the next click. A change and its
    audit row stand or fall together. A look is written to the audit trail before anything is
    read, so that what cannot be logged cannot be seen; `about` says what a list was filtered by.

    Raises NotAllowed, Conflict where another entry was first, Unavailable without the database.
    """
    try:
        _check(user, action, patient_id)
        if action in access.CHANGES:
            with _changing(user, action, patient_id) as session:
                yield session
        else:
            _note_view(user, action, patient_id, about)
            with database.transaction(write=False) as session:
                yield session
    except DatabaseUnavailable as unavailable:
        raise Unavailable(str(unavailable)) from None


def user_of(member: Member) -> User:
    """The account as a user, with the rights it has now."""
    return User(
        id=member.id,
        name=member.name,
        initials=member.initials,
        roles=frozenset(Role(role) for role in member.roles),
        may_prescribe=member.may_prescribe,
        may_monitor=member.may_monitor,
    )


def _check(user: User | None, action: Action, patient_id: UUID | None) -> None:
    try:
        access.check(_afresh(user), action)
    except NotAllowed:
        _note(
            Topic.PEOPLE,
            "refused",
            actor=user.id if user else None,
            patient=patient_id,
            outcome="refused",
            detail={"asked": action.name.lower()},
        )
        raise


def _afresh(user: User | None) -> User | None:
    if user is None or user is SYSTEM or user.id is None:
        return user
    with database.transaction(write=False) as session:
        member = members.get(session, user.id)
    if member is None or member.revoked_at is not None:
        raise NotAllowed("Your account has ended. Ask an administrator if this is a mistake.")
    return user_of(member)


@contextmanager
def _changing(user: User | None, action: Action, patient_id: UUID | None) -> Iterator[Session]:
    actor = user.id if user else None
    try:
        with database.transaction(write=True) as session:
            _keep_history(session, actor)
            yield session
            session.flush()
            written = [_in_words(*each) for each in session.info["rows"]]
            detail = {"rows": written} | session.info.get("detail", {})
            audit.append(
                session,
                access.CHANGES[action],
                action.name.lower(),
                actor=actor,
                patient=patient_id,
                detail=detail,
            )
    except IntegrityError as error:
        raise Conflict(_whose(error)) from None


def _note_view(user: User | None, action: Action, patient_id: UUID | None, about: str) -> None:
    """Write that this person looked: once a quarter hour, or every time where access says so."""
    actor = user.id if user else None
    view_key = None
    if action not in access.EACH_TIME:
        view_key = f"{actor}|{action.name}|{patient_id or about}|{_quarter(now())}"
        with database.transaction(write=False) as session:
            if audit_queries.has_view(session, view_key):
                return
    _note(
        Topic.VIEWS,
        action.name.lower(),
        actor=actor,
        patient=patient_id,
        detail={"about": about} if about else None,
        view_key=view_key,
    )


def _note(topic: Topic, action: str, **said: Any) -> None:
    """Write one audit row in a transaction of its own; `said` as for `audit.append`."""
    try:
        with database.transaction(write=True) as session:
            audit.append(session, topic, action, **said)
    except IntegrityError as error:
        # Another tab of the same person may have written this very view in this very moment.
        if "view_key" not in str(error.orig):
            raise Unavailable(NO_AUDIT) from None


def _quarter(at: datetime) -> str:
    return f"{at:%Y%m%d%H}{at.minute // 15}"


def _keep_history(session: Session, actor: UUID | None) -> None:
    """Note every row that is written, and keep what an editable row said before."""
    session.info["rows"] = []

    def note(session: Session, _context: Any, _instances: Any) -> None:
        for row in [*session.new, *session.dirty]:
            if isinstance(row, UNTRACKED) or not session.is_modified(row):
                continue
            state = sa.inspect(row)
            fields = [a.key for a in state.attrs if a.history.has_changes()]
            verb = "changed" if state.persistent else "added"
            session.info["rows"].append((row, verb, sorted(fields)))
            if verb == "changed" and isinstance(row, Editable):
                _supersede(session, row, actor)

    event.listen(session, "before_flush", note)


def _in_words(row: Record, verb: str, fields: list[str]) -> list[Any]:
    """Which row, once the database has numbered it, and which fields: never their values."""
    return [row.__tablename__, verb, str(sa.inspect(row).identity[0]), fields]


def _supersede(session: Session, row: Editable, actor: UUID | None) -> None:
    state = sa.inspect(row)
    before = {a.key: (a.history.deleted or [a.value])[0] for a in state.attrs}
    session.add(
        RowHistory(
            table_name=str(row.__tablename__),
            row_id=str(state.identity[0]),
            version=before["version"],
            content={name: str(value) for name, value in before.items() if value is not None},
            by=actor,
            at=now(),
        )
    )
    row.version, row.updated_at, row.updated_by = before["version"] + 1, now(), actor


def _whose(error: IntegrityError) -> str:
    """Which guard or rule of the database refused, in words."""
    said = str(error.orig)
    for guard, words in {
        "overlap": "That time is already taken.",
        "append-only": "Entries are never changed; a correction is a new entry.",
        "entry_key": "This was saved already.",
        "row_history": "Somebody else changed this first. Open it again to see both.",
        "corrects": "Somebody else corrected this entry first. Open it again to see both.",
    }.items():
        if guard in said:
            return f"{words} Nothing was saved."
    return "The record refused this because it contradicts what is stored. Nothing was saved."
