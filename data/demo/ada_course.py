"""The course of Ada Okafor: ten doses of Spravato with a hold before the last.

Days count from the anchor day.
"""

from datetime import date

from data.demo import mood
from data.demo.causes import Finding
from data.demo.chapter import Chapter
from data.demo.clock import days, instant, minutes
from data.demo.course import Course, Pause, Visit
from data.demo.doses import Dose, Effect
from data.demo.findings import Intake
from data.demo.plans import Plan
from data.demo.stages import SESSION_OVER, Step
from data.demo.world import World
from data.tables.vocabulary import AppointmentStatus, Disposition, Stage

HOLD = (-20, -10)
NEXT = 3
PHQ9_BASELINE = 21
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


def chapter(world: World, plan: Plan) -> Chapter:
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
    return Chapter(plan, course, _intake(), _road(today, plan, course), doses, line)


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
    reasons = {Stage.REVIEW: "Takes lorazepam"}
    before = (
        Step(stage, instant(today + days(day), 9 * 60 + 40), reasons.get(stage))
        for stage, day in ROAD
    )
    first, last = course.doses[0].slot, course.doses[plan.induction - 1].slot
    return (
        *before,
        Step(Stage.INDUCTION, first.starts_at + minutes(14)),
        Step(
            Stage.CONTINUATION,
            last.starts_at + minutes(SESSION_OVER),
            "benefit review: continue",
        ),
    )


def _intake() -> Intake:
    trials = "3 adequate trials with less than half improvement."
    taken = "Takes Lorazepam (benzodiazepine)."
    return Intake(
        answers={"adequate_trials_count": 3, "interacting_medicines": ["Lorazepam"]},
        findings=(
            Finding("R01", Disposition.ELIGIBLE, "adequate_trials_count", 3, trials),
            Finding("R30", Disposition.REVIEW, "interacting_medicines", "Lorazepam", taken),
        ),
        missing=(),
        escalate=True,
        phq9=(),
        cssrs=(1, 1, 0, 0, 0, 0, None),
        trials=3,
    )
