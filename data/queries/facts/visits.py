"""One row a booking: when, what became of it, and what its chair was used for."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import newest, over, stands
from data.queries.engines import (
    clinic_date,
    clinic_minute,
    date_plus,
    hours_between,
    minutes_between,
    month_on,
    week_on,
    weekday,
)
from data.queries.whose import practitioner
from data.reference.protocols import protocols
from data.tables.vocabulary import AppointmentStatus, Moment, Route

GIVEN_UP = (AppointmentStatus.LATE_CANCEL, AppointmentStatus.CANCELLED)
"""By the patient. A chair that the clinic itself cannot use is not free for somebody else."""

REMS_DAYS = 7
"""The form of a Spravato session is due by the seventh day after it."""


def visits(session: Session, patient_id: UUID | None) -> sa.Select[Any]:
    """One row a booking."""
    booking, visit, episode, site = t.Appointment, t.DosingSession, t.Episode, t.Site
    on = clinic_date(session, booking.starts_at, site.tz)
    changed = newest(
        t.AppointmentEvent,
        t.AppointmentEvent.happened_at,
        t.AppointmentEvent.appointment_id == booking.id,
    )
    # Somebody who came was in the chair, whether or not anything was written down.
    came = sa.or_(visit.id.is_not(None), booking.status == AppointmentStatus.ATTENDED)
    taken = sa.case((came, sa.func.coalesce(visit.chair_in, booking.starts_at)))
    left = sa.func.coalesce(visit.chair_out, booking.ends_at)
    in_min = clinic_minute(session, taken, site.tz)
    stayed = minutes_between(session, taken, left)
    given_up = sa.and_(booking.status.in_(GIVEN_UP), changed < booking.starts_at)
    dosed = sa.exists(
        sa.select(sa.literal(1)).where(
            t.Administration.session_id == visit.id, stands(t.Administration)
        )
    )
    rems = sa.and_(episode.route == Route.NASAL, dosed)
    select = (
        sa.select(
            booking.id.label("appointment_id"),
            booking.patient_id,
            booking.episode_id,
            booking.site_id,
            booking.chair_id,
            practitioner(episode, booking.starts_at).label("practitioner_id"),
            booking.monitor_id,
            episode.route,
            on.label("local_date"),
            weekday(session, on).label("weekday"),
            week_on(session, on).label("week_on"),
            month_on(session, on).label("month_on"),
            booking.status,
            clinic_minute(session, booking.starts_at, site.tz).label("start_min"),
            minutes_between(session, booking.starts_at, booking.ends_at).label("planned_min"),
            sa.case(
                (
                    booking.status.in_((*GIVEN_UP, AppointmentStatus.CLINIC_CANCELLED)),
                    hours_between(session, changed, booking.starts_at),
                )
            ).label("hours_before"),
            (hours_between(session, booking.first_booked_at, booking.starts_at) / 24.0).label(
                "lead_days"
            ),
            sa.func.coalesce(given_up, sa.false()).label("freed"),
            sa.func.coalesce(
                sa.and_(given_up, _taken_since(session, booking, changed)), sa.false()
            ).label("refilled"),
            dosed.label("dosed"),
            in_min.label("in_min"),
            (in_min + stayed).label("out_min"),
            sa.case(
                (came, sa.or_(visit.chair_in.is_(None), visit.chair_out.is_(None))),
                else_=sa.false(),
            ).label("imputed"),
            minutes_between(session, visit.ready_at, visit.chair_out).label("waiting_min"),
            *_overruns(session, booking, visit, episode),
            over(
                t.Vital,
                sa.func.count(sa.distinct(t.Vital.moment)),
                t.Vital.session_id == visit.id,
                t.Vital.moment.in_((Moment.PRE, Moment.FORTY, Moment.LEAVING)),
                t.Vital.sbp.is_not(None),
                t.Vital.dbp.is_not(None),
            ).label("readings"),
            visit.discharge_signed_at.is_not(None).label("signed"),
            # A form that nobody began is due all the same.
            sa.func.coalesce(
                t.RemsForm.due_on,
                sa.case((rems, date_plus(session, visit.local_date, REMS_DAYS))),
            ).label("rems_due_on"),
            t.RemsForm.submitted_on.label("rems_submitted_on"),
        )
        .select_from(booking)
        .join(episode, episode.id == booking.episode_id)
        .join(site, site.id == booking.site_id)
        .outerjoin(visit, visit.appointment_id == booking.id)
        .outerjoin(t.RemsForm, t.RemsForm.session_id == visit.id)
    )
    select = select.where(~booking.withdrawn)
    return select if patient_id is None else select.where(booking.patient_id == patient_id)


def _taken_since(session: Session, booking: Any, changed: Any) -> Any:
    """Whether a booking made after this one was given up overlaps it on its chair."""
    other = aliased(t.Appointment)
    return sa.exists(
        sa.select(sa.literal(1))
        .select_from(other)
        .where(
            other.chair_id == booking.chair_id,
            other.id != booking.id,
            other.booked_at >= changed,
            other.starts_at < booking.ends_at,
            other.ends_at > booking.starts_at,
            other.status.in_((AppointmentStatus.BOOKED, AppointmentStatus.ATTENDED)),
        )
        .correlate(booking)
    )


def _overruns(session: Session, booking: Any, visit: Any, episode: Any) -> list[Any]:
    """Minutes longer than planned in each part of the visit, never below zero."""
    planned = {name: protocol.planned for name, protocol in protocols().items()}

    def beyond(start: Any, end: Any, part: str, label: str) -> Any:
        allowed = sa.case(
            *(
                (episode.protocol_id == name, sa.literal(getattr(parts, part)))
                for name, parts in planned.items()
            )
        )
        took = minutes_between(session, start, end)
        return sa.case((took <= allowed, 0), else_=took - allowed).label(label)

    return [
        beyond(booking.starts_at, visit.first_dose_at, "preparation", "late_start_min"),
        beyond(visit.first_dose_at, visit.ready_at, "dose_and_observation", "long_dose_min"),
        beyond(visit.ready_at, visit.chair_out, "leaving", "slow_discharge_min"),
    ]
