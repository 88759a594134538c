"""What intake reads: forms that were sent, referrals, who may be somebody who asks."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands


def of_form(session: Session, entry_key: UUID) -> tuple[UUID, UUID] | None:
    """The patient and episode that this form made already."""
    event, episode = t.StageEvent, t.Episode
    select = (
        sa.select(episode.patient_id, episode.id)
        .join(event, event.episode_id == episode.id)
        .where(event.entry_key == entry_key)
    )
    found = session.execute(select).one_or_none()
    return None if found is None else (found[0], found[1])


def referral(session: Session, episode_id: UUID) -> dict[str, Any] | None:
    """How an episode began, as it stands."""
    told = t.Referral
    select = (
        sa.select(
            told.source,
            told.referrer,
            told.text,
            told.asked_route,
            told.preferred_times,
            told.happened_at.label("at"),
        )
        .where(told.episode_id == episode_id, stands(told))
        .order_by(told.happened_at.desc(), told.id.desc())
        .limit(1)
    )
    found = session.execute(select).one_or_none()
    return None if found is None else dict(found._mapping)


def like(
    session: Session,
    family: str,
    given: str,
    birth_date: date | None,
    phone_end: str,
    email: str,
) -> list[dict[str, Any]]:
    """People with these folded names whose birth date is this one or unknown (anybody's where
    none is given), whose phone ends so (digits reversed), or who have this email in whatever
    case: patient_id, family, given, birth_date, mrn, phone, email. Nothing is asked for what is
    empty."""
    person = t.Patient
    by: list[Any] = []
    if family:
        named = sa.and_(person.search_family == family, person.search_given == given)
        born = sa.or_(person.birth_date.is_(None), person.birth_date == birth_date)
        by.append(named if birth_date is None else sa.and_(named, born))
    if phone_end:
        by.append(
            sa.and_(
                person.phone_reversed >= phone_end,
                person.phone_reversed < phone_end + "\U0010ffff",
            )
        )
    if email:
        by.append(sa.func.lower(person.email) == email.lower())
    if not by:
        return []
    now = sa.func.coalesce(person.merged_into, person.id, type_=person.id.type)
    select = (
        sa.select(
            now.label("patient_id"),
            person.family,
            person.given,
            person.birth_date,
            person.mrn,
            person.phone,
            person.email,
        )
        .where(sa.or_(*by), ~person.withdrawn)
        .order_by(person.search_family, person.search_given, person.id)
    )
    return [dict(row._mapping) for row in session.execute(select)]


def has_open_episode(session: Session, patient_id: UUID) -> bool:
    """Whether the patient is on the way in, in treatment, or lost from either."""
    episode = t.Episode
    open_ones = sa.select(episode.id).where(
        episode.patient_id == patient_id, episode.closed_at.is_(None), ~episode.withdrawn
    )
    return session.execute(open_ones).first() is not None
