"""The last step taken back: struck out with a reason, when it was made by mistake."""

from uuid import UUID

from sqlmodel import Session

from data.queries.forms import is_sent
from data.reference.stages import By, stages
from data.tables import StageEvent
from data.tables.vocabulary import Stage
from services import facts
from services.access import Action, User, can
from services.acting import acting
from services.caseload import stage_words
from services.refusals import BadInput, Conflict
from services.stages.moving import MADE_BY, NOTHING, Here, closes, stand
from services.striking import struck


def last_step(user: User | None, patient_id: UUID, episode_id: UUID) -> tuple[int | None, str]:
    """The number of the last step, and where it led."""
    with acting(user, Action.VIEW_PATIENT, patient_id) as session:
        here = stand(session, episode_id, lock=False)
        return here.steps[0].id, stage_words(here.stage)


def take_back(
    user: User | None,
    patient_id: UUID,
    episode_id: UUID,
    why: str,
    *,
    last: int | None = None,
    entry_key: UUID,
) -> Stage:
    """Strike out the last step, made by mistake; returns the stage before it.

    `last` is the number of the step that was on the screen: no other is taken back.

    What came with a signature or a paper is taken back there. Raises BadInput without a reason.
    """
    with acting(user, Action.MOVE_STAGE, patient_id) as session:
        if is_sent(session, entry_key, StageEvent):
            return stand(session, episode_id).stage
        here = stand(session, episode_id)
        if last is not None and here.steps[0].id != last:
            raise Conflict(f"Another step was made or taken back meanwhile. {NOTHING}")
        _check_back(user, here, why)
        return strike(session, user, here, 1, why, entry_key=entry_key)


def strike(
    session: Session, user: User | None, here: Here, count: int, why: str, *, entry_key: UUID
) -> Stage:
    """Strike out the newest steps, in the transaction of what they came with."""
    for number, step in enumerate(here.steps[:count]):
        session.add(struck(step, user, why, entry_key=None if number else entry_key))
    before = here.steps[count]
    here.episode.closed_at = before.happened_at if closes(before.to_stage) else None
    facts.refresh(session, here.episode.patient_id)
    return before.to_stage


def _check_back(user: User | None, here: Here, why: str) -> None:
    if len(here.steps) < 2:
        raise Conflict(f"An episode keeps its first step. Close the inquiry instead. {NOTHING}")
    step = stages().steps.get(here.steps[0].event or "")
    if step and step.by in MADE_BY:
        raise Conflict(f"{step.words} came with {MADE_BY[step.by]}: take that back. {NOTHING}")
    if (step is None or step.by is By.CLINICIAN) and not can(user, Action.MOVE_TREATMENT):
        raise Conflict(f"This step is for a practitioner to take back. {NOTHING}")
    if not why.strip():
        raise BadInput([f"Say why the step is taken back. {NOTHING}"])
