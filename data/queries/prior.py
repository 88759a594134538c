"""Entries about earlier and present treatment: what is there, and which forms were sent."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands

Rows = list[dict[str, Any]]


def trials(session: Session, people: list[UUID]) -> Rows:
    """Earlier treatments that stand, as they were told, with their numbers."""
    trial = t.TreatmentTrial
    select = (
        sa.select(
            trial.id,
            trial.kind,
            trial.treatment_class,
            trial.name,
            trial.dose,
            trial.started_on,
            trial.ended_on,
            trial.weeks_adequate,
            trial.percent_improved,
            trial.stop_reason,
            trial.recorded_by,
        )
        .where(trial.patient_id.in_(people), stands(trial))
        .order_by(trial.started_on.desc(), trial.id)
    )
    return [dict(row._mapping) for row in session.execute(select)]


def medicines(session: Session, people: list[UUID]) -> Rows:
    """Medicines that stand, with their numbers: name, interacts, started_on, stopped_on,
    stopped_text."""
    taken = t.Medication
    select = (
        sa.select(
            taken.id,
            taken.name,
            taken.interacts,
            taken.started_on,
            taken.stopped_on,
            taken.stopped_text,
            taken.recorded_by,
        )
        .where(taken.patient_id.in_(people), stands(taken))
        .order_by(
            sa.or_(taken.stopped_on.is_not(None), taken.stopped_text.is_not(None)),
            taken.name,
            taken.id,
        )
    )
    return [dict(row._mapping) for row in session.execute(select)]
