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
from data.reference.screening import Policy, form
from data.tables.base import now
from data.tables.vocabulary import Route, Stage
from services import escalation, policies
from services.access import Action, User
from services.acting import acting
from services.clinical import eligibility
from services.clinical.eligibility import AnswerRefused, ScreeningResult
from services.escalation import Escalation
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
    escalation: Escalation

    @property
    def assessed(self) -> bool:
        """Whether risk was assessed since what speaks of it was answered."""
        return self.escalation.assessed

    @property
    def at_risk(self) -> bool:
        """Nobody is deferred or declined before somebody has assessed the risk."""
        return self.escalation.open or (self.result.escalate and not self.assessed)

    @property
    def seen(self) -> str:
        """What a decision is signed on: it changes with any answer, the stage and the rules."""
        here = [self.stage, self.since.isoformat()]
        told = json.dumps([self.policy.version, *here, self.answers], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def show(user: User | None, patient_id: UUID, episode_id: UUID, zone: ZoneInfo) -> Screened:
    """For clinicians; raises NotFound."""
    with acting(user, Action.VIEW_CLINICAL, patient_id) as session:
        return judge(session, patient_id, episode_id, zone, lock=False)


def judge(
    session: Session,
    patient_id: UUID,
    episode_id: UUID,
    zone: ZoneInfo,
    *,
    lock: bool,
    route: Route | None = None,
) -> Screened:
    """In a transaction that is open already; `route` is the one that is about to be decided."""
    today = now().astimezone(zone).date()
    here = moving.stand(session, episode_id, lock=lock)
    person, people = find(session, patient_id), patient_queries.person_patients(session, patient_id)
    sections = filled.read(session, episode_id, clinical=True)
    asked = filled.merged(sections)
    policy = policies.screening(session, today)
    known = derived.find(session, person, people, asked, policy, zone, today)
    answers = _whole(asked, known)
    earlier = policies.screening(session, here.since.astimezone(zone).date())
    route = route or filled.route_of(here.stage, here.episode.route)
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
        escalation=escalation.find(session, people, policy),
    )


def by_route(screened: Screened, route: Route | None, zone: ZoneInfo) -> ScreeningResult:
    """What the rules say where that route is chosen; without the database."""
    if route in (None, screened.route):
        return screened.result
    return result(screened.answers, screened.policy, route, now().astimezone(zone).date())


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
