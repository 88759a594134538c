"""The chain of stages of one episode, in an order that the clinic allows, with plausible days."""

from dataclasses import dataclass
from datetime import date, datetime

from data.demo.clock import days, instant, local_day, minutes, office_day
from data.demo.course import Course
from data.demo.dice import Dice
from data.demo.plans import DOSED, Outcome, Plan
from data.reference import stages as table
from data.tables.vocabulary import Stage

FUNNEL = (
    Stage.INQUIRY,
    Stage.REFERRED,
    Stage.SCREENING,
    Stage.ELIGIBLE,
    Stage.CONSENTED,
    Stage.SCHEDULED,
)
# Days spent in a stage before the next, least and most.
STAYS = {
    Stage.INQUIRY: (1, 9),
    Stage.REFERRED: (1, 8),
    Stage.SCREENING: (5, 18),
    Stage.ELIGIBLE: (1, 9),
    Stage.CONSENTED: (1, 4),
    Stage.SCHEDULED: (3, 14),
    Stage.DEFERRED: (28, 70),
}
# How many days ago today's stage began, least and most, for those not treated yet.
AGES = {
    Stage.INQUIRY: (1, 12),
    Stage.REFERRED: (1, 10),
    Stage.SCREENING: (1, 20),
    Stage.ELIGIBLE: (1, 12),
    Stage.REVIEW: (1, 6),
    Stage.DEFERRED: (5, 60),
    Stage.DECLINED: (10, 300),
    Stage.CONSENTED: (1, 9),
    Stage.SCHEDULED: (1, 5),
}
CLOSED = (Stage.COMPLETED, Stage.DISCONTINUED, Stage.DECLINED)
"""Stages that end an episode. One that was lost may be taken up again."""
# Why somebody left, by the codes of the table.
BEFORE_SCREENING = {"other_care": 45, "no_answer": 20, "cost_coverage": 20, "wrong_service": 15}
IN_TREATMENT = {"side_effects": 20, "cost_coverage": 30, "patient_choice": 35, "moved": 15}
SESSION_OVER = 280
"""Minutes from the booked time until even a long session is over."""


@dataclass(frozen=True)
class Step:
    """The entry into a stage. `by_way` is its step in the table where several lead there."""

    stage: Stage
    at: datetime
    by_way: str | None = None
    reason: str | None = None
    """By its code."""
    note: str | None = None

    @property
    def day(self) -> date:
        return local_day(self.at)


def way(before: Stage | None, step: Step) -> table.Step:
    """The step of the table by which somebody came from that stage to this."""
    return next(
        each
        for each in table.stages().steps.values()
        if (before in each.sources if before else each.begins)
        and each.target is step.stage
        and step.by_way in (None, each.id)
    )


def before_treatment(dice: Dice, plan: Plan, today: date, dosed_on: date | None) -> list[Step]:
    """The stages up to the first dose, or up to today for those without one; oldest first.

    Screening leads where the plan says; that it went through review is for the rules to say.
    """
    path = _path(dice, plan)
    if dosed_on is not None:
        return _backwards(dice, path, dosed_on)
    low, high = (1, 1) if plan.is_acute else AGES[plan.stage]
    at = _office(dice, today - days(dice.between(low, high)))
    unscreened = plan.stage is Stage.DECLINED and Stage.SCREENING not in path
    reason = dice.weighted(BEFORE_SCREENING) if unscreened else None
    last = Step(plan.stage, at, reason=reason)
    return [*_backwards(dice, path, last.day), last]


def in_treatment(dice: Dice, plan: Plan, course: Course, first_dose_at: datetime) -> list[Step]:
    """The stages from the first dose on."""
    steps = [Step(Stage.INDUCTION, first_dose_at)]
    passed = 0
    for phase, following in zip(plan.protocol.phases, plan.protocol.phases[1:], strict=False):
        passed += phase.count or 0
        more = plan.doses > passed or plan.stage == following.stage
        if plan.doses < passed or not more:
            break
        over = course.doses[passed - 1].slot.starts_at + minutes(SESSION_OVER)
        steps.append(Step(Stage(following.stage), over))
    if plan.stage is not steps[-1].stage:
        low, high = (40, 65) if plan.stage is Stage.LOST else (4, 10)
        day = course.doses[-1].slot.day + days(dice.between(low, high))
        by_way, reason = _left(dice, plan)
        steps.append(Step(plan.stage, _office(dice, day), by_way, reason))
    return steps


def review_before(dice: Dice, decided: Step) -> Step:
    """The entry into review, a day or two before a decision that screening could not bring."""
    return Step(Stage.REVIEW, _office(dice, decided.day - days(dice.between(1, 2))))


def _path(dice: Dice, plan: Plan) -> list[Stage]:
    """The stages before the last one, or before the first dose."""
    last = plan.stage
    if last in DOSED:
        path = list(FUNNEL)
    elif last in FUNNEL:
        path = list(FUNNEL[: FUNNEL.index(last)])
    else:
        # Of those declined, every other one was never screened.
        unscreened = last is Stage.DECLINED and plan.turn % 2 == 1
        path = list(FUNNEL[: dice.between(1, 2) if unscreened else 3])
    if Stage.ELIGIBLE in (*path, last) and dice.chance(0.08):
        path.insert(path.index(Stage.SCREENING), Stage.SCREENING)
        path.insert(path.index(Stage.SCREENING) + 1, Stage.DEFERRED)
    if len(path) > 2 and dice.chance(0.15):
        path.remove(Stage.REFERRED)
    return path


def _backwards(dice: Dice, path: list[Stage], until: date) -> list[Step]:
    steps: list[Step] = []
    for stage in reversed(path):
        low, high = STAYS[stage]
        steps.append(Step(stage, _office(dice, until - days(dice.between(low, high)))))
        until = steps[-1].day
    return steps[::-1]


def _office(dice: Dice, day: date) -> datetime:
    return instant(office_day(day), dice.between(9 * 60, 15 * 60 + 30))


def _left(dice: Dice, plan: Plan) -> tuple[str | None, str | None]:
    """The step of the table and the reason, of those who did not simply finish or vanish."""
    if plan.stage is not Stage.DISCONTINUED:
        return None, None
    well = plan.outcome in (Outcome.REMISSION, Outcome.RESPONSE)
    failed = not well and dice.chance(0.6)
    by_way = "stopped_by_review" if plan.doses == plan.induction else "discontinued"
    return by_way, "non_response" if failed else dice.weighted(IN_TREATMENT)
