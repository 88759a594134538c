"""Holds of an episode."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands
from data.tables import Hold


def open_hold(session: Session, episode_id: UUID) -> Hold | None:
    """The hold that has not ended."""
    hold = t.Hold
    found: Hold | None = session.execute(
        sa.select(Hold).where(hold.episode_id == episode_id, hold.ended_at.is_(None), stands(hold))
    ).scalar_one_or_none()
    return found
