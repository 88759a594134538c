"""The clinic's own versions of a policy."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.tables import PolicyVersion


def in_force(session: Session, kind: str, on: date) -> dict[str, Any] | None:
    """The body of the version that judges on a day: the one in force last; None where none is."""
    version = t.PolicyVersion
    found: dict[str, Any] | None = session.execute(
        sa.select(version.body)
        .where(version.kind == kind, version.effective_from <= on)
        .order_by(version.effective_from.desc(), version.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    return found


def by_version(session: Session, kind: str, name: str) -> PolicyVersion | None:
    """One version by its name."""
    version = t.PolicyVersion
    found: PolicyVersion | None = session.execute(
        sa.select(PolicyVersion).where(version.kind == kind, version.version == name)
    ).scalar_one_or_none()
    return found
