"""Open work, and who would own it."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.tables import WorkItem
from data.tables.vocabulary import ItemStatus


def open_item(session: Session, patient_id: UUID, rule: str, source_key: str) -> WorkItem | None:
    """The item that this source already raised and that still waits."""
    item = t.WorkItem
    found: WorkItem | None = session.execute(
        sa.select(WorkItem).where(
            item.patient_id == patient_id,
            item.rule == rule,
            item.source_key == source_key,
            item.status == ItemStatus.OPEN,
        )
    ).scalar_one_or_none()
    return found


def open_items(session: Session, people: list[UUID]) -> list[WorkItem]:
    """Everything that waits for these people, most urgent first."""
    item = t.WorkItem
    return list(
        session.execute(
            sa.select(WorkItem)
            .where(item.patient_id.in_(people), item.status == ItemStatus.OPEN)
            .order_by(item.priority, item.due_at)
        ).scalars()
    )


def practitioner(session: Session, patient_id: UUID) -> UUID | None:
    """Whose patient this is, by the newest open episode."""
    episode = t.Episode
    found: Any = session.execute(
        sa.select(episode.practitioner_id)
        .where(episode.patient_id == patient_id, episode.closed_at.is_(None), ~episode.withdrawn)
        .order_by(episode.opened_at.desc())
        .limit(1)
    ).scalar_one_or_none()
    return found if found is None else UUID(str(found))
