"""One row a patient: the newest episode, the last scores, the visits around today."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import newest, stands
from data.queries.engines import json_list
from data.queries.facts.scored import phq9
from data.reference.definitions import definitions
from data.tables.vocabulary import AppointmentStatus

LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
"""The sort key of "never": a page of a list must be able to begin after any row."""

FAR_AHEAD = datetime(9000, 1, 1, tzinfo=UTC)
"""The sort key of "not booked", after every booking."""


def patients(session: Session, patient_id: UUID | None) -> sa.Select[Any]:
    """One row a patient: the newest episode, the last scores, the visits around today."""
    person, score, episode, fact = t.Patient, t.Assessment, t.Episode, t.EpisodeFact
    ever = aliased(fact)
    scored = (phq9(person.id),)
    asked = (score.patient_id == person.id, score.instrument == "phq9")
    known9 = (*asked, score.item9.is_not(None))
    hold = (t.Hold.episode_id.in_(_open_episodes(person.id)), t.Hold.ended_at.is_(None))
    last = newest(score, score.total, *scored).label("phq9_last")
    last_at = newest(score, score.happened_at, *scored).label("phq9_at")
    item9 = newest(score, score.item9, *known9).label("item9_last")
    values = (
        sa.select(
            person.id.label("patient_id"),
            (person.search_family + ", " + person.search_given).label("name_sort"),
            sa.func.coalesce(episode.site_id, person.site_id).label("site_id"),
            episode.practitioner_id,
            episode.id.label("episode_id"),
            episode.route,
            fact.stage,
            fact.stage_since,
            newest(t.Hold, t.Hold.expected_to, *hold).label("hold_until"),
            sa.exists(sa.select(sa.literal(1)).where(*hold, stands(t.Hold))).label("on_hold"),
            sa.func.coalesce(fact.doses, 0).label("doses"),
            sa.select(sa.func.max(ever.last_dose_at))
            .where(ever.patient_id == person.id)
            .scalar_subquery()
            .label("last_session_at"),
            sa.select(sa.func.min(t.Appointment.starts_at))
            .where(
                t.Appointment.patient_id == person.id,
                t.Appointment.status == AppointmentStatus.BOOKED,
                ~t.Appointment.withdrawn,
            )
            .scalar_subquery()
            .label("next_session_at"),
            last,
            last_at,
            (last - fact.baseline).label("phq9_change"),
            (last - newest(score, score.total, *scored, offset=1)).label("step"),
            item9,
            newest(score, score.happened_at, *known9).label("item9_at"),
            newest(score, score.item9, *asked).label("item9_now"),
            newest(score, score.happened_at, *asked).label("asked_at"),
            _spark(session, person.id).label("spark"),
        )
        .select_from(person)
        .outerjoin(episode, episode.id == _newest_episode(person.id))
        .outerjoin(fact, fact.episode_id == episode.id)
        .where(person.merged_into.is_(None), ~person.withdrawn)
    )
    if patient_id is not None:
        values = values.where(person.id == patient_id)
    row = values.subquery()
    rise = definitions().phq9_rise
    rising = sa.func.coalesce(sa.or_(row.c.step >= rise, row.c.phq9_change >= rise), sa.false())
    attention = sa.case(
        (row.c.item9_last >= 2, 0),
        (row.c.item9_last == 1, 1),
        (rising, 2),
        else_=3,
    )
    return sa.select(
        *(column for column in row.c if column.name != "step"),
        rising.label("rising"),
        attention.label("attention"),
        sa.func.coalesce(row.c.phq9_at, LONG_AGO).label("scored_sort"),
        # Without a stage nobody waits in one: last.
        sa.func.coalesce(row.c.stage_since, FAR_AHEAD).label("since_sort"),
        sa.func.coalesce(row.c.next_session_at, FAR_AHEAD).label("next_sort"),
        sa.func.coalesce(-row.c.phq9_last, 1).label("score_sort"),
    )


def _open_episodes(patient_id: Any) -> Any:
    mine = aliased(t.Episode)
    open_ones = sa.select(mine.id).where(mine.patient_id == patient_id, mine.closed_at.is_(None))
    return open_ones.correlate(t.Patient)  # two levels up


def _newest_episode(patient_id: Any) -> sa.ScalarSelect[Any]:
    """The open episode, or else the last one."""
    mine = aliased(t.Episode)
    return (
        sa.select(mine.id)
        .where(mine.patient_id == patient_id, ~mine.withdrawn)
        .order_by(mine.closed_at.is_(None).desc(), mine.opened_at.desc(), mine.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _spark(session: Session, patient_id: Any) -> sa.ScalarSelect[Any]:
    """The last scored PHQ-9 totals, oldest first, as a JSON list."""
    newest = (
        sa.select(t.Assessment.total, t.Assessment.happened_at, t.Assessment.id)
        .where(phq9(patient_id), stands(t.Assessment))
        .order_by(t.Assessment.happened_at.desc(), t.Assessment.id.desc())
        .limit(definitions().spark_points)
        .correlate(t.Patient)
        .subquery()
    )
    forward = sa.select(newest.c.total).order_by(newest.c.happened_at, newest.c.id).subquery()
    return sa.select(json_list(session, forward.c.total)).scalar_subquery()
