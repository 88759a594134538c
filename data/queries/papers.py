"""Authorisations of an episode and the days of its visits; consents and enrolments."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands


def authorisations(session: Session, episode_id: UUID) -> list[dict[str, Any]]:
    """Those that stand, the one that begins last first: id, payer, number, visits_granted,
    valid_from, valid_to."""
    paper = t.Authorisation
    select = (
        sa.select(
            paper.id,
            paper.payer,
            paper.number,
            paper.visits_granted,
            paper.valid_from,
            paper.valid_to,
        )
        .where(paper.episode_id == episode_id, stands(paper))
        .order_by(paper.valid_from.desc(), paper.id.desc())
    )
    return [dict(row._mapping) for row in session.execute(select)]


def dosed_on(session: Session, episode_id: UUID) -> list[date]:
    """The day of each visit with a dose."""
    visit = t.SessionFact
    select = sa.select(visit.local_date).where(visit.episode_id == episode_id, visit.dosed)
    return list(session.execute(select).scalars())


def consents(session: Session, episode_id: UUID) -> list[dict[str, Any]]:
    """Consents and enrolments that stand, the newest first: id, kind, reference, dates."""
    paper = t.Consent
    select = (
        sa.select(paper.id, paper.kind, paper.reference, paper.valid_from, paper.valid_to)
        .where(paper.episode_id == episode_id, stands(paper))
        .order_by(paper.valid_from.desc(), paper.id.desc())
    )
    return [dict(row._mapping) for row in session.execute(select)]
