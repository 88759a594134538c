"""What the facts of patients, episodes and sessions are, each as one SELECT over the events.

Refresh (one patient) and rebuild (all) run the same statements, so they cannot disagree.
Every function takes `patient_id`: that patient's rows only, or with None everybody's.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands
from data.queries.engines import days_before, json_list, minutes_between
from data.reference.definitions import definitions
from data.tables.vocabulary import AppointmentStatus, Drug, Moment

LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
"""The sort key of "never": a page of a list must be able to begin after any row."""

FAR_AHEAD = datetime(9000, 1, 1, tzinfo=UTC)
"""The sort key of "not booked", after every booking."""


def write(session: Session, patient_id: UUID | None) -> None:
    """Replace the facts of one patient, or of all."""
    for fact, compute in (
        (t.SessionFact, sessions),
        (t.EpisodeFact, episodes),
        (t.PatientFact, patients),
    ):
        old = sa.delete(fact)
        if patient_id is not None:
            old = old.where(fact.patient_id == patient_id)
        session.execute(old)
        select = compute(session, patient_id)
        names = [column.name for column in select.selected_columns]
        session.execute(sa.insert(fact).from_select(names, select, include_defaults=False))


def sessions(session: Session, patient_id: UUID | None) -> sa.Select[Any]:
    """One row a session: its dose, its worst readings, its effects."""
    visit, dose = t.DosingSession, aliased(t.Administration)
    given = (t.Administration.session_id == visit.id,)
    # A second reading before the dose is no rise after it.
    before = (t.Vital.session_id == visit.id, t.Vital.moment == Moment.PRE)
    during = (t.Vital.session_id == visit.id, t.Vital.happened_at >= visit.first_dose_at)
    pre = _one(t.Vital, t.Vital.sbp, *before)
    peak = _worst(t.Vital, sa.func.max(t.Vital.sbp), *during)
    mg = _worst(t.Administration, sa.func.sum(t.Administration.mg), *given)
    mg_per_kg = sa.func.round(sa.cast(mg / dose.weight_kg, sa.Numeric), 2)
    select = (
        sa.select(
            visit.id.label("session_id"),
            visit.patient_id,
            visit.episode_id,
            t.Appointment.site_id,
            visit.local_date,
            visit.number,
            dose.drug,
            mg.label("mg"),
            sa.case((dose.drug == Drug.KETAMINE, mg_per_kg)).label("mg_per_kg"),
            pre.label("pre_sbp"),
            _one(t.Vital, t.Vital.dbp, *before).label("pre_dbp"),
            peak.label("peak_sbp"),
            _worst(t.Vital, sa.func.max(t.Vital.dbp), *during).label("peak_dbp"),
            (peak - pre).label("peak_rise"),
            _worst(t.Vital, sa.func.min(t.Vital.spo2), *during).label("lowest_spo2"),
            _worst(
                t.ObservationScale,
                sa.func.min(t.ObservationScale.moaas),
                t.ObservationScale.session_id == visit.id,
            ).label("lowest_moaas"),
            _worst(t.SideEffect, sa.func.count(), t.SideEffect.session_id == visit.id).label(
                "effects"
            ),
            _worst(
                t.SideEffect, sa.func.max(t.SideEffect.grade), t.SideEffect.session_id == visit.id
            ).label("worst_grade"),
            minutes_between(session, visit.first_dose_at, visit.ready_at).label("ready_min"),
        )
        .select_from(visit)
        .join(t.Appointment, t.Appointment.id == visit.appointment_id)
        .outerjoin(dose, dose.id == _newest(t.Administration, *given))
    )
    return select if patient_id is None else select.where(visit.patient_id == patient_id)


def episodes(session: Session, patient_id: UUID | None) -> sa.Select[Any]:
    """One row an episode: its stage, its doses, and PHQ-9 at baseline, best and last."""
    doses = (
        sa.select(
            t.DosingSession.episode_id,
            sa.func.min(t.Administration.happened_at).label("first_dose_at"),
            sa.func.max(t.Administration.happened_at).label("last_dose_at"),
            sa.func.count(sa.distinct(t.DosingSession.id)).label("doses"),
        )
        .join(t.Administration, t.Administration.session_id == t.DosingSession.id)
        .where(stands(t.Administration))
        .group_by(t.DosingSession.episode_id)
    )
    if patient_id is not None:
        doses = doses.where(t.DosingSession.patient_id == patient_id)
    given = doses.subquery()
    episode, score = t.Episode, t.Assessment
    stage = (t.StageEvent.episode_id == episode.id,)
    until = sa.or_(episode.closed_at.is_(None), score.happened_at <= episode.closed_at)
    own = (_phq9(episode.patient_id), until)
    most = definitions().baseline_max_age_days
    oldest = days_before(session, given.c.first_dose_at, most)
    before = (
        *own,
        score.happened_at < given.c.first_dose_at,
        score.happened_at >= oldest,
        ~_dosed_between(episode, score, given),
    )
    since = (*own, score.happened_at >= given.c.first_dose_at)
    within = (*own, score.happened_at >= days_before(session, episode.opened_at, most))
    select = (
        sa.select(
            episode.id.label("episode_id"),
            episode.patient_id,
            _one(t.StageEvent, t.StageEvent.to_stage, *stage).label("stage"),
            _one(t.StageEvent, t.StageEvent.happened_at, *stage).label("stage_since"),
            given.c.first_dose_at,
            given.c.last_dose_at,
            sa.func.coalesce(given.c.doses, 0).label("doses"),
            _one(score, score.total, *before).label("baseline"),
            _one(score, score.happened_at, *before).label("baseline_at"),
            _worst(score, sa.func.min(score.total), *since).label("best"),
            _one(score, score.total, *within).label("last"),
            _one(score, score.happened_at, *within).label("last_at"),
        )
        .select_from(episode)
        .outerjoin(given, given.c.episode_id == episode.id)
    )
    return select if patient_id is None else select.where(episode.patient_id == patient_id)


def patients(session: Session, patient_id: UUID | None) -> sa.Select[Any]:
    """One row a patient: the newest episode, the last scores, the visits around today."""
    person, score, episode, fact = t.Patient, t.Assessment, t.Episode, t.EpisodeFact
    ever = aliased(fact)
    scored = (_phq9(person.id),)
    asked = (score.patient_id == person.id, score.instrument == "phq9")
    known9 = (*asked, score.item9.is_not(None))
    hold = (t.Hold.episode_id.in_(_open_episodes(person.id)), t.Hold.ended_at.is_(None))
    last = _one(score, score.total, *scored).label("phq9_last")
    last_at = _one(score, score.happened_at, *scored).label("phq9_at")
    item9 = _one(score, score.item9, *known9).label("item9_last")
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
            _one(t.Hold, t.Hold.expected_to, *hold).label("hold_until"),
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
            )
            .scalar_subquery()
            .label("next_session_at"),
            last,
            last_at,
            (last - fact.baseline).label("phq9_change"),
            (last - _one(score, score.total, *scored, offset=1)).label("step"),
            item9,
            _one(score, score.happened_at, *known9).label("item9_at"),
            _one(score, score.item9, *asked).label("item9_now"),
            _one(score, score.happened_at, *asked).label("asked_at"),
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


def _phq9(patient_id: Any) -> sa.ColumnElement[bool]:
    """Scored PHQ-9s of this patient. A total without items counts; an incomplete set has none."""
    return sa.and_(
        t.Assessment.patient_id == patient_id,
        t.Assessment.instrument == "phq9",
        t.Assessment.total.is_not(None),
    )


def _one(entry: Any, column: Any, *where: Any, offset: int = 0) -> sa.ScalarSelect[Any]:
    """A column of the newest entry that stands."""
    return (
        sa.select(column)
        .where(*where, stands(entry))
        .order_by(entry.happened_at.desc(), entry.id.desc())
        .limit(1)
        .offset(offset)
        .scalar_subquery()
    )


def _newest(entry: Any, *where: Any) -> sa.ScalarSelect[Any]:
    return _one(entry, entry.id, *where)


def _worst(entry: Any, aggregate: Any, *where: Any) -> sa.ScalarSelect[Any]:
    """An aggregate over the entries that stand."""
    return sa.select(aggregate).select_from(entry).where(*where, stands(entry)).scalar_subquery()


def _dosed_between(episode: Any, score: Any, given: Any) -> Any:
    """Whether another episode gave a dose in between: a score under treatment is no baseline."""
    dose, visit = aliased(t.Administration), aliased(t.DosingSession)
    return sa.exists(
        sa.select(sa.literal(1))
        .select_from(visit)
        .join(dose, dose.session_id == visit.id)
        .where(
            visit.patient_id == episode.patient_id,
            visit.episode_id != episode.id,
            dose.happened_at >= score.happened_at,
            dose.happened_at < given.c.first_dose_at,
        )
        # Two levels up, where nothing is correlated by itself.
        .correlate(episode, score, given)
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
        .where(mine.patient_id == patient_id)
        .order_by(mine.closed_at.is_(None).desc(), mine.opened_at.desc(), mine.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _spark(session: Session, patient_id: Any) -> sa.ScalarSelect[Any]:
    """The last scored PHQ-9 totals, oldest first, as a JSON list."""
    newest = (
        sa.select(t.Assessment.total, t.Assessment.happened_at, t.Assessment.id)
        .where(_phq9(patient_id), stands(t.Assessment))
        .order_by(t.Assessment.happened_at.desc(), t.Assessment.id.desc())
        .limit(definitions().spark_points)
        .correlate(t.Patient)
        .subquery()
    )
    forward = sa.select(newest.c.total).order_by(newest.c.happened_at, newest.c.id).subquery()
    return sa.select(json_list(session, forward.c.total)).scalar_subquery()
