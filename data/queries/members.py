"""Accounts."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.tables import Member


def get(session: Session, member_id: UUID) -> Member | None:
    """The account as it stands now."""
    return session.get(Member, member_id)


def active(session: Session) -> list[Member]:
    """Every account that has not ended, by name."""
    here = sa.select(t.Member).where(t.Member.revoked_at.is_(None))
    return list(session.execute(here.order_by(t.Member.name, t.Member.id)).scalars())


def by_emails(session: Session, emails: tuple[str, ...]) -> list[Member]:
    """These accounts, in the order asked."""
    found = session.execute(sa.select(t.Member).where(t.Member.email.in_(emails))).scalars()
    return sorted(found, key=lambda member: emails.index(member.email))


def named(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    """Names by id."""
    rows = session.execute(sa.select(t.Member.id, t.Member.name).where(t.Member.id.in_(ids)))
    return {row.id: row.name for row in rows}
