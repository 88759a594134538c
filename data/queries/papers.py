"""Authorisations of an episode, with the visits used under each; forms that were sent."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands


def authorisations(session: Session, episode_ids: list[UUID]) -> list[dict[str, Any]]:
    """Those that stand, the one that begins last first: id, payer, number, visits_granted,
    valid_from, valid_to, used (visits with a dose in its time)."""
    paper, visit = t.Authorisation, t.SessionFact
    within = sa.and_(
        visit.local_date >= paper.valid_from,
        sa.or_(paper.valid_to.is_(None), visit.local_date <= paper.valid_to),
    )
    used = (
        sa.select(sa.func.count())
        .select_from(visit)
        .where(visit.episode_id == paper.episode_id, visit.dosed, within)
        .scalar_subquery()
    )
    select = (
        sa.select(
            paper.id,
            paper.payer,
            paper.number,
            paper.visits_granted,
            paper.valid_from,
            paper.valid_to,
            used.label("used"),
        )
        .where(paper.episode_id.in_(episode_ids), stands(paper))
        .order_by(paper.valid_from.desc(), paper.id.desc())
    )
    return [dict(row._mapping) for row in session.execute(select)]


def consents(session: Session, episode_id: UUID) -> list[dict[str, Any]]:
    """Consents and enrolments that stand, the newest first: id, kind, reference, dates."""
    paper = t.Consent
    select = (
        sa.select(paper.id, paper.kind, paper.reference, paper.valid_from, paper.valid_to)
        .where(paper.episode_id == episode_id, stands(paper))
        .order_by(paper.valid_from.desc(), paper.id.desc())
    )
    return [dict(row._mapping) for row in session.execute(select)]
