"""The rows of screening: earlier treatments, what was found, what a prescriber signed."""

from collections.abc import Sequence
from uuid import UUID

from data.demo.case import Case
from data.demo.causes import DEFERS, Finding
from data.demo.clock import days, minutes
from data.demo.findings import POLICY_VERSION, Intake
from data.demo.stages import Step
from data.tables import Decision, Screening, TreatmentTrial
from data.tables.vocabulary import Disposition, Stage

TRIALS = (
    ("drug", "Sertraline", "200 mg a day"),
    ("drug", "Escitalopram", "20 mg a day"),
    ("drug", "Venlafaxine XR", "225 mg a day"),
    ("drug", "Bupropion XL", "300 mg a day"),
    ("drug", "Mirtazapine", "45 mg a day"),
    ("drug", "Duloxetine", "90 mg a day"),
)
PSYCHOTHERAPY = ("psychotherapy", "Cognitive behavioural therapy", None)
OVERRIDES = (
    "Looked at together with the patient: the benefit outweighs it; watched at every session.",
    "Taken at night only and not on dosing days; agreed with the colleague who prescribes it.",
    "Rechecked twice at home and in range; goes ahead with readings before each dose.",
)
VERDICTS = {
    Stage.ELIGIBLE: Disposition.ELIGIBLE,
    Stage.DEFERRED: Disposition.DEFER,
    Stage.DECLINED: Disposition.NOT_RECOMMENDED,
}


def intake(case: Case, road: Sequence[Step], seen: Intake) -> None:
    """Trials, screenings and decisions, as far as the road went."""
    entered = [step for step in road if step.stage is Stage.SCREENING]
    if not entered:
        return
    _trials(case, entered[0], seen.trials)
    for number, step in enumerate(road):
        if step.stage is not Stage.SCREENING:
            continue
        then = road[number + 1 :]
        # A screening before the last one ended in a deferral, for a cause that has passed since.
        cause = None if step is entered[-1] else case.dice.pick(DEFERS)
        screening = _screening(case, step, then, seen, cause)
        _decision(case, screening, then, cause.result if cause else seen.disposition)


def _trials(case: Case, step: Step, count: int) -> None:
    dice = case.dice
    ended = step.day - days(dice.between(10, 90))
    talked = [PSYCHOTHERAPY] if dice.chance(0.5) else []
    for kind, name, dose in [*dice.random.sample(TRIALS, count), *talked]:
        weeks = dice.between(6, 30)
        started = ended - days(7 * weeks + dice.between(0, 40))
        case.enter(
            TreatmentTrial,
            step.at + minutes(20),
            case.place.desk,
            patient_id=case.person.id,
            kind=kind,
            name=name,
            dose=dose,
            started_on=started,
            ended_on=ended,
            weeks_adequate=weeks,
            percent_improved=dice.between(0, 9) * 5,
            stop_reason=dice.pick(("no benefit", "too little benefit", "side effects")),
        )
        ended = started - days(dice.between(10, 400))


def _screening(
    case: Case, step: Step, then: Sequence[Step], seen: Intake, cause: Finding | None
) -> UUID:
    """One screening, judged shortly before the stage that follows it."""
    at = then[0].at - minutes(90) if then else step.at + minutes(90)
    key = case.dice.key(at)
    found = [cause] if cause else seen.findings
    case.enter(
        Screening,
        at,
        case.prescriber,
        id=key,
        episode_id=case.episode_id,
        policy_version=POLICY_VERSION,
        answers=seen.answers | ({cause.field: cause.value} if cause else {}),
        disposition=cause.result if cause else seen.disposition,
        escalate=seen.escalate,
        missing=list(seen.missing),
        findings=[finding.row() for finding in found],
    )
    return key


def _decision(case: Case, screening: UUID, then: Sequence[Step], rules: Disposition) -> None:
    """What a prescriber signed as the episode left screening, or left review."""
    step = next((step for step in then if step.stage in VERDICTS), None)
    if step is None:
        return
    verdict = VERDICTS[step.stage]
    deferred = verdict is Disposition.DEFER
    case.enter(
        Decision,
        step.at,
        case.prescriber,
        screening_id=screening,
        verdict=verdict,
        rules_verdict=rules,
        override_text=case.dice.pick(OVERRIDES) if verdict is not rules else None,
        revisit_on=step.day + days(case.dice.between(28, 70)) if deferred else None,
        reason=step.reason,
        signed_by=case.prescriber,
    )
