"""What the outcomes of dosed courses are computed from, and where they are kept."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands
from data.tables import OutcomeFact, ScoreFact

Row = Any
"""A row of a result, its columns by name."""


def dosed_patients(session: Session) -> Sequence[UUID]:
    """Everybody with a dosed course."""
    ids = sa.select(t.EpisodeFact.patient_id).where(t.EpisodeFact.first_dose_at.is_not(None))
    return session.execute(ids.distinct().order_by(t.EpisodeFact.patient_id)).scalars().all()


def courses(session: Session, patients: Sequence[UUID]) -> Sequence[Row]:
    """Dosed courses of these patients, in the order of their first doses, with their zones."""
    fact = t.EpisodeFact
    return session.execute(
        sa.select(
            fact.episode_id,
            fact.patient_id,
            fact.first_dose_at,
            fact.first_dose_on,
            fact.induction_last_at,
            fact.induction_over_on,
            t.Episode.closed_at,
            t.Site.tz,
        )
        .join(t.Episode, t.Episode.id == fact.episode_id)
        .join(t.Site, t.Site.id == t.Episode.site_id)
        .where(fact.patient_id.in_(patients), fact.first_dose_at.is_not(None))
        .order_by(fact.patient_id, fact.first_dose_at, fact.episode_id)
    ).all()


def scores(session: Session, patients: Sequence[UUID], instruments: Sequence[str]) -> Sequence[Row]:
    """Sets of these instruments that have a total or, of PHQ-9, an item 9; oldest first."""
    score = t.Assessment
    return session.execute(
        sa.select(
            score.id,
            score.patient_id,
            score.instrument,
            score.happened_at,
            score.total,
            score.item9,
        )
        .where(
            score.patient_id.in_(patients),
            score.instrument.in_(instruments),
            sa.or_(score.total.is_not(None), score.item9.is_not(None)),
            stands(score),
        )
        .order_by(score.patient_id, score.happened_at, score.id)
    ).all()


def doses(session: Session, patients: Sequence[UUID]) -> Sequence[Row]:
    """When each session with a dose began to dose, oldest first."""
    visit, dose = t.DosingSession, t.Administration
    return session.execute(
        sa.select(
            visit.patient_id, visit.episode_id, sa.func.min(dose.happened_at).label("happened_at")
        )
        .join(dose, dose.session_id == visit.id)
        .where(visit.patient_id.in_(patients), stands(dose))
        .group_by(visit.patient_id, visit.episode_id, visit.id)
        .order_by(visit.patient_id, sa.func.min(dose.happened_at))
    ).all()


def attempts(session: Session, patients: Sequence[UUID]) -> Sequence[Row]:
    """Suicide attempts that were recorded."""
    effect = t.SideEffect
    return session.execute(
        sa.select(effect.patient_id, effect.happened_at).where(
            effect.patient_id.in_(patients), effect.term == "suicide_attempt", stands(effect)
        )
    ).all()


def clear(session: Session, patient_id: UUID | None) -> None:
    """Forget what was computed before, of one patient or of all."""
    for fact in (t.ScoreFact, t.OutcomeFact):
        old = sa.delete(fact)
        session.execute(old if patient_id is None else old.where(fact.patient_id == patient_id))


def keep(session: Session, scored: list[dict[str, Any]], outcomes: list[dict[str, Any]]) -> None:
    """Keep computed rows."""
    for fact, rows in ((ScoreFact, scored), (OutcomeFact, outcomes)):
        if rows:
            # By its class, rows would go in as many statements as they have sets of empty columns.
            table: Any = sa.inspect(fact).local_table
            session.execute(sa.insert(table), rows)
