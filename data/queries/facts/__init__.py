"""What the facts are, each as one SELECT over the events.

Refresh (one patient) and rebuild (all) run the same statements, so they cannot disagree. Each
SELECT is made for `patient_id`: that patient's rows only, or with None everybody's.
"""

from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.facts.effects import effects
from data.queries.facts.episodes import episodes
from data.queries.facts.patients import FAR_AHEAD, LONG_AGO, patients
from data.queries.facts.sessions import sessions
from data.queries.facts.visits import visits

__all__ = ["FAR_AHEAD", "LONG_AGO", "write"]


ALL = (
    (t.EpisodeFact, episodes),  # first: sessions and effects say whose they are
    (t.SessionFact, sessions),
    (t.VisitFact, visits),
    (t.EffectFact, effects),
    (t.PatientFact, patients),
)


def write(
    session: Session, patient_id: UUID | None, progress: Callable[[float], None] = lambda part: None
) -> None:
    """Replace the facts of one patient, or of all; `progress` hears how much is done, 0 to 1."""
    for number, (fact, compute) in enumerate(ALL, start=1):
        old = sa.delete(fact)
        if patient_id is not None:
            old = old.where(fact.patient_id == patient_id)
        session.execute(old)
        select = compute(session, patient_id)
        names = [column.name for column in select.selected_columns]
        if patient_id is None and "local_date" in names:
            # A page counts a span of days: what lies in it then lies together on the disk.
            select = select.order_by("local_date")
        session.execute(sa.insert(fact).from_select(names, select, include_defaults=False))
        progress(number / len(ALL))
