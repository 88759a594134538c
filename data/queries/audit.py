"""The audit trail: take the end of a chain, add to it, read it."""

import random
from collections.abc import Iterator
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.engines import is_sqlite
from data.tables import Audit, AuditHead
from data.tables.vocabulary import Topic

LANES = 4
"""Chains a topic on PostgreSQL, so that writers seldom wait; SQLite has one writer anyway."""


def take_head(session: Session, topic: Topic) -> AuditHead:
    """The end of one chain of the topic, locked until the transaction ends."""
    lane = 0 if is_sqlite(session) else random.randrange(LANES)  # noqa: S311  (not a secret)
    chosen = sa.select(t.AuditHead).where(t.AuditHead.topic == topic, t.AuditHead.lane == lane)
    head: AuditHead = session.execute(chosen.with_for_update()).scalar_one()
    return head


def add(session: Session, row: Audit) -> None:
    """Append a row and move its head to it."""
    head = sa.update(t.AuditHead).where(
        t.AuditHead.topic == row.topic, t.AuditHead.lane == row.lane
    )
    session.execute(head.values(seq=row.seq, hash=row.hash))
    session.execute(sa.insert(Audit).values(**row.model_dump(exclude={"id"})))


def version(session: Session) -> int:
    """A number that changes exactly when a committed change is visible; views are not counted."""
    seen = sa.select(sa.func.sum(t.AuditHead.seq)).where(t.AuditHead.topic != Topic.VIEWS)
    return int(session.execute(seen).scalar_one())


def has_view(session: Session, view_key: str) -> bool:
    """Whether this view was already written in its quarter hour."""
    found = sa.select(t.Audit.id).where(t.Audit.view_key == view_key)
    return session.execute(found).first() is not None


def chain(session: Session, topic: Topic, lane: int) -> Iterator[Audit]:
    """The rows of one chain in order, streamed."""
    rows = sa.select(t.Audit).where(t.Audit.topic == topic, t.Audit.lane == lane)
    streamed = rows.order_by(t.Audit.seq).execution_options(yield_per=5000)
    with session.execute(streamed) as found:  # closed even where a reader stops at a fault
        yield from found.scalars()


def lanes(session: Session) -> set[tuple[Topic, int]]:
    """The chains that hold any row."""
    found = session.execute(sa.select(t.Audit.topic, t.Audit.lane).distinct())
    return {(row.topic, row.lane) for row in found}


def heads(session: Session) -> list[AuditHead]:
    """The ends of all chains."""
    order = (t.AuditHead.topic, t.AuditHead.lane)
    return list(session.execute(sa.select(t.AuditHead).order_by(*order)).scalars())


def of_patient(session: Session, patient_id: UUID) -> list[Audit]:
    """Who did and saw what of one patient, newest first."""
    rows = sa.select(t.Audit).where(t.Audit.patient_id == patient_id)
    return list(session.execute(rows.order_by(t.Audit.at.desc())).scalars())
