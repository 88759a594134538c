"""Sections of a screening as far as they are filled in."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands
from data.tables import Draft
from data.tables.vocabulary import Stage


def of_episode(session: Session, episode_id: UUID) -> list[dict[str, Any]]:
    """Every section that was begun: section, answers, version, updated_at, by, handed_over_at."""
    draft = t.Draft
    select = (
        sa.select(
            draft.section,
            draft.answers,
            draft.version,
            draft.updated_at,
            draft.handed_over_at,
            t.Member.name.label("by"),
        )
        .select_from(draft)
        .outerjoin(t.Member, t.Member.id == draft.updated_by)
        .where(draft.episode_id == episode_id)
    )
    return [dict(row._mapping) for row in session.execute(select)]


def section(session: Session, episode_id: UUID, name: str) -> Draft | None:
    """One section, to be changed."""
    draft = t.Draft
    found: Draft | None = session.execute(
        sa.select(Draft).where(draft.episode_id == episode_id, draft.section == name)
    ).scalar_one_or_none()
    return found


def last_answers(session: Session, episode_id: UUID) -> dict[str, Any]:
    """What the last screening of the episode was answered, for sections not begun since."""
    screening = t.Screening
    select = (
        sa.select(screening.answers)
        .where(screening.episode_id == episode_id)
        .order_by(screening.happened_at.desc(), screening.id.desc())
        .limit(1)
    )
    found: dict[str, Any] | None = session.execute(select).scalar_one_or_none()
    return found or {}


def begun_at(session: Session, episode_id: UUID) -> datetime | None:
    """When the episode last came into screening."""
    event = t.StageEvent
    select = sa.select(sa.func.max(event.happened_at)).where(
        event.episode_id == episode_id, event.to_stage == Stage.SCREENING, stands(event)
    )
    found: datetime | None = session.execute(select).scalar_one()
    return found
