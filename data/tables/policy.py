"""The clinic's own versions of what the product ships as reviewed content."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import Record, now, serial


class PolicyVersion(Record, table=True):
    """One version of a policy, with the prescriber who answers for it. Never changed."""

    __tablename__ = "policy_version"
    __table_args__ = (sa.UniqueConstraint("kind", "version"),)

    id: int | None = serial()
    kind: str
    """Such as "screening"."""
    version: str
    body: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    effective_from: date
    signed_by: str
    """The prescriber's name, as given on the command line."""
    loaded_at: datetime = Field(default_factory=now)
