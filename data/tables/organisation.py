"""The clinic itself: what kind of database this is, its sites and chairs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import SERIAL, Editable, Record, key, optional_reference, serial


class OrganisationMeta(Record, table=True):
    """One row: what this database is. `demonstration` is set once, on an empty database."""

    __tablename__ = "organisation_meta"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    name: str
    demonstration: bool = False
    anchor_day: date | None = None
    """The day on which the demonstration plays."""


class Site(Editable, table=True):
    """A place where patients are treated, with its own time zone."""

    id: int | None = serial()
    name: str
    tz: str
    """IANA name, such as America/Los_Angeles; due dates are dates of this zone."""
    active: bool = True
    opening_hours: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    """By weekday ("0" is Monday): spans of minutes after local midnight, as [[480, 1080]].
    A weekday that is not named is closed; breaks are the gaps between spans."""


class SiteClosure(Editable, table=True):
    """A time in which a site, or one of its chairs, is closed although its hours say open."""

    __tablename__ = "site_closure"
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.Index(None, "site_id", "starts_at"),
    )

    id: int | None = serial()
    site_id: int = Field(foreign_key="site.id", sa_type=SERIAL)
    chair_id: UUID | None = optional_reference("chair.id")
    starts_at: datetime
    ends_at: datetime
    reason: str


class Target(Editable, table=True):
    """The clinic's own aim for a figure, in the unit of the figure. Drawn as a line, never red."""

    id: int | None = serial()
    figure: str = Field(unique=True)
    """The id of a figure of data/reference/kpis.toml."""
    value: float


class Chair(Editable, table=True):
    """One treatment place."""

    id: UUID = key()
    site_id: int = Field(foreign_key="site.id", index=True, sa_type=SERIAL)
    name: str
    retired_on: date | None = None
