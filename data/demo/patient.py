"""One patient, from plan to rows."""

from datetime import datetime
from itertools import pairwise

from data.demo import (
    bookings,
    contacts,
    cover,
    effects,
    mood,
    paperwork,
    people,
    plan_kept,
    screenings,
    sessions,
    stages,
)
from data.demo.case import Case
from data.demo.chapter import Chapter, imagine
from data.demo.clock import days, instant, minutes
from data.demo.dice import Dice
from data.demo.intake import NOTHING_BEFORE
from data.demo.people import Person
from data.demo.plans import IN_TREATMENT, Plan
from data.demo.world import World
from data.tables.vocabulary import AppointmentStatus, Route, Stage

LONGEST_GAP, LONGEST_WAY_IN = 28, 200
"""Days from dose to dose, and from inquiry to the first."""
GOING_ON = (*IN_TREATMENT, Stage.ELIGIBLE, Stage.CONSENTED, Stage.SCHEDULED)
"""Where a payer's word is needed from now on."""


def write(world: World, *plans: Plan, **known: object) -> None:
    """A patient with one episode a plan; what is not `known` of the person is left to chance."""
    number, site_id = plans[0].number, plans[0].site_id
    dice = world.dice(number)
    known_since = instant(world.today - days(_at_most_ago(plans[0])), 600)
    person = people.like(people.invent(dice, number, site_id, known_since, world.today), **known)
    chapters: list[Chapter] = []
    for plan in plans:
        before = chapters[-1].intake if chapters else NOTHING_BEFORE
        chapters.append(imagine(world, dice, person, plan, before))
    opened = chapters[0].road[0].at
    person = people.like(person, since=opened, id=dice.key(opened))
    people.write(world.ledger, dice, person, world.place(site_id).desk)
    for chapter in chapters:
        case = open_case(world, dice, person, chapter)
        tell(case, chapter)
        again = chapter is not chapters[0]
        screenings.tell_answers(case, chapter.intake, treated_before=again)
        tell_scores(case, chapter, instant(world.today, 0))


def _at_most_ago(plan: Plan) -> int:
    """Days since the first contact, before it is known how the course went."""
    return plan.last_ago + LONGEST_GAP * plan.doses + LONGEST_WAY_IN


def open_case(world: World, dice: Dice, person: Person, chapter: Chapter) -> Case:
    plan = chapter.plan
    return Case(
        ledger=world.ledger,
        dice=dice,
        more=world.dice(plan.number, "more", chapter.road[0].at),
        place=world.place(plan.site_id),
        person=person,
        plan=plan,
        episode_id=dice.key(chapter.road[0].at),
        prescriber=world.prescriber(plan.site_id, plan.number),
        today=world.today,
    )


def tell(case: Case, chapter: Chapter) -> None:
    """Every row of the episode but its answers and scores."""
    paperwork.episode(case, chapter.road)
    contacts.referral(case, chapter.road)
    contacts.attempts(case, chapter.road)
    screenings.tell(case, chapter.intake)
    _papers(case, chapter)
    visits, booked = chapter.course.visits, chapter.course.booked
    plan_kept.tell(case, chapter)
    for held in chapter.course.pauses:
        bookings.pause(case, held)
    scheduled = chapter.entered(Stage.SCHEDULED)
    if scheduled is None:
        return
    now = scheduled.at
    for visit in visits:
        ahead = visit.slot.starts_at - days(case.dice.between(6, 28))
        booked_at = max(scheduled.at, ahead)
        appointment = bookings.book(case, visit.slot, visit.status, booked_at)
        bookings.outcome(case, visit, appointment, booked_at)
        if visit.dosed:
            sessions.dosed(case, visit, chapter.doses[visit.number], appointment)
        elif visit.status is AppointmentStatus.HELD_CLINICAL:
            sessions.refused(case, visit, appointment)
        now = visit.slot.starts_at + minutes(stages.SESSION_OVER)
    for slot in booked:
        bookings.book(case, slot, AppointmentStatus.BOOKED, now)
    _days_after(case, chapter)


def _papers(case: Case, chapter: Chapter) -> None:
    """What was signed, and who pays for Spravato, which is known before consent."""
    eligible, signed = chapter.entered(Stage.ELIGIBLE), chapter.entered(Stage.CONSENTED)
    visits = chapter.course.visits
    if signed is not None:
        paperwork.consents(case, signed, visits[-1].slot.day if visits else signed.day)
    known = signed or eligible
    if known is not None and chapter.plan.route is Route.NASAL:
        dosed = [visit.slot.day for visit in chapter.course.doses]
        going_on = chapter.plan.stage in GOING_ON
        cover.authorisations(case, known.at, dosed, going_on=going_on)


def _days_after(case: Case, chapter: Chapter) -> None:
    """Effects that were told at the next dose."""
    given = chapter.course.doses
    for visit, later in pairwise(given):
        told = effects.between(case.dice)
        first = visit.slot.starts_at + minutes(chapter.doses[visit.number].start_min)
        if told and first + minutes(told.onset_min + (told.lasts or 0)) < later.slot.starts_at:
            sessions.effect(case, told, first, later.slot.monitor_id, None)


def tell_scores(case: Case, chapter: Chapter, today: datetime) -> None:
    """The questionnaires of the course."""
    for visit in chapter.course.doses:
        mood.before(case, chapter.line, visit)
    if chapter.course.doses:
        mood.after(case, chapter.line, chapter.course, today)
