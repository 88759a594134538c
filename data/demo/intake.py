"""Screening as it went: each time with its answers, and what was signed on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from data.demo import asking, causes, stages, tried
from data.demo.asked import Asked
from data.demo.causes import Cause
from data.demo.clock import days
from data.demo.dice import Dice
from data.demo.judged import Judge, Judged
from data.demo.mood import Mood
from data.demo.people import Person
from data.demo.plans import Plan
from data.demo.stages import Step
from data.demo.tried import UNTOLD, History
from data.demo.world import World
from data.tables.vocabulary import Disposition, Stage

VERDICTS = {
    Stage.ELIGIBLE: Disposition.ELIGIBLE,
    Stage.REVIEW: Disposition.REVIEW,
    Stage.DEFERRED: Disposition.DEFER,
    Stage.DECLINED: Disposition.NOT_RECOMMENDED,
}


@dataclass(frozen=True)
class Signed:
    """A decision, the stage it led to, and the answers and rules that it was signed on."""

    step: Step
    answers: dict[str, Any]
    rules: Judged
    revisit_on: date | None
    offered: str | None

    @property
    def verdict(self) -> Disposition:
        return VERDICTS[self.step.stage]


@dataclass(frozen=True)
class Pass:
    """One time that somebody was screened, from entering the stage to leaving it."""

    step: Step
    asked: Asked
    signed: tuple[Signed, ...]
    """Empty while it is open."""


@dataclass(frozen=True)
class Intake:
    """Everything of one episode. The history is that of an earlier episode where there is one."""

    history: History = UNTOLD
    passes: tuple[Pass, ...] = ()

    def road(self, steps: Sequence[Step]) -> tuple[Step, ...]:
        """The steps of a plan, with what was signed in their place and between them."""
        signed = [each.step for one in self.passes for each in one.signed]
        by_time = {step.at: step for step in (*steps, *signed)}
        return tuple(by_time[at] for at in sorted(by_time))


NOTHING_BEFORE = Intake()


def screen(
    world: World, person: Person, plan: Plan, line: Mood, steps: Sequence[Step], before: Intake
) -> Intake:
    """Each pass through screening that the steps have, judged by the rules."""
    entered = [step for step in steps if step.stage is Stage.SCREENING]
    if not entered:
        return Intake(before.history)
    dice, again = world.dice(plan.number, "intake", plan.stage), bool(before.passes)
    # Who comes back has told of all treatments before.
    passing = [each for each in causes.PASSING if not (again and each.begun)]
    why = [dice.pick(passing) for _ in entered[1:]]
    why.append(causes.cause(dice, plan, person, world.today))
    history = before.history
    if not again:
        person = replace(person, since=steps[0].at)
        history = tried.recall(dice, person, why[-1], entered[0].day, _begun(why, entered))
    always = asking.traits(dice, history, rated=again)
    passes = []
    for step, cause in zip(entered, why, strict=True):
        told = asking.throw(dice, person, line, cause, step.day, always)
        then = steps[steps.index(step) + 1 :]
        passes.append(Pass(step, told, tuple(_signed(dice, world.judge, person, plan, told, then))))
    return Intake(history, tuple(passes))


def _begun(why: Sequence[Cause], entered: Sequence[Step]) -> date | None:
    """When another treatment was begun, if one of the causes is that."""
    told = zip(why, entered, strict=True)
    return next((step.day - days(each.begun) for each, step in told if each.begun), None)


def _signed(
    dice: Dice, judge: Judge, person: Person, plan: Plan, told: Asked, then: Sequence[Step]
) -> Iterator[Signed]:
    """What was signed: first that it needs review where the rules say so and it went on."""
    if not then:
        return
    decided = sign(judge, person, plan, told, then[0])
    if decided.verdict is Disposition.ELIGIBLE and decided.rules.disposition is Disposition.REVIEW:
        yield sign(judge, person, plan, told, stages.review_before(dice, then[0]))
    if decided.verdict is Disposition.DEFER:
        again = then[1].day if len(then) > 1 else then[0].day + days(dice.between(28, 70))
        decided = replace(decided, revisit_on=again)
    yield decided


def sign(judge: Judge, person: Person, plan: Plan, told: Asked, step: Step) -> Signed:
    """A decision with this step, on the answers as they stand that day."""
    answers = told.answers(person, step.day)
    rules = judge(answers, plan.route, step.day)
    reason = None if step.stage is Stage.ELIGIBLE else str(rules.findings[0]["words"])
    note = step.note or reason
    offered = told.cause.offered if step.stage is Stage.DECLINED else None
    return Signed(replace(step, note=note), answers, rules, None, offered)
