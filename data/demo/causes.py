"""Single findings of screening: what a rule says of one answer, and those that stories turn on."""

from dataclasses import dataclass
from typing import Any

from data.demo.dice import Dice
from data.demo.plans import Plan
from data.tables.vocabulary import Disposition, Stage


@dataclass(frozen=True)
class Finding:
    """One rule that fired, on what, and the sentence that says so."""

    rule: str
    result: Disposition
    field: str
    value: Any
    words: str

    def row(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "result": self.result.value,
            "input": {self.field: self.value},
            "words": self.words,
        }


DEFERS = (
    Finding(
        "R04",
        Disposition.DEFER,
        "weeks_on_current_treatment",
        3,
        "The present treatment was begun 3 weeks ago and needs 6 to show what it does.",
    ),
    Finding(
        "R12",
        Disposition.DEFER,
        "screening_bp",
        [168, 102],
        "Blood pressure 168/102 at rest: to be treated first.",
    ),
    Finding("R13", Disposition.DEFER, "weeks_since_infarction", 3, "Heart attack within 6 weeks."),
    Finding(
        "R21", Disposition.DEFER, "audit_c", 9, "AUDIT-C 9: an assessment of drinking comes first."
    ),
)
DECLINES = (
    Finding(
        "R06",
        Disposition.NOT_RECOMMENDED,
        "aneurysmal_vascular_disease",
        True,
        "Aneurysm of the abdominal aorta.",
    ),
    Finding(
        "R10",
        Disposition.NOT_RECOMMENDED,
        "raised_intracranial_pressure",
        True,
        "Raised intracranial pressure, with a shunt.",
    ),
    Finding(
        "R19",
        Disposition.NOT_RECOMMENDED,
        "alcohol_addiction",
        True,
        "Alcohol addiction: treatment for it is offered, then screening again.",
    ),
    Finding("R23", Disposition.NOT_RECOMMENDED, "psychosis", "current", "Psychosis now."),
)
REVIEWS = (
    Finding(
        "R02",
        Disposition.REVIEW,
        "adequate_trials_count",
        1,
        "One adequate trial; two are usual before this treatment.",
    ),
    Finding("R31", Disposition.REVIEW, "sleep_apnoea", True, "Sleep apnoea, treated with a mask."),
    Finding("R22", Disposition.REVIEW, "substance_use", "history", "Misuse of stimulants, past."),
)


def cause(dice: Dice, plan: Plan) -> Finding | None:
    """The finding behind the stage that a plan ends in; rarely one that holds nobody up."""
    if plan.stage is Stage.DEFERRED:
        return DEFERS[plan.turn % len(DEFERS)]
    if plan.stage is Stage.DECLINED:
        return DECLINES[plan.turn % len(DECLINES)]
    if plan.stage is Stage.REVIEW:
        return REVIEWS[plan.turn % len(REVIEWS)]
    if dice.chance(0.08):
        return dice.pick(REVIEWS)
    return None
