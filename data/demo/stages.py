"""The chain of stages of one episode, in an order that the clinic allows, with plausible days."""

from dataclasses import dataclass
from datetime import date, datetime

from data.demo.clock import days, instant, local_day, minutes, office_day
from data.demo.course import Course
from data.demo.dice import Dice
from data.demo.findings import Intake
from data.demo.plans import DOSED, Outcome, Plan
from data.tables.vocabulary import Disposition, Stage

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
    Stage.SCREENING: (3, 18),
    Stage.REVIEW: (1, 8),
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
OTHER_REASONS = {
    "side effects": 20,
    "cost or coverage": 30,
    "patient's choice": 35,
    "moved away": 15,
}
SESSION_OVER = 280
"""Minutes from the booked time until even a long session is over."""


@dataclass(frozen=True)
class Step:
    """The entry into a stage."""

    stage: Stage
    at: datetime
    reason: str | None = None

    @property
    def day(self) -> date:
        return local_day(self.at)


def before_treatment(
    dice: Dice, plan: Plan, intake: Intake, today: date, dosed_on: date | None
) -> list[Step]:
    """The stages up to the first dose, or up to today for those without one; oldest first."""
    path = _path(dice, plan, intake)
    if dosed_on is not None:
        return _backwards(dice, path, dosed_on)
    low, high = AGES[plan.stage]
    at = _office(dice, today - days(dice.between(low, high)))
    last = Step(plan.stage, at, _reason(plan, intake, path))
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
        steps.append(Step(Stage(following.stage), over, "benefit review: continue"))
    if plan.stage is not steps[-1].stage:
        low, high = (40, 65) if plan.stage is Stage.LOST else (2, 10)
        day = course.doses[-1].slot.day + days(dice.between(low, high))
        steps.append(Step(plan.stage, _office(dice, day), _left(dice, plan)))
    return steps


def _path(dice: Dice, plan: Plan, intake: Intake) -> list[Stage]:
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
    if Stage.ELIGIBLE in (*path, last):
        between: list[Stage] = []
        if dice.chance(0.08):
            between += [Stage.DEFERRED, Stage.SCREENING]
        if intake.disposition is Disposition.REVIEW:
            between.append(Stage.REVIEW)
        at = path.index(Stage.SCREENING) + 1
        path[at:at] = between
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


def _reason(plan: Plan, intake: Intake, path: list[Stage]) -> str | None:
    if plan.stage is Stage.DECLINED and Stage.SCREENING not in path:
        return "patient chose other care"
    if plan.stage in (Stage.DEFERRED, Stage.DECLINED):
        return intake.findings[-1].words
    return None


def _left(dice: Dice, plan: Plan) -> str:
    if plan.stage is Stage.COMPLETED:
        return "course completed"
    if plan.stage is Stage.LOST:
        return "no contact after two attempts"
    well = plan.outcome in (Outcome.REMISSION, Outcome.RESPONSE)
    return "non-response" if not well and dice.chance(0.6) else dice.weighted(OTHER_REASONS)
