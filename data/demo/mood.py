"""How depression goes over a course: a hidden line, and the questionnaires filled in along it."""

import math
from dataclasses import dataclass
from datetime import datetime

from data.demo import scores
from data.demo.case import Case
from data.demo.clock import days, minutes
from data.demo.course import Course, Visit
from data.demo.dice import Dice
from data.demo.plans import Outcome, Plan

MISSING = 0.15
INCOMPLETE = 0.03
TOTAL_ONLY = 0.02
RELAPSES = 0.22
"""Part of those who responded that lose it again later."""


@dataclass(frozen=True)
class Mood:
    """PHQ-9 totals: before each dose in turn, and one more after the last."""

    totals: tuple[int, ...]
    tends_to_si: float
    """0 to 1: how much of low mood shows in item 9."""

    @property
    def baseline(self) -> int:
        return self.totals[0]


def throw(dice: Dice, plan: Plan) -> Mood:
    """The line of one course: steep first, at its level when induction ends, then drifting."""
    baseline = dice.near(18.5, 3.6, 11, 27) if dice.chance(0.97) else dice.between(6, 9)
    level = _level(dice, plan.outcome, baseline)
    relapses = plan.outcome in (Outcome.REMISSION, Outcome.RESPONSE) and dice.chance(RELAPSES)
    turns_at = plan.induction + dice.between(4, 14) if relapses else math.inf
    totals = [baseline]
    slow = plan.induction / 2.5
    for dose in range(1, plan.doses + 1):
        way = (1 - math.exp(-dose / slow)) / (1 - math.exp(-plan.induction / slow))
        hidden = baseline + (level - baseline) * min(1.0, way)
        if dose > turns_at:
            hidden += (baseline - 3 - level) * min(1.0, (dose - turns_at) / 4)
        # The score that ends induction is the one that outcomes are counted by.
        wobble = 0.0 if dose == plan.induction else dice.random.gauss(0, 1.3)
        totals.append(min(27, max(0, round(hidden + wobble))))
    return Mood(tuple(totals), dice.random.random())


def _level(dice: Dice, outcome: Outcome, baseline: int) -> int:
    if outcome is Outcome.REMISSION:
        return min(dice.between(0, 4), baseline // 2)
    if outcome is Outcome.RESPONSE:
        return dice.between(min(5, baseline // 2), baseline // 2)
    if outcome is Outcome.PARTIAL:
        return baseline - max(1, math.floor(baseline * (0.2 + 0.28 * dice.random.random())))
    if outcome is Outcome.NONE:
        return min(27, baseline - dice.between(-2, 3))
    return min(27, baseline + dice.between(5, 7))


def item9(dice: Dice, mood: Mood, total: int) -> int:
    """Thoughts of death mostly follow the total; a few people carry them through better days."""
    return dice.near((total - 10) / 8 * (0.3 + mood.tends_to_si), 0.45, 0, 3)


def before(case: Case, mood: Mood, visit: Visit) -> None:
    """What was filled in before this dose, if anything was."""
    dice = case.dice
    at = visit.slot.starts_at - minutes(dice.between(10, 50))
    if visit.number > 1 and dice.chance(MISSING):
        return
    _phq9(case, mood, at, mood.totals[visit.number - 1])
    if visit.number % 3 == 1 or dice.chance(0.1):
        anxiety(case, at + minutes(4), mood.totals[visit.number - 1])
    if visit.number % 8 == 1 and dice.chance(0.5):
        wellbeing(case, at + minutes(7), mood.totals[visit.number - 1])


def after(case: Case, mood: Mood, course: Course, today: datetime) -> None:
    """The score of the review after the last dose, where it was long enough ago."""
    last = course.doses[-1].slot.starts_at
    at = last + days(case.dice.between(6, 12)) + minutes(35)
    if at < today - days(1) and case.dice.chance(0.8):
        _phq9(case, mood, at, mood.totals[-1])
        if case.dice.chance(0.3):
            clinician_rating(case, at + minutes(20), rated(case.dice, mood.totals[-1]))


def _phq9(case: Case, mood: Mood, at: datetime, total: int) -> None:
    dice = case.dice
    if dice.chance(TOTAL_ONLY):
        scores.total_only(case, "phq9", at, total, "letter of another clinic")
        return
    answers = scores.phq9_answers(dice, total, item9(dice, mood, total))
    if dice.chance(INCOMPLETE):
        for _ in range(dice.between(1, 2)):
            answers[dice.between(0, 8)] = None
    scores.by_item(case, "phq9", at, case.place.desk, answers, "patient")


def at_intake(dice: Dice, mood: Mood) -> list[int | None]:
    """PHQ-9 answers at screening, all nine."""
    total = min(27, max(0, mood.baseline + dice.between(-2, 2)))
    return scores.phq9_answers(dice, total, item9(dice, mood, total))


def anxiety(case: Case, at: datetime, phq9: int) -> None:
    """GAD-7 beside a PHQ-9 total."""
    total = case.dice.near(phq9 * 0.68 + 1, 2, 0, 21)
    answers = scores.spread(case.dice, total, 7, 3)
    scores.by_item(case, "gad7", at, case.place.desk, answers, "patient")


def wellbeing(case: Case, at: datetime, phq9: int) -> None:
    """WHO-5 beside a PHQ-9 total; it is better when higher."""
    answers = scores.spread(case.dice, case.dice.near(21 - phq9 * 0.75, 2, 0, 25), 5, 5)
    scores.by_item(case, "who5", at, case.place.desk, answers, "patient")


def rated(dice: Dice, phq9: int) -> int:
    """A MADRS total beside a PHQ-9 total."""
    return dice.near(phq9 * 1.65 + 1, 3, 0, 60)


def clinician_rating(case: Case, at: datetime, madrs: int) -> None:
    """MADRS as a total only: its items are not ours to keep."""
    scores.total_only(case, "madrs", at, madrs, "rated by the prescriber")
