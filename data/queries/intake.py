"""What intake reads: forms that were sent, referrals."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands


def of_form(session: Session, entry_key: UUID) -> tuple[UUID, UUID] | None:
    """The patient and episode that this form made already."""
    event, episode = t.StageEvent, t.Episode
    select = (
        sa.select(episode.patient_id, episode.id)
        .join(event, event.episode_id == episode.id)
        .where(event.entry_key == entry_key)
    )
    found = session.execute(select).one_or_none()
    return None if found is None else (found[0], found[1])


def referral(session: Session, episode_id: UUID) -> dict[str, Any] | None:
    """How an episode began, as it stands."""
    told = t.Referral
    select = (
        sa.select(
            told.source,
            told.referrer,
            told.text,
            told.asked_route,
            told.preferred_times,
            told.happened_at.label("at"),
        )
        .where(told.episode_id == episode_id, stands(told))
        .order_by(told.happened_at.desc(), told.id.desc())
        .limit(1)
    )
    found = session.execute(select).one_or_none()
    return None if found is None else dict(found._mapping)


def has_open_episode(session: Session, patient_id: UUID) -> bool:
    """Whether the patient is on the way in, in treatment, or lost from either."""
    episode = t.Episode
    open_ones = sa.select(episode.id).where(
        episode.patient_id == patient_id, episode.closed_at.is_(None), ~episode.withdrawn
    )
    return session.execute(open_ones).first() is not None
