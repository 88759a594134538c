"""The course of Ada Okafor: ten doses of Spravato with a hold before the last.

Days count from the anchor day.
"""

from collections.abc import Iterator
from datetime import date

from data.demo import intake, mood
from data.demo.asked import Asked
from data.demo.causes import NOTHING
from data.demo.chapter import Chapter
from data.demo.clock import days, instant, minutes
from data.demo.course import Course, Pause, Visit
from data.demo.doses import Dose, Effect
from data.demo.intake import Intake, Pass
from data.demo.people import Person
from data.demo.plans import Plan
from data.demo.stages import SESSION_OVER, Step
from data.demo.tried import History, Tried
from data.demo.world import World
from data.tables.vocabulary import AppointmentStatus, Stage

HOLD = (-20, -10)
NEXT = 3
PHQ9 = (3, 3, 2, 2, 2, 2, 2, 2, 3)
"""At screening; item 9 is the last."""
PHQ9_BASELINE = 21
PLAN = ["psychotherapy", "antidepressant", "follow-up"]
# Day; mg; systolic rise; MOAA/S; minutes to ready; (effect, grade) each.
DOSES: tuple[tuple[int, int, int, int, int, tuple[tuple[str, int], ...]], ...] = (
    (-53, 56, 29, 3, 128, (("dissociation", 2),)),
    (-49, 56, 31, 4, 124, (("dissociation", 2), ("nausea", 1))),
    (-46, 84, 34, 3, 129, (("dissociation", 2), ("nausea", 2), ("dizziness", 1))),
    (-42, 84, 30, 4, 125, (("dissociation", 1), ("nausea", 1))),
    (-39, 84, 28, 5, 121, (("dissociation", 1),)),
    (-35, 84, 30, 5, 122, (("dissociation", 1), ("dizziness", 1))),
    (-32, 84, 25, 5, 120, ()),
    (-28, 84, 27, 5, 120, (("dissociation", 1),)),
    (-21, 84, 33, 4, 121, (("headache", 1),)),
    (-7, 84, 38, 3, 134, (("headache", 3),)),
)
ROAD = (
    (Stage.INQUIRY, -70),
    (Stage.REFERRED, -66),
    (Stage.SCREENING, -60),
    (Stage.REVIEW, -57),
    (Stage.ELIGIBLE, -56),
    (Stage.CONSENTED, -55),
    (Stage.SCHEDULED, -54),
)


def chapter(world: World, person: Person, plan: Plan) -> Chapter:
    """The one episode, with nothing left to chance."""
    today = world.today
    visits = tuple(
        Visit(
            world.grid.after(1, today + days(day), today + days(day)),
            AppointmentStatus.ATTENDED,
            number,
        )
        for number, (day, *_) in enumerate(DOSES, start=1)
    )
    start, end = (today + days(day) for day in HOLD)
    booked = world.grid.after(1, today + days(NEXT), today + days(NEXT))
    pause = Pause(start, end, end, "Blood pressure 168/102")
    course = Course(visits, (pause,), (booked,))
    doses = {number: _dose(*row) for number, row in enumerate(DOSES, start=1)}
    line = mood.Mood((PHQ9_BASELINE,), 1.0)
    told = _intake(world, person, plan)
    return Chapter(plan, course, told, told.road(_road(today, plan, course)), doses, line)


def _dose(
    _day: int, mg: int, rise: int, moaas: int, ready: int, seen: tuple[tuple[str, int], ...]
) -> Dose:
    late = ready - 120
    return Dose(
        mg=mg,
        start_min=14,
        ready_min=ready,
        sbp=126,
        dbp=79,
        rise=rise,
        moaas=moaas,
        cadss6=10 if ("dissociation", 2) in seen else 4 if ("dissociation", 1) in seen else 1,
        exception=f"Late: +{late} min" if late > 12 else None,
        effects=tuple(Effect(term, grade, 20, 35 + 40 * grade) for term, grade in seen),
    )


def _road(today: date, plan: Plan, course: Course) -> tuple[Step, ...]:
    first, last = course.doses[0].slot, course.doses[plan.induction - 1].slot
    return (
        *_before(today),
        Step(Stage.INDUCTION, first.starts_at + minutes(14)),
        Step(Stage.CONTINUATION, last.starts_at + minutes(SESSION_OVER)),
    )


def _before(today: date) -> Iterator[Step]:
    for stage, day in ROAD:
        note = "Takes lorazepam" if stage is Stage.REVIEW else None
        yield Step(stage, instant(today + days(day), 9 * 60 + 40), note=note)


def _intake(world: World, person: Person, plan: Plan) -> Intake:
    """Screened once: sent to review for a benzodiazepine, and found eligible a day later."""
    steps = {step.stage: step for step in _before(world.today)}
    screened, on = steps[Stage.SCREENING], steps[Stage.SCREENING].day
    asked = Asked(
        on=on,
        cause=NOTHING,
        history=_history(person, on),
        phq9=PHQ9,
        cssrs=(1, 1, 0, 0, 0, 0, None),
        audit=person.audit,
        madrs=None,
        pressures=[[126, 79], [122, 77]],
        had_plan=False,
        more={"ride_home_arranged": True, "comprehensive_plan": PLAN, "outside_records": True},
    )
    signed = (
        intake.sign(world.judge, person, plan, asked, steps[stage])
        for stage in (Stage.REVIEW, Stage.ELIGIBLE)
    )
    return Intake(asked.history, (Pass(screened, asked, tuple(signed)),))


def _history(person: Person, on: date) -> History:
    """Three trials that failed, the last of them still taken."""
    (taken,) = person.antidepressants
    weeks = (on - person.started(taken)).days // 7
    ended = [on - days(ago) for ago in (420, 760)]
    return History(
        (
            Tried(taken.name, person.started(taken), None, weeks, 25, "still_taking"),
            Tried("Venlafaxine", ended[0] - days(150), ended[0], 20, 30, "too_little_benefit"),
            Tried("Bupropion", ended[1] - days(80), ended[1], 10, 10, "no_benefit"),
        ),
        None,
    )
