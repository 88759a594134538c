"""What screening found: answers, the rules that fired on them, and the worst of their results."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.demo import causes
from data.demo.causes import Finding
from data.demo.dice import Dice
from data.demo.people import Person
from data.demo.plans import Plan
from data.reference import instrument
from data.tables.vocabulary import Disposition, Sex, Stage

POLICY_VERSION = "2026.1"
SEVERITY = tuple(Disposition)
"""Worst last, as the word list has them."""


ABSENT = (
    "aneurysmal_vascular_disease",
    "arteriovenous_malformation",
    "intracerebral_hemorrhage_history",
    "hypersensitivity",
    "raised_intracranial_pressure",
    "hypertensive_encephalopathy_history",
    "alcohol_addiction",
    "home_dosing_requested",
)


@dataclass(frozen=True)
class Intake:
    """Everything one screening knows. C-SSRS and PHQ-9 answers in questionnaire order."""

    answers: dict[str, Any]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    escalate: bool
    phq9: Sequence[int | None]
    cssrs: Sequence[int | None]
    trials: int

    @property
    def disposition(self) -> Disposition:
        """The worst that fired; incomplete where nothing did worse and something is missing."""
        worst = max((f.result for f in self.findings), key=SEVERITY.index)
        if worst is Disposition.ELIGIBLE and self.missing:
            return Disposition.INCOMPLETE
        return worst


def screen(dice: Dice, plan: Plan, person: Person, age: int, phq9: Sequence[int | None]) -> Intake:
    """The last screening of an episode, with a cause where its stage needs one."""
    cause = causes.cause(dice, plan)
    trials = 1 if cause and cause.rule == "R02" else dice.between(2, 5)
    cssrs = _cssrs(dice, phq9[8] or 0)
    found = [*_found(person, age, cssrs), *([cause] if cause else [])]
    if trials >= 2:
        words = f"{trials} adequate trials with less than half improvement."
        found.insert(
            0, Finding("R01", Disposition.ELIGIBLE, "adequate_trials_count", trials, words)
        )
    answers = {
        "adequate_trials_count": trials,
        "age": age,
        "screening_bp": [person.sbp, person.dbp],
        "audit_c": sum(person.audit),
        "phq9": sum(answer or 0 for answer in phq9),
        "interacting_medicines": [name for name, _ in person.interacting],
        "pregnant": False if person.sex is Sex.FEMALE and age < 55 else None,
        "ride_home_arranged": True,
        "realistic_expectations": True,
        "comprehensive_plan": ["psychotherapy", "antidepressant", "follow-up"],
        **dict.fromkeys(ABSENT, False),
        **({cause.field: cause.value} if cause else {}),
    }
    missing: tuple[str, ...] = ()
    if plan.stage is Stage.SCREENING:
        missing = ("outside_records", "screening_bp", "pregnant")[: dice.between(1, 3)]
        answers |= dict.fromkeys(missing)
    escalate = (phq9[8] or 0) >= 2 or any(finding.rule == "R25" for finding in found)
    return Intake(answers, tuple(found), missing, escalate, phq9, cssrs, trials)


def _found(person: Person, age: int, cssrs: Sequence[int | None]) -> list[Finding]:
    """What this person's own values make fire."""
    review = Disposition.REVIEW
    found: list[Finding] = []
    if person.sbp > 140 or person.dbp > 90:
        bp = f"Blood pressure {person.sbp}/{person.dbp}, above 140/90."
        found.append(Finding("R11", review, "screening_bp", [person.sbp, person.dbp], bp))
    cut = instrument("audit_c").total_flags[0]
    drinks = sum(person.audit)
    if drinks >= cut.by_sex.get(person.sex or "", cut.at_least):
        found.append(Finding("R20", review, "audit_c", drinks, f"AUDIT-C {drinks}, positive."))
    if cssrs[3] or cssrs[6]:
        words = "High risk by C-SSRS: safety protocol today."
        found.append(Finding("R25", review, "cssrs_screen", "high", words))
    if cssrs[5] and not cssrs[6]:
        words = "Self-harm in the past; a safety plan is to be on file."
        found.append(Finding("R26", Disposition.ELIGIBLE, "self_harm_history", True, words))
    if age >= 65:
        found.append(Finding("R28", review, "age", age, f"{age} years old: watch the pressure."))
    found += [
        Finding("R30", review, "interacting_medicines", name, f"Takes {name} ({kind}).")
        for name, kind in person.interacting
    ]
    return found


def _cssrs(dice: Dice, item9: int) -> list[int | None]:
    """Questions 1 to 5, then behaviour ever and in three months; blank where the form skips."""
    thoughts = item9 >= 2 or (item9 == 1 and dice.chance(0.4))
    deeper = [int(dice.chance(chance)) for chance in (0.3, 0.08, 0.03)] if thoughts else [None] * 3
    ever = int(dice.chance(0.1 + 0.07 * item9))
    recent = int(dice.chance(0.06)) if ever else None
    return [int(item9 > 0 or thoughts), int(thoughts), *deeper, ever, recent]
