"""A pause beside the stages: begun with a reason, ended by an entry that corrects it."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.queries import holds as queries
from data.queries.forms import is_sent
from data.tables import Hold
from data.tables.base import now
from services import facts
from services.access import Action, User
from services.acting import acting
from services.refusals import BadInput, Conflict
from services.stages import moving

LONGEST = 500


def place(
    user: User | None,
    patient_id: UUID,
    episode_id: UUID,
    reason: str,
    expected_to: date | None,
    zone: ZoneInfo,
    *,
    entry_key: UUID,
) -> None:
    """Put an episode on hold, once for a form. What is due waits; safety does not.

    Raises BadInput with every fault, Conflict where it is on hold already.
    """
    with acting(user, Action.MOVE_TREATMENT, patient_id) as session:
        if is_sent(session, entry_key, Hold):
            return
        here = moving.stand(session, episode_id)
        at = now()
        if faults := _faults(reason, expected_to, at.astimezone(zone).date()):
            raise BadInput([*faults, "Nothing was saved."])
        if queries.open_hold(session, episode_id) is not None:
            raise Conflict("This course is on hold already. End that hold first.")
        session.add(
            Hold(
                episode_id=episode_id,
                reason=reason.strip(),
                expected_to=expected_to,
                happened_at=at,
                recorded_by=user.id if user else None,
                entry_key=entry_key,
            )
        )
        facts.refresh(session, here.episode.patient_id)


def end(user: User | None, patient_id: UUID, episode_id: UUID) -> None:
    """End the hold now; raises Conflict where there is none (any more)."""
    with acting(user, Action.MOVE_TREATMENT, patient_id) as session:
        here = moving.stand(session, episode_id)
        open_hold = queries.open_hold(session, episode_id)
        if open_hold is None:
            raise Conflict("This course is not on hold. Open the patient again.")
        session.add(_ended(session, user, open_hold))
        facts.refresh(session, here.episode.patient_id)


def _ended(session: Session, user: User | None, hold: Hold) -> Hold:
    kept = hold.model_dump(include={"episode_id", "reason", "expected_to", "happened_at"})
    by = user.id if user else None
    return Hold(**kept, ended_at=now(), corrects=hold.id, why="Over", recorded_by=by)


def _faults(reason: str, expected_to: date | None, today: date) -> list[str]:
    faults = []
    if not reason.strip():
        faults.append("Say why: the team has to know what it waits for.")
    if len(reason) > LONGEST:
        faults.append(f"The reason is longer than {LONGEST} characters.")
    if expected_to is not None and expected_to < today:
        faults.append("The expected end lies in the past.")
    return faults
