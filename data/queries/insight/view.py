"""Which part of the clinic a page looks at, as conditions on each kind of fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands
from data.tables.vocabulary import Route


@dataclass(frozen=True)
class View:
    """A span of dates of the clinic, both ends included, and who and where."""

    since: date | None
    """None: from the beginning."""
    until: date
    route: Route | None = None
    site_id: int | None = None
    practitioner_id: UUID | None = None


def courses(view: View) -> list[Any]:
    """Courses whose first dose lies in the span."""
    fact = t.EpisodeFact
    return [fact.first_dose_on.is_not(None), *_within(fact.first_dose_on, view), *_of(fact, view)]


def inquiries(view: View) -> list[Any]:
    """Episodes whose inquiry lies in the span."""
    fact = t.EpisodeFact
    return [*_within(fact.inquiry_on, view), *_of(fact, view)]


def visits(view: View) -> list[Any]:
    """Bookings whose day lies in the span."""
    return [*_within(t.VisitFact.local_date, view), *_of(t.VisitFact, view)]


def sessions(view: View) -> list[Any]:
    """Sessions with a dose in the span."""
    fact = t.SessionFact
    return [fact.dosed, *_within(fact.local_date, view), *_of(fact, view)]


def effects(view: View) -> list[Any]:
    """Side effects in the span."""
    return [*_within(t.EffectFact.local_date, view), *_of(t.EffectFact, view)]


def practitioners(session: Session) -> Mapping[UUID, str]:
    """Those who have or had courses, by name; also who took one over after its first dose."""
    have = sa.select(t.Episode.practitioner_id).where(~t.Episode.withdrawn)
    had = sa.select(t.PractitionerChange.from_id).where(stands(t.PractitionerChange))
    among = sa.or_(t.Member.id.in_(have), t.Member.id.in_(had))
    select = sa.select(t.Member.id, t.Member.name).where(among)
    return {row.id: row.name for row in session.execute(select.order_by(t.Member.name))}


def _within(column: Any, view: View) -> list[Any]:
    since = [] if view.since is None else [column >= view.since]
    return [*since, column <= view.until]


def _of(fact: Any, view: View) -> list[Any]:
    where = []
    if view.route is not None:
        where.append(fact.route == view.route)
    if view.site_id is not None:
        where.append(fact.site_id == view.site_id)
    if view.practitioner_id is not None:
        where.append(fact.practitioner_id == view.practitioner_id)
    return where
