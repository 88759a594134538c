"""Work that somebody has to do for a patient: raised once a source, cleared by doing it."""

from collections.abc import Callable, Iterable
from uuid import UUID

from sqlmodel import Session

from data.queries import work as queries
from data.queries.some import some
from data.reference.signals import signals
from data.tables import WorkItem, WorkItemEvent
from data.tables.base import now
from data.tables.vocabulary import ItemStatus, ItemStep
from services.access import Action, User, can


def open_up(
    session: Session, user: User | None, patient_id: UUID, rule: str, source_key: str, text: str
) -> WorkItem:
    """Raise an item in the transaction of what raises it; what is open already is noted again.

    It belongs to the patient's practitioner, else to the clinician who entered it, else to all
    clinicians. `text` is of the system's own making: no words that somebody typed.
    """
    item = queries.open_item(session, patient_id, rule, source_key)
    step = ItemStep.RAISED_AGAIN if item else ItemStep.RAISED
    item = item or _new(session, user, patient_id, rule, source_key)
    by = user.id if user else None
    session.add(WorkItemEvent(item_id=item.id, what=step, text=text, by=by))
    return item


def clear(
    session: Session,
    user: User | None,
    people: Iterable[UUID],
    done: Callable[[WorkItem], bool],
    text: str,
) -> None:
    """What is open for these people and done by now, or needs doing no longer."""
    by = user.id if user else None
    for few in some(people):
        for item in filter(done, queries.open_items(session, list(few))):
            item.status = ItemStatus.CLEARED
            session.add(WorkItemEvent(item_id=item.id, what=ItemStep.CLEARED, text=text, by=by))


def _new(
    session: Session, user: User | None, patient_id: UUID, rule: str, source_key: str
) -> WorkItem:
    signal = signals().signals[rule]
    owner = queries.practitioner(session, patient_id)
    if owner is None and can(user, Action.ASSESS_RISK):
        owner = user.id if user else None
    item = WorkItem(
        patient_id=patient_id,
        rule=rule,
        source_key=source_key,
        priority=signal.priority,
        owner_id=owner,
        due_at=now() + signal.within,
    )
    session.add(item)
    session.flush()
    return item
