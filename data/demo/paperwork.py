"""The rows that make an episode: itself, its stages, consents."""

from collections.abc import Sequence
from datetime import date

from data.demo import stages
from data.demo.case import Case
from data.demo.clock import days, local_day
from data.demo.stages import CLOSED, Step
from data.reference.stages import By
from data.tables import Consent, Episode, StageEvent
from data.tables.vocabulary import ConsentKind, Route, Stage


def episode(case: Case, road: Sequence[Step]) -> None:
    """The episode and its stages. Its route is decided with its being found eligible."""
    last = road[-1]
    decided = any(step.stage is Stage.ELIGIBLE for step in road)
    case.ledger.keep(
        Episode,
        id=case.episode_id,
        patient_id=case.person.id,
        site_id=case.place.id,
        route=case.plan.route if decided else None,
        protocol_id=case.plan.protocol.id if decided else None,
        practitioner_id=case.prescriber,
        opened_at=road[0].at,
        closed_at=last.at if last.stage in CLOSED else None,
        withdrawn=False,
    )
    before: Stage | None = None
    for step in road:
        way = stages.way(before, step)
        case.enter(
            StageEvent,
            step.at,
            case.place.desk if way.by in (By.DESK, By.PAPER, By.BOOKING) else case.prescriber,
            episode_id=case.episode_id,
            from_stage=before,
            to_stage=step.stage,
            event=way.id,
            reason=step.reason,
            note=step.note,
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
