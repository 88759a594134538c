"""The rows that make an episode: referral, stages, consents."""

from collections.abc import Sequence
from datetime import date

from data.demo.case import Case
from data.demo.clock import days, local_day
from data.demo.stages import CLOSED, Step
from data.tables import Consent, Episode, Referral, StageEvent
from data.tables.vocabulary import ConsentKind, Route, Stage

REFERRALS = {
    ("psychiatrist", "Valley Psychiatry Group"): 30,
    ("primary care", "Orchard Family Practice"): 25,
    ("therapist", "Blackstone Counseling"): 10,
    ("self", None): 35,
}


def episode(case: Case, road: Sequence[Step]) -> None:
    """The episode, its referral and its stages."""
    last = road[-1]
    case.ledger.keep(
        Episode,
        id=case.episode_id,
        patient_id=case.person.id,
        site_id=case.place.id,
        route=case.plan.route,
        protocol_id=case.plan.protocol.id if case.plan.route else None,
        practitioner_id=case.prescriber,
        opened_at=road[0].at,
        closed_at=last.at if last.stage in CLOSED else None,
        withdrawn=False,
    )
    for step in road:
        if step.stage is Stage.REFERRED:
            source, referrer = case.dice.weighted(REFERRALS)
            columns = {"episode_id": case.episode_id, "source": source, "referrer": referrer}
            case.enter(Referral, step.at, case.place.desk, **columns)
    before: Stage | None = None
    for step in road:
        case.enter(
            StageEvent,
            step.at,
            case.place.desk if before is None else case.prescriber,
            episode_id=case.episode_id,
            from_stage=before,
            to_stage=step.stage,
            reason=step.reason,
        )
        before = step.stage


def consents(case: Case, step: Step, until: date) -> None:
    """What was signed, a year at a time: off-label use of the infusion, or REMS enrolment."""
    rems = case.plan.route is Route.NASAL
    at = step.at
    while local_day(at) <= until:
        case.enter(
            Consent,
            at,
            case.prescriber,
            episode_id=case.episode_id,
            kind=ConsentKind.REMS if rems else ConsentKind.OFF_LABEL,
            reference=f"REMS-{case.dice.between(100000, 999999)}" if rems else None,
            valid_from=local_day(at),
            valid_to=local_day(at) + days(365),
        )
        at += days(365)
