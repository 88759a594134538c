"""A screening as it stands: what was answered, what the record knows, what the rules say."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.queries import patient as patient_queries
from data.queries import risk as risk_queries
from data.queries import work as work_queries
from data.queries.stages import ACUTE
from data.reference.screening import Policy, form
from data.tables.base import now
from data.tables.vocabulary import Route, Stage
from services import policies
from services.access import Action, User
from services.acting import acting
from services.clinical import eligibility
from services.clinical.eligibility import AnswerRefused, ScreeningResult
from services.intake import derived, filled
from services.intake.derived import Known
from services.intake.filled import Filled
from services.patients import find
from services.refusals import BadInput
from services.stages import moving


@dataclass(frozen=True)
class Screened:
    """One screening, live: nothing of it is signed yet."""

    stage: Stage
    since: datetime
    route: Route | None
    sections: tuple[Filled, ...]
    known: Known
    answers: dict[str, Any]
    policy: Policy
    result: ScreeningResult
    before: ScreeningResult | None
    """By the version that was in force when the stage began, where another is now."""
    waits: bool
    """Something that speaks of acute risk is still open, whatever was answered since."""
    assessed: bool
    """Whether risk was assessed since what speaks of it was answered."""

    @property
    def at_risk(self) -> bool:
        """Nobody is deferred or declined before somebody has assessed the risk."""
        return (self.waits or self.result.escalate) and not self.assessed

    @property
    def seen(self) -> str:
        """What a decision is signed on: it changes with any answer and with the rules."""
        told = json.dumps([self.policy.version, self.answers], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def show(user: User | None, patient_id: UUID, episode_id: UUID, zone: ZoneInfo) -> Screened:
    """For clinicians; raises NotFound."""
    with acting(user, Action.VIEW_CLINICAL, patient_id) as session:
        return judge(session, patient_id, episode_id, zone, lock=False)


def judge(
    session: Session, patient_id: UUID, episode_id: UUID, zone: ZoneInfo, *, lock: bool
) -> Screened:
    """In a transaction that is open already."""
    today = now().astimezone(zone).date()
    here = moving.stand(session, episode_id, lock=lock)
    person, people = find(session, patient_id), patient_queries.person_patients(session, patient_id)
    sections = filled.read(session, episode_id, clinical=True)
    asked = filled.merged(sections)
    policy = policies.screening(session, today)
    known = derived.find(session, person, people, asked, policy, zone, today)
    answers = _whole(asked, known)
    earlier = policies.screening(session, here.since.astimezone(zone).date())
    route = here.episode.route
    return Screened(
        stage=here.stage,
        since=here.since,
        route=route,
        sections=sections,
        known=known,
        answers=answers,
        policy=policy,
        result=result(answers, policy, route, today),
        before=result(answers, earlier, route, today)
        if earlier.version != policy.version
        else None,
        waits=(waits := _waits(session, people)),
        assessed=not waits and _assessed(session, people, known),
    )


def result(
    answers: dict[str, Any], policy: Policy, route: Route | None, today: date
) -> ScreeningResult:
    """What the rules say; raises BadInput for an answer that has become impossible."""
    try:
        return eligibility.screen(answers, policy, route=route, on=today)
    except AnswerRefused as refused:
        raise BadInput([str(refused)]) from None


def _whole(asked: dict[str, Any], known: Known) -> dict[str, Any]:
    """By the ids of the form; what the record knows stands before what was asked."""
    both = {**asked, **known.answers}
    told = {id: both[id] for id in form().questions if both.get(id) is not None}
    return {id: each.isoformat() if isinstance(each, date) else each for id, each in told.items()}


def _waits(session: Session, people: list[UUID]) -> bool:
    return any(item.rule in ACUTE for item in work_queries.open_items(session, people))


def _assessed(session: Session, people: list[UUID], known: Known) -> bool:
    """Somebody assessed the risk after the last answer that speaks of it."""
    found = risk_queries.assessments(session, people)
    late = known.acute_at is not None and bool(found) and found[0]["at"] < known.acute_at
    return bool(found) and not late
