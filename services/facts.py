"""Keep the facts equal to the events: after each change for one patient, or for all at once."""

from collections.abc import Callable, Collection
from uuid import UUID

from sqlmodel import Session

from data.queries import facts
from services import outcome_facts
from services.access import SYSTEM, Action
from services.acting import acting

Progress = Callable[[float], None]
"""Hears how much is done, 0 to 1."""


def refresh(session: Session, patient_id: UUID) -> None:
    """Compute one patient's facts again, in the transaction of the change."""
    session.flush()
    facts.write(session, patient_id)
    outcome_facts.refresh(session, patient_id)


FEW = 200
"""Up to so many patients are computed one by one; more, and all are at once."""


def refresh_all(session: Session, patients: Collection[UUID]) -> None:
    """Compute the facts of these patients again."""
    if len(patients) > FEW:
        rebuild(session)
        return
    for patient_id in patients:
        refresh(session, patient_id)


def rebuild(session: Session, progress: Progress = lambda part: None) -> None:
    """Compute everybody's facts again: after the demo, an import, or a repair."""
    session.flush()
    facts.write(session, None, lambda part: progress(0.6 * part))
    outcome_facts.refresh(session, None, lambda part: progress(0.6 + 0.4 * part))


def repair() -> None:
    """Rebuild from the command line."""
    with acting(SYSTEM, Action.REPAIR) as session:
        rebuild(session)
