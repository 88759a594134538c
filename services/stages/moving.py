"""Where an episode stands, the steps that lead on from there, and making one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.queries import patient as patient_queries
from data.queries import stages as queries
from data.queries.forms import is_sent
from data.queries.stages import Held
from data.reference.stages import By, Step, stages
from data.tables import Episode, StageEvent
from data.tables.base import now
from data.tables.vocabulary import Stage
from services import escalation, facts, policies
from services.access import Action, User, can
from services.acting import acting
from services.caseload import stage_words
from services.escalation import Escalation
from services.refusals import BadInput, Conflict, NotFound
from services.stages import needs, plans

ACTIONS = {By.DESK: Action.MOVE_STAGE, By.CLINICIAN: Action.MOVE_TREATMENT}
"""Steps made by hand, and the right to make them."""
MADE_BY: Mapping[By, str] = {
    By.DECISION: "signing a decision",
    By.PAPER: "recording the consent",
    By.BOOKING: "booking or cancelling",
    By.DOSE: "recording the dose",
    By.REVIEW: "signing the benefit review",
}
"""Steps that come with something else."""
NOTHING = "Nothing was changed."


@dataclass(frozen=True)
class Offer:
    """A step that this person may make from here; `missing` says what it waits for."""

    step: Step
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Here:
    """Where an episode stands: its stage, since when, and the steps that stand, newest first."""

    episode: Episode
    steps: Sequence[StageEvent]

    @property
    def stage(self) -> Stage:
        return self.steps[0].to_stage

    @property
    def since(self) -> datetime:
        return self.steps[0].happened_at

    def held(self, session: Session, zone: ZoneInfo) -> Held:
        """What the record holds of it today."""
        today = now().astimezone(zone).date()
        acute = _escalation(session, self.episode, zone).open
        about = (self.episode, self.stage, self.since, today, zone)
        held = queries.held(session, *about, acute=acute)
        return replace(held, planned=plans.documented(session, self.episode, today))


@dataclass(frozen=True)
class Said:
    """What somebody says of a step: a reason by its code, and a note."""

    reason: str | None = None
    note: str | None = None


def offers(
    user: User | None, patient_id: UUID, episode_id: UUID, zone: ZoneInfo
) -> tuple[Offer, ...]:
    """The steps that this person may make by hand, in the order of the table."""
    with acting(user, Action.VIEW_PATIENT, patient_id) as session:
        here = stand(session, episode_id, lock=False)
        held = here.held(session, zone)
    return tuple(
        Offer(step, tuple(needs.missing(step, held)))
        for step in stages().from_stage(here.stage)
        if step.by in ACTIONS and can(user, ACTIONS[step.by])
    )


def move(
    user: User | None,
    patient_id: UUID,
    episode_id: UUID,
    step_id: str,
    zone: ZoneInfo,
    said: Said = Said(),
    *,
    entry_key: UUID,
) -> Stage:
    """Make a step by hand, once for a form; returns the stage it led to.

    Raises Conflict where the stage does not lead there (any more), BadInput with everything that
    is missing.
    """
    step = stages().steps[step_id]
    if step.by not in ACTIONS:
        raise Conflict(f"{step.words} comes with {MADE_BY[step.by]}. {NOTHING}")
    with acting(user, ACTIONS[step.by], patient_id) as session:
        if is_sent(session, entry_key, StageEvent):
            return stand(session, episode_id).stage
        return take(session, user, episode_id, step, zone, said, entry_key=entry_key)


def take(
    session: Session,
    user: User | None,
    episode_id: UUID,
    step: Step,
    zone: ZoneInfo,
    said: Said = Said(),
    *,
    entry_key: UUID,
) -> Stage:
    """Make a step in the transaction of whatever it comes with; raises as `move` does."""
    session.flush()
    here = stand(session, episode_id)
    if here.stage not in step.sources:
        raise Conflict(refused(step, here.stage))
    held = here.held(session, zone)
    if faults := [*needs.missing(step, held), *needs.faults(step, said.reason, said.note)]:
        raise BadInput([*faults, NOTHING])
    target = step.target or _before_lost(here)
    _write(session, user, here.episode, step, (here.stage, target), said, entry_key)
    if target is Stage.SCREENING:
        acute = _escalation(session, here.episode, zone)
        escalation.open_work(session, user, here.episode.patient_id, acute)
    return target


def begin(
    session: Session, user: User | None, episode: Episode, step_id: str, *, entry_key: UUID
) -> None:
    """The first step of a new episode."""
    step = stages().steps[step_id]
    assert step.target is not None, "an episode begins in a stage"
    _write(session, user, episode, step, (None, step.target), Said(), entry_key)


def stand(session: Session, episode_id: UUID, *, lock: bool = True) -> Here:
    """Where the episode stands; raises NotFound. Locked, nobody else moves it meanwhile."""
    episode = queries.episode(session, episode_id, lock=lock)
    steps = queries.steps(session, episode_id) if episode else []
    if episode is None or not steps:
        raise NotFound("There is no such course of treatment. Open the patient again.")
    return Here(episode, steps)


def refused(step: Step, stage: Stage) -> str:
    """Why a step cannot be made from a stage."""
    sources = ", ".join(stage_words(each).lower() for each in step.sources)
    return (
        f"{step.words}: that leads on from {sources}, and the stage is now "
        f"{stage_words(stage).lower()}. {NOTHING} Open the patient again."
    )


def _escalation(session: Session, episode: Episode, zone: ZoneInfo) -> Escalation:
    people = patient_queries.person_patients(session, episode.patient_id)
    policy = policies.screening(session, now().astimezone(zone).date())
    return escalation.find(session, people, policy)


def _before_lost(here: Here) -> Stage:
    before = here.steps[0].from_stage
    if before is None:
        raise Conflict(f"Where they were before is not known. Start a new course. {NOTHING}")
    return before


def _write(
    session: Session,
    user: User | None,
    episode: Episode,
    step: Step,
    way: tuple[Stage | None, Stage],
    said: Said,
    entry_key: UUID,
) -> None:
    before, target = way
    at = now()
    session.add(
        StageEvent(
            episode_id=episode.id,
            from_stage=before,
            to_stage=target,
            event=step.id,
            reason=said.reason if step.reasons else None,
            note=(said.note or "").strip() or None,
            happened_at=at,
            recorded_by=user.id if user else None,
            entry_key=entry_key,
        )
    )
    episode.closed_at = at if closes(target) else None
    facts.refresh(session, episode.patient_id)


def closes(stage: Stage) -> bool:
    """Whether the episode ends with it."""
    return stages().rows[stage].closes
