"""The people of the clinic team and what they may do."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import Editable, key


class Member(Editable, table=True):
    """One account. Rights are the union of its roles; credentials stand apart from roles."""

    id: UUID = key()
    name: str
    initials: str
    email: str = Field(unique=True)
    subject: str | None = Field(default=None, unique=True)
    """Who this is to the identity provider."""
    roles: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    may_prescribe: bool = False
    may_monitor: bool = False
    revoked_at: datetime | None = None
