"""The clinic itself: what kind of database this is, its sites and chairs."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from data.tables.base import SERIAL, Editable, Record, key, serial


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


class Chair(Editable, table=True):
    """One treatment place."""

    id: UUID = key()
    site_id: int = Field(foreign_key="site.id", index=True, sa_type=SERIAL)
    name: str
    retired_on: date | None = None
