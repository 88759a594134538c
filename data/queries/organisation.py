"""What this database is."""

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.tables import OrganisationMeta, Site


def meta(session: Session) -> OrganisationMeta | None:
    """The one row, or none in a database nobody has set up."""
    return session.get(OrganisationMeta, 1)


def first_site(session: Session) -> Site | None:
    """The site that was entered first."""
    found: Site | None = session.execute(
        sa.select(t.Site).order_by(t.Site.id).limit(1)
    ).scalar_one_or_none()
    return found


def is_empty(session: Session) -> bool:
    """Whether nothing was ever entered: no organisation, no people, no patients."""
    return all(
        session.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is None
        for table in (t.OrganisationMeta, t.Member, t.Patient)
    )
