"""Looking up questionnaires and where they belong."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.tables import Assessment


def by_entry_key(session: Session, entry_key: UUID) -> Assessment | None:
    """The row a form already made."""
    found: Assessment | None = session.execute(
        sa.select(t.Assessment).where(t.Assessment.entry_key == entry_key)
    ).scalar_one_or_none()
    return found


def episode_at(session: Session, patient_id: UUID, moment: datetime) -> UUID | None:
    """The episode in whose time an entry falls: the newest opened by then and not closed before."""
    episode = t.Episode
    found: UUID | None = session.execute(
        sa.select(episode.id)
        .where(
            episode.patient_id == patient_id,
            ~episode.withdrawn,
            episode.opened_at <= moment,
            sa.or_(episode.closed_at.is_(None), episode.closed_at >= moment),
        )
        .order_by(episode.opened_at.desc())
        .limit(1)
    ).scalar_one_or_none()
    return found
