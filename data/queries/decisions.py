"""Decisions that were signed, and what stands in the way of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands
from data.tables.vocabulary import Route


@dataclass(frozen=True)
class SignedOn:
    """What the newest decision rests on: answers by question id, and why against the rules."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    override_text: str | None = None


def has_open_course(session: Session, patient_id: UUID, route: Route, *, but: UUID) -> bool:
    """Whether the patient has another open episode of that route."""
    episode = t.Episode
    others = sa.select(episode.id).where(
        episode.patient_id == patient_id,
        episode.route == route,
        episode.closed_at.is_(None),
        episode.id != but,
        ~episode.withdrawn,
    )
    return session.execute(others).first() is not None


def of_episode(session: Session, episode_id: UUID) -> list[dict[str, Any]]:
    """Decisions of an episode that stand, newest first: id, screening_id, verdict, rules_verdict,
    reason, override_text, offered, revisit_on, policy_version, at, by."""
    decision, screening = t.Decision, t.Screening
    select = (
        sa.select(
            decision.id,
            decision.screening_id,
            decision.verdict,
            decision.rules_verdict,
            decision.reason,
            decision.override_text,
            decision.offered,
            decision.revisit_on,
            screening.policy_version,
            decision.happened_at.label("at"),
            t.Member.name.label("by"),
        )
        .join(screening, screening.id == decision.screening_id)
        .outerjoin(t.Member, t.Member.id == decision.signed_by)
        .where(screening.episode_id == episode_id, stands(decision))
        .order_by(decision.happened_at.desc(), decision.id.desc())
    )
    return [dict(row._mapping) for row in session.execute(select)]


def signed_on(session: Session, episode_id: UUID) -> SignedOn:
    """What the newest decision of an episode rests on; nothing where there is none."""
    decision, screening = t.Decision, t.Screening
    select = (
        sa.select(screening.answers, decision.override_text)
        .join(screening, screening.id == decision.screening_id)
        .where(screening.episode_id == episode_id, stands(decision))
        .order_by(decision.happened_at.desc(), decision.id.desc())
        .limit(1)
    )
    found = session.execute(select).one_or_none()
    return SignedOn(*found) if found else SignedOn()
