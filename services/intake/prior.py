"""What was tried before and what is taken now: entered, corrected, struck out with a reason."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.queries.forms import is_sent
from data.tables import Medication, TreatmentTrial
from data.tables.base import now
from services.access import Action, User, can
from services.acting import acting
from services.clinical import trials
from services.clinical.trials import Trial
from services.patients import find
from services.refusals import BadInput, NotAllowed
from services.striking import E, replaced, standing, struck

LONGEST = 200
NONE = "none"
"""A medicine that does not interact: said, and not just left open."""


@dataclass(frozen=True)
class Taken:
    """A medicine that is taken now; `interacts` is the class that screening asks about, "none", or
    None where nobody said."""

    name: str
    interacts: str | None = None
    started_on: date | None = None


def add_trial(
    user: User | None,
    patient_id: UUID,
    trial: Trial,
    zone: ZoneInfo,
    *,
    corrects: int | None = None,
    why: str = "",
    entry_key: UUID,
) -> None:
    """Keep one earlier treatment, once for a form; with `corrects` in the place of another.

    Raises BadInput with every fault, Conflict where somebody corrected that one meanwhile.
    """
    with acting(user, Action.ENTER_SCREENING, patient_id) as session:
        find(session, patient_id)
        if is_sent(session, entry_key, TreatmentTrial):
            return
        if corrects is not None:
            _own(session, user, TreatmentTrial, patient_id, corrects)
        at = now()
        faults = [fault.words for fault in trials.faults(trial, at.astimezone(zone).date())]
        if corrects is not None and not why.strip():
            faults.append("Say why it is corrected.")
        if faults:
            raise BadInput([*faults, "Nothing was saved."])
        session.add(
            TreatmentTrial(
                patient_id=patient_id,
                **{name: getattr(trial, name) for name in TOLD},
                corrects=corrects,
                why=why.strip() or None,
                **_entered(user, at, entry_key),
            )
        )


def strike_trial(user: User | None, patient_id: UUID, trial_id: int, why: str) -> None:
    """Take an earlier treatment back; raises BadInput without a reason, NotFound."""
    with acting(user, Action.ENTER_SCREENING, patient_id) as session:
        _strike(session, user, TreatmentTrial, patient_id, trial_id, why)


def add_medicine(
    user: User | None, patient_id: UUID, taken: Taken, zone: ZoneInfo, *, entry_key: UUID
) -> None:
    """Keep one medicine that is taken now, once for a form. Raises BadInput."""
    with acting(user, Action.ENTER_SCREENING, patient_id) as session:
        find(session, patient_id)
        if is_sent(session, entry_key, Medication):
            return
        at = now()
        if faults := _faults(taken, at.astimezone(zone).date()):
            raise BadInput([*faults, "Nothing was saved."])
        session.add(
            Medication(
                patient_id=patient_id,
                name=taken.name.strip(),
                interacts=None if taken.interacts == NONE else taken.interacts,
                started_on=taken.started_on,
                **_entered(user, at, entry_key),
            )
        )


def strike_medicine(user: User | None, patient_id: UUID, medicine_id: int, why: str) -> None:
    """Take a medicine back that was entered by mistake."""
    with acting(user, Action.ENTER_SCREENING, patient_id) as session:
        _strike(session, user, Medication, patient_id, medicine_id, why)


def stop_medicine(
    user: User | None, patient_id: UUID, medicine_id: int, last_on: date | None, zone: ZoneInfo
) -> None:
    """Say on which day a medicine was last taken; from the day after it is no caution any more.

    Raises BadInput with the fault of that day, NotFound, Conflict where somebody was first.
    """
    with acting(user, Action.ENTER_SCREENING, patient_id) as session:
        taken = _own(session, user, Medication, patient_id, medicine_id)
        if fault := _stop_fault(last_on, taken.started_on, now().astimezone(zone).date()):
            raise BadInput([fault, "Nothing was saved."])
        session.add(replaced(taken, user, STOPPED, stopped_on=last_on, stopped_text=None))


STOPPED = "Stopped"
TOLD = (
    *("kind", "treatment_class", "name", "dose", "started_on", "ended_on"),
    *("weeks_adequate", "percent_improved", "stop_reason"),
)


def _entered(user: User | None, at: datetime, entry_key: UUID) -> dict[str, Any]:
    by = user.id if user else None
    return {"happened_at": at, "recorded_by": by, "entry_key": entry_key}


def _strike(
    session: Session,
    user: User | None,
    table: type[TreatmentTrial] | type[Medication],
    patient_id: UUID,
    number: int,
    why: str,
) -> None:
    session.add(struck(_own(session, user, table, patient_id, number), user, why))


def _own(session: Session, user: User | None, table: type[E], patient_id: UUID, number: int) -> E:
    """An entry that this person may correct: one they made, or as a clinician any."""
    found = standing(session, table, number, patient_id)
    if found.recorded_by != (user.id if user else None) and not can(user, Action.VIEW_CLINICAL):
        raise NotAllowed("Somebody else entered this. A clinician corrects it or strikes it out.")
    return found


def _stop_fault(last_on: date | None, started_on: date | None, today: date) -> str | None:
    if last_on is None:
        return "Give the day on which it was last taken."
    if last_on > today:
        return "That day lies in the future."
    if started_on is not None and last_on < started_on:
        return "It was stopped before it was begun. Check the two dates."
    return None


def _faults(taken: Taken, today: date) -> list[str]:
    faults = []
    if not taken.name.strip():
        faults.append("The medicine has no name.")
    if taken.interacts is None:
        faults.append("Say whether it interacts; not known yet is an answer too.")
    if len(taken.name) > LONGEST:
        faults.append(f"The name is longer than {LONGEST} characters.")
    if taken.started_on is not None and taken.started_on > today:
        faults.append("The start lies in the future.")
    return faults
