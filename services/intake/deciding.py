"""The decision: what a prescriber signs on a screening, beside what the rules said."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.queries import decisions as queries
from data.queries.forms import is_sent
from data.reference.protocols import protocols
from data.reference.stages import By, Step, stages
from data.tables import Decision, Episode, Screening
from data.tables.base import new_key, now
from data.tables.vocabulary import Disposition, Route, Stage
from services.access import Action, User
from services.acting import acting
from services.caseload import stage_words
from services.clinical.eligibility import is_override, may_sign
from services.intake import judging, papers
from services.intake.filled import OPEN
from services.intake.judging import Screened
from services.refusals import BadInput, Conflict
from services.stages import back, moving
from services.stages.moving import Said
from services.striking import standing, struck

LONGEST = 2000
TURNED_AWAY = (Disposition.DEFER, Disposition.NOT_RECOMMENDED)
VERDICT_WORDS = {
    Disposition.ELIGIBLE: "Eligible",
    Disposition.REVIEW: "Needs review",
    Disposition.DEFER: "Defer",
    Disposition.NOT_RECOMMENDED: "Not recommended",
}


@dataclass(frozen=True)
class Signed:
    """What the prescriber says. Eligible wants a protocol, defer a date, and both defer and not
    recommended a reason; against the rules `why` is the sentence that an override wants."""

    verdict: Disposition | None
    protocol_id: str | None = None
    reason: str = ""
    offered: str = ""
    revisit_on: date | None = None
    why: str = ""
    seen: str | None = None
    """`Screened.seen` of what was on the screen: nothing is signed on answers that were not."""

    @property
    def route(self) -> Route | None:
        """The route that comes with the protocol, and with it the rules that are asked."""
        eligible = self.verdict is Disposition.ELIGIBLE
        protocol = protocols().get(self.protocol_id or "") if eligible else None
        return Route(protocol.route) if protocol else None


def sign(
    user: User | None,
    patient_id: UUID,
    episode_id: UUID,
    signed: Signed,
    zone: ZoneInfo,
    *,
    entry_key: UUID,
) -> Stage:
    """Keep the screening as it stands with the decision, once for a form; returns the new stage.

    Raises BadInput with everything that is missing, Conflict where the stage does not allow it.
    """
    with acting(user, Action.DECIDE_SCREENING, patient_id) as session:
        if is_sent(session, entry_key, Decision):
            return moving.stand(session, episode_id).stage
        episode = moving.stand(session, episode_id).episode
        about = (session, patient_id, episode_id, zone)
        screened = judging.judge(*about, lock=True, route=signed.route)
        today = now().astimezone(zone).date()
        if faults := _faults(screened, signed, today):
            raise BadInput([*faults, "Nothing was signed."])
        if signed.route is not None:
            _choose(session, episode, signed.protocol_id, signed.route)
        _keep(session, user, episode, screened, signed, entry_key)
        return _moved(session, user, episode, screened, signed, zone)


def take_back(
    user: User | None, patient_id: UUID, episode_id: UUID, number: int, why: str
) -> Stage:
    """Strike out the newest decision, signed by mistake, with the steps that came with it.

    The screening stays as it was judged. Raises BadInput without a reason, Conflict where it is
    not the newest, or where somebody has gone on from it.
    """
    with acting(user, Action.DECIDE_SCREENING, patient_id) as session:
        here = moving.stand(session, episode_id)
        newest = next(iter(queries.of_episode(session, episode_id)), None)
        if newest is None or newest["id"] != number:
            raise Conflict("Another decision was signed since. Open the intake again.")
        since = [step for step in here.steps if step.happened_at >= newest["at"]]
        for step in since:
            row = stages().steps.get(step.event or "")
            if row is None or row.by not in (By.DECISION, By.PAPER):
                words = stage_words(step.to_stage).lower()
                raise Conflict(f"Somebody went on to {words} since. Take that back first.")
        session.add(struck(standing(session, Decision, number, newest["screening_id"]), user, why))
        if not since:
            return here.stage
        stage = back.strike(session, user, here, len(since), why, entry_key=new_key())
        if stage in OPEN:  # the route came with what was struck out
            here.episode.route = here.episode.protocol_id = None
        return stage


def step_of(verdict: Disposition) -> Step:
    """The step that comes with a decision."""
    return next(step for step in stages().steps.values() if step.verdict is verdict)


def _choose(session: Session, episode: Episode, protocol_id: str | None, route: Route) -> None:
    """What is decided; raises Conflict where it would be a second course of the same route."""
    if queries.has_open_course(session, episode.patient_id, route, but=episode.id):
        raise Conflict(
            "Another course of the same route is open for this patient. End that one first, or "
            "choose the other route. Nothing was signed."
        )
    episode.protocol_id, episode.route = protocol_id, route
    session.flush()


def _faults(screened: Screened, signed: Signed, today: date) -> list[str]:
    verdict = signed.verdict
    if verdict is None:
        return ["Choose what is decided."]
    if signed.seen is not None and signed.seen != screened.seen:
        return ["An answer changed since you read the result. Look at it again, then sign."]
    found = [may_sign(screened.result, verdict, screened.assessed)]
    if verdict in TURNED_AWAY and screened.at_risk and not found[0]:
        found = ["Assess risk first: an earlier answer that speaks of it is still open."]
    if verdict is Disposition.ELIGIBLE and signed.protocol_id not in protocols():
        found.append("Choose the protocol: with it the route is decided.")
    if verdict in TURNED_AWAY and not signed.reason.strip():
        found.append("Give the reason: the patient is told it.")
    if verdict is Disposition.NOT_RECOMMENDED and not signed.offered.strip():
        found.append("Say what is offered instead.")
    if verdict is Disposition.DEFER and (signed.revisit_on is None or signed.revisit_on <= today):
        found.append("Give the day on which it is looked at again; it lies ahead.")
    if is_override(screened.result, verdict) and not signed.why.strip():
        found.append("This is not what the rules say. Write a sentence that says why.")
    if any(len(text) > LONGEST for text in (signed.reason, signed.offered, signed.why)):
        found.append(f"A text is longer than {LONGEST:,} characters.")
    return [fault for fault in found if fault]


def _keep(
    session: Session,
    user: User | None,
    episode: Episode,
    screened: Screened,
    signed: Signed,
    entry_key: UUID,
) -> None:
    assert user is not None and user.id is not None, "only a prescriber signs"  # noqa: PT018
    assert signed.verdict is not None, "checked before"
    result, at = screened.result, now()
    about: dict[str, Any] = {"happened_at": at, "recorded_by": user.id}
    screening = Screening(
        id=new_key(),
        episode_id=episode.id,
        policy_version=result.policy_version,
        answers=screened.answers,
        disposition=result.disposition,
        escalate=result.escalate,
        missing=list(result.missing),
        findings=[finding.row() for finding in result.fired],
        **about,
    )
    session.add(screening)
    session.flush()
    override = is_override(result, signed.verdict)
    session.add(
        Decision(
            screening_id=screening.id,
            verdict=signed.verdict,
            rules_verdict=result.disposition,
            override_text=signed.why.strip() if override else None,
            revisit_on=signed.revisit_on if signed.verdict is Disposition.DEFER else None,
            reason=signed.reason.strip() or None,
            offered=signed.offered.strip() or None,
            signed_by=user.id,
            entry_key=entry_key,
            **about,
        )
    )
    if episode.practitioner_id is None:
        episode.practitioner_id = user.id


def _moved(
    session: Session,
    user: User | None,
    episode: Episode,
    screened: Screened,
    signed: Signed,
    zone: ZoneInfo,
) -> Stage:
    assert signed.verdict is not None, "checked before"
    step = step_of(signed.verdict)
    if screened.stage is step.target:  # looked at again, with the same outcome
        return screened.stage
    said = Said(note=signed.reason or None)
    moving.take(session, user, episode.id, step, zone, said, entry_key=new_key())
    return papers.advance(session, user, episode.id, zone)
