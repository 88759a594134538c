"""One row a side effect that stands, with the session and the course it belongs to."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands
from data.queries.engines import clinic_date, minutes_between
from data.queries.whose import practitioner


def effects(session: Session, patient_id: UUID | None) -> sa.Select[Any]:
    """One row a side effect."""
    effect, visit, person = t.SideEffect, t.DosingSession, t.Patient
    zone = sa.func.coalesce(t.Site.tz, "UTC")
    # As of the visit, so that an effect counts where and for whom its session does.
    at = sa.func.coalesce(t.Appointment.starts_at, effect.happened_at)
    course = sa.func.coalesce(visit.episode_id, _dosed_last(effect))
    select = (
        sa.select(
            effect.id.label("side_effect_id"),
            effect.patient_id,
            course.label("episode_id"),
            sa.func.coalesce(t.Appointment.site_id, t.EpisodeFact.site_id).label("site_id"),
            t.EpisodeFact.route,
            practitioner(t.Episode, at).label("practitioner_id"),
            effect.session_id,
            effect.term,
            sa.func.coalesce(
                visit.local_date, effect.earliest, clinic_date(session, effect.happened_at, zone)
            ).label("local_date"),
            effect.grade,
            effect.serious,
            effect.onset_min,
            minutes_between(session, effect.happened_at, effect.resolved_at).label("lasted_min"),
        )
        .select_from(effect)
        .join(person, person.id == effect.patient_id)
        .outerjoin(visit, visit.id == effect.session_id)
        .outerjoin(t.Appointment, t.Appointment.id == visit.appointment_id)
        .outerjoin(t.Site, t.Site.id == person.site_id)
        .outerjoin(t.Episode, t.Episode.id == course)
        .outerjoin(t.EpisodeFact, t.EpisodeFact.episode_id == course)
        .where(stands(effect))
    )
    return select if patient_id is None else select.where(effect.patient_id == patient_id)


def _dosed_last(effect: Any) -> sa.ScalarSelect[Any]:
    """The course whose dose was the last before the effect."""
    visit, dose = aliased(t.DosingSession), aliased(t.Administration)
    return (
        sa.select(visit.episode_id)
        .join(dose, dose.session_id == visit.id)
        .where(
            visit.patient_id == effect.patient_id,
            dose.happened_at <= effect.happened_at,
            ~dose.struck,
        )
        .order_by(dose.happened_at.desc())
        .limit(1)
        .correlate(effect)
        .scalar_subquery()
    )
