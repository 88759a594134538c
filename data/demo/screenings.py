"""The rows of screening: questionnaires, what risk they told of, what a prescriber signed."""

from uuid import UUID

from data.demo import drafts, mood, risk, scores, tried
from data.demo.case import Case
from data.demo.clock import minutes
from data.demo.intake import Intake, Pass, Signed
from data.tables import Decision, Screening
from data.tables.vocabulary import Disposition

TOLD, SCORED, ASSESSED = 20, 25, 75
"""Minutes after entering screening until treatments, first score and risk are written down."""
OVERRIDES = (
    "Looked at together with the patient: the benefit outweighs it; watched at every session.",
    "Agreed with the colleague who treats it; looked at again at the benefit review.",
    "Gone through with the patient, who wants it; goes ahead with readings before each dose.",
)
NAMED = "acute suicidal ideation or behaviour named at intake"


def tell(case: Case, intake: Intake) -> None:
    """Every pass through screening, and what is filled in of the one that is open."""
    for one in intake.passes:
        for signed in one.signed:
            _decision(case, signed, _screening(case, signed))
    if drafts.are_open(case.plan):
        drafts.tell(case, intake.passes[-1])
    if case.plan.is_acute:
        source, at = f"screening {case.episode_id}", intake.passes[-1].step.at
        risk.wait(case, "W01", source, NAMED, at + minutes(drafts.FIRST))


def tell_answers(case: Case, intake: Intake, *, treated_before: bool) -> None:
    """What was tried, unless an earlier episode told it, and questionnaires pass by pass."""
    if intake.passes and not treated_before:
        tried.write(case, intake.passes[0].step.at + minutes(TOLD), intake.history)
    if not case.plan.is_acute:
        for one in intake.passes:
            _questionnaires(case, one)


def _questionnaires(case: Case, one: Pass) -> None:
    asked, at, desk = one.asked, one.step.at + minutes(SCORED), case.place.desk
    total = sum(answer or 0 for answer in asked.phq9)
    keys = {"W03": scores.by_item(case, "phq9", at, desk, asked.phq9, "patient")}
    mood.anxiety(case, at + minutes(4), total)
    scores.by_item(case, "audit_c", at + minutes(6), desk, asked.audit, "patient")
    if case.dice.chance(0.4):
        mood.wellbeing(case, at + minutes(9), total)
    keys["W01"] = scores.cssrs(case, at + minutes(30), case.prescriber, asked.cssrs)
    if asked.madrs is not None:
        mood.clinician_rating(case, at + minutes(45), asked.madrs)
    _risk(case, one, keys)


def _risk(case: Case, one: Pass, keys: dict[str, UUID]) -> None:
    at = one.step.at + minutes(ASSESSED)
    if one.asked.signals:
        raised = {rule: keys[rule] for rule in one.asked.signals}
        risk.assess(case, raised, one.step.at + minutes(SCORED + 30), at)
    elif one.asked.safety_plan:
        risk.agree(case, at)


def _screening(case: Case, signed: Signed) -> UUID:
    key, rules = case.dice.key(signed.step.at), signed.rules
    case.enter(
        Screening,
        signed.step.at,
        case.prescriber,
        id=key,
        episode_id=case.episode_id,
        answers=signed.answers,
        **rules._asdict(),
    )
    return key


def _decision(case: Case, signed: Signed, screening: UUID) -> None:
    verdict, rules = signed.verdict, signed.rules.disposition
    refused = verdict in (Disposition.DEFER, Disposition.NOT_RECOMMENDED)
    case.enter(
        Decision,
        signed.step.at,
        case.prescriber,
        screening_id=screening,
        verdict=verdict,
        rules_verdict=rules,
        override_text=case.dice.pick(OVERRIDES) if verdict is not rules else None,
        revisit_on=signed.revisit_on,
        reason=signed.step.note if refused else None,
        offered=signed.offered,
        signed_by=case.prescriber,
    )
