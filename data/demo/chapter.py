"""One episode as it went, imagined whole before any row of it is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.demo import course, doses, effects, intake, mood, stages
from data.demo.clock import minutes
from data.demo.course import Course
from data.demo.dice import Dice
from data.demo.doses import Dose
from data.demo.intake import NOTHING_BEFORE, Intake
from data.demo.people import Person
from data.demo.plans import Plan
from data.demo.stages import Step
from data.demo.world import World
from data.tables.vocabulary import Stage


@dataclass(frozen=True)
class Chapter:
    """One episode as it went. `doses` by their number."""

    plan: Plan
    course: Course
    intake: Intake
    road: tuple[Step, ...]
    doses: Mapping[int, Dose]
    line: mood.Mood

    def entered(self, stage: Stage) -> Step | None:
        """The last entry into this stage."""
        return next((step for step in reversed(self.road) if step.stage is stage), None)


def imagine(
    world: World, dice: Dice, person: Person, plan: Plan, before: Intake = NOTHING_BEFORE
) -> Chapter:
    """An episode that fits the plan; `before` is what an earlier one was told."""
    line = mood.throw(dice, plan)
    given: dict[int, Dose] = {}
    if plan.doses == 0:
        booked = plan.stage is Stage.SCHEDULED
        went = course.first_bookings(dice, world.grid, plan, world.today) if booked else Course()
        steps = stages.before_treatment(dice, plan, world.today, None)
    else:
        went = course.plot(dice, world.grid, plan, world.today)
        given = _doses(dice, plan, person)
        first = went.doses[0].slot
        steps = [
            *stages.before_treatment(dice, plan, world.today, first.day),
            *stages.in_treatment(dice, plan, went, first.starts_at + minutes(given[1].start_min)),
        ]
    told = intake.screen(world, person, plan, line, steps, before)
    return Chapter(plan, went, told, told.road(steps), given, line)


def _doses(dice: Dice, plan: Plan, person: Person) -> dict[int, Dose]:
    assert plan.route is not None, "a dose has a route"
    steps_up_at = dice.between(2, 4) if dice.chance(0.7) else None
    seen = effects.over(dice, plan.route, plan.doses)
    given = {
        number: doses.throw(dice, plan, person, number, steps_up_at, seen.get(number, ()))
        for number in range(1, plan.doses + 1)
    }
    if plan.emergency is not None:
        number = dice.between(1, min(6, plan.doses))
        given[number] = effects.emergency(given[number], plan.emergency)
    return given
