"""One patient, from plan to rows."""

from datetime import datetime
from itertools import pairwise

from data.demo import (
    bookings,
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
from data.demo.people import Person
from data.demo.plans import Plan
from data.demo.world import World
from data.tables.vocabulary import AppointmentStatus, Stage

SCORED_BEFORE = 25
"""Minutes after entering screening until the first questionnaire."""


def write(world: World, *plans: Plan, **known: object) -> None:
    """A patient with one episode a plan; what is not `known` of the person is left to chance."""
    number, site_id = plans[0].number, plans[0].site_id
    dice = world.dice(number)
    before_all = instant(world.today - days(2000), 600)
    person = people.like(people.invent(dice, number, site_id, before_all, world.today), **known)
    chapters = [imagine(world, dice, person, plan) for plan in plans]
    opened = chapters[0].road[0].at
    person = people.like(person, since=opened, id=dice.key(opened))
    people.write(world.ledger, dice, person, world.place(site_id).desk)
    for chapter in chapters:
        case = open_case(world, dice, person, chapter)
        tell(case, chapter)
        tell_scores(case, chapter, instant(world.today, 0))


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
    """Every row of the episode but its scores."""
    paperwork.episode(case, chapter.road)
    screenings.intake(case, chapter.road, chapter.intake)
    visits, booked = chapter.course.visits, chapter.course.booked
    signed = chapter.entered(Stage.CONSENTED)
    if signed is not None:
        paperwork.consents(case, signed, visits[-1].slot.day if visits else signed.day)
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


def _days_after(case: Case, chapter: Chapter) -> None:
    """Effects that were told at the next dose."""
    given = chapter.course.doses
    for visit, later in pairwise(given):
        told = effects.between(case.dice)
        first = visit.slot.starts_at + minutes(chapter.doses[visit.number].start_min)
        if told and first + minutes(told.onset_min + (told.lasts or 0)) < later.slot.starts_at:
            sessions.effect(case, told, first, later.slot.monitor_id, None)


def tell_scores(case: Case, chapter: Chapter, today: datetime) -> None:
    """The questionnaires of the episode."""
    screened = chapter.entered(Stage.SCREENING)
    if screened is not None:
        mood.intake(case, screened.at + minutes(SCORED_BEFORE), chapter.intake)
    for visit in chapter.course.doses:
        mood.before(case, chapter.line, visit)
    if chapter.course.doses:
        mood.after(case, chapter.line, chapter.course, today)
