"""One row a session: its dose, its worst readings, its effects."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import newest, over
from data.queries.engines import days_before, minutes_between
from data.queries.facts.scored import phq9
from data.queries.whose import practitioner
from data.reference.definitions import definitions
from data.tables.vocabulary import Drug, Moment


def sessions(session: Session, patient_id: UUID | None) -> sa.Select[Any]:
    """One row a session: its dose, its worst readings, its effects."""
    visit, dose = t.DosingSession, aliased(t.Administration)
    given = (t.Administration.session_id == visit.id,)
    # A second reading before the dose is no rise after it.
    before = (t.Vital.session_id == visit.id, t.Vital.moment == Moment.PRE)
    during = (t.Vital.session_id == visit.id, t.Vital.happened_at >= visit.first_dose_at)
    pre = newest(t.Vital, t.Vital.sbp, *before)
    pre_dbp = newest(t.Vital, t.Vital.dbp, *before)
    peak = over(t.Vital, sa.func.max(t.Vital.sbp), *during)
    peak_dbp = over(t.Vital, sa.func.max(t.Vital.dbp), *during)
    # The dose where there was one: what is filled in while it works belongs to no session.
    start = sa.func.coalesce(visit.first_dose_at, t.Appointment.starts_at)
    on_the_day = (
        phq9(visit.patient_id),
        t.Assessment.happened_at <= start,
        t.Assessment.happened_at
        >= days_before(session, start, definitions().score_before_session_days),
    )
    mg = over(t.Administration, sa.func.sum(t.Administration.mg), *given)
    mg_per_kg = sa.func.round(sa.cast(mg / dose.weight_kg, sa.Numeric), 2)
    select = (
        sa.select(
            visit.id.label("session_id"),
            visit.patient_id,
            visit.episode_id,
            t.Appointment.site_id,
            t.EpisodeFact.route,
            practitioner(t.Episode, t.Appointment.starts_at).label("practitioner_id"),
            visit.local_date,
            visit.number,
            dose.id.is_not(None).label("dosed"),
            dose.drug,
            mg.label("mg"),
            sa.case((dose.drug == Drug.KETAMINE, mg_per_kg)).label("mg_per_kg"),
            pre.label("pre_sbp"),
            pre_dbp.label("pre_dbp"),
            peak.label("peak_sbp"),
            peak_dbp.label("peak_dbp"),
            (peak - pre).label("peak_rise"),
            (peak_dbp - pre_dbp).label("peak_rise_dbp"),
            newest(t.Assessment, t.Assessment.total, *on_the_day).label("phq9"),
            over(t.Vital, sa.func.min(t.Vital.spo2), *during).label("lowest_spo2"),
            over(
                t.ObservationScale,
                sa.func.min(t.ObservationScale.moaas),
                t.ObservationScale.session_id == visit.id,
            ).label("lowest_moaas"),
            over(t.SideEffect, sa.func.count(), t.SideEffect.session_id == visit.id).label(
                "effects"
            ),
            over(
                t.SideEffect, sa.func.max(t.SideEffect.grade), t.SideEffect.session_id == visit.id
            ).label("worst_grade"),
            minutes_between(session, visit.first_dose_at, visit.ready_at).label("ready_min"),
        )
        .select_from(visit)
        .join(t.Appointment, t.Appointment.id == visit.appointment_id)
        .join(t.Episode, t.Episode.id == visit.episode_id)
        .join(t.EpisodeFact, t.EpisodeFact.episode_id == visit.episode_id)
        .outerjoin(dose, dose.id == newest(t.Administration, t.Administration.id, *given))
    )
    return select if patient_id is None else select.where(visit.patient_id == patient_id)
