"""Ada Okafor, the patient of the pictures: well after eight doses, a hold, and then a relapse.

Days count from the anchor day. Scores are PHQ-9 with its item 9, and GAD-7.
"""

from datetime import date, datetime
from uuid import UUID

from data.demo import ada_course, patient, people, risk, scores, tried
from data.demo.ada_course import DOSES, HOLD, ROAD
from data.demo.case import Case
from data.demo.chapter import Chapter
from data.demo.clock import days, instant, minutes
from data.demo.people import Taken
from data.demo.plans import Outcome, Plan
from data.demo.world import World
from data.reference.signals import signals
from data.tables import Vital
from data.tables.vocabulary import Moment, Route, Sex, Stage

GAD7_BASELINE = 18
# PHQ-9; item 9; GAD-7.
BEFORE_DOSES = (
    (21, 3, 17),
    (19, 2, 16),
    (17, 2, 15),
    (14, 1, 13),
    (12, 1, 11),
    (10, 0, 10),
    (9, 0, 9),
    (8, 0, 8),
    (7, 0, 8),
    (12, 0, 10),
)
ON_HOLD = (-14, 9, 0, 8)
TODAY = (17, 2, 12)
TODAY_AT = 8 * 60 + 12


def write(world: World, number: int) -> None:
    """All of Ada's rows."""
    plan = Plan(number, 1, Stage.CONTINUATION, Route.NASAL, Outcome.RESPONSE, doses=len(DOSES))
    dice = world.dice(number)
    opened = instant(world.today + days(ROAD[0][1]), 9 * 60 + 40)
    invented = people.invent(dice, number, plan.site_id, opened, world.today)
    person = people.like(
        invented,
        family="Okafor",
        given="Ada",
        born=date(1992, 3, 3),
        sex=Sex.FEMALE,
        language="en",
        weight_kg=68,
        sbp=126,
        dbp=79,
        audit=(1, 0, 0),
        allergies=("Penicillin",),
        medicines=(Taken("Lorazepam", "benzodiazepine", 400), Taken("Sertraline", None, 300)),
    )
    people.write(world.ledger, dice, person, world.place(plan.site_id).desk)
    told = ada_course.chapter(world, person, plan)
    case = patient.open_case(world, dice, person, told)
    patient.tell(case, told)
    _screened(case, told)
    _scores(case, told, world.today)
    _reading_of_the_hold(case, instant(world.today + days(HOLD[0]), 9 * 60 + 10))


def _screened(case: Case, chapter: Chapter) -> None:
    (screened,) = chapter.intake.passes
    at, asked = screened.step.at, screened.asked
    tried.write(case, at + minutes(20), chapter.intake.history)
    phq9 = scores.by_item(case, "phq9", at + minutes(25), case.place.desk, asked.phq9, "patient")
    _anxiety(case, at + minutes(28), GAD7_BASELINE)
    scores.by_item(case, "audit_c", at + minutes(31), case.place.desk, asked.audit, "patient")
    scores.cssrs(case, at + minutes(45), case.prescriber, asked.cssrs)
    risk.assess(case, {"W03": phq9}, at + minutes(25), at + minutes(60))


def _scores(case: Case, chapter: Chapter, today: date) -> None:
    for visit, row in zip(chapter.course.doses, BEFORE_DOSES, strict=True):
        _pair(case, visit.slot.starts_at - minutes(20), *row)
    day, *held = ON_HOLD
    _pair(case, instant(today + days(day), 10 * 60), *held)
    at = instant(today, TODAY_AT)
    phq9 = _pair(case, at, *TODAY)
    risk.wait(case, "W03", f"assessment {phq9}", signals().signals["W03"].words, at + minutes(2))


def _pair(case: Case, at: datetime, phq9: int, item9: int, gad7: int) -> UUID:
    answers = scores.phq9_answers(case.dice, phq9, item9)
    key = scores.by_item(case, "phq9", at, case.place.desk, answers, "patient")
    _anxiety(case, at + minutes(3), gad7)
    return key


def _anxiety(case: Case, at: datetime, total: int) -> None:
    answers = scores.spread(case.dice, total, 7, 3)
    scores.by_item(case, "gad7", at, case.place.desk, answers, "patient")


def _reading_of_the_hold(case: Case, at: datetime) -> None:
    case.enter(
        Vital,
        at,
        case.prescriber,
        patient_id=case.person.id,
        session_id=None,
        moment=Moment.EXTRA,
        sbp=168,
        dbp=102,
        hr=84,
        spo2=98,
        rr=15,
    )
