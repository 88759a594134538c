"""Sections of a screening that is open: handed over, filled in half-way, or not begun."""

from datetime import datetime
from uuid import UUID

from data.demo.case import Case
from data.demo.clock import days, instant, local_day, minutes, office_day
from data.demo.intake import Pass
from data.demo.plans import Plan
from data.reference.screening import Section, form
from data.tables import Draft
from data.tables.vocabulary import Stage

DONE = (6, 1, 9, 3, 0)
"""Sections that are whole, by turn; the next one is half-way. The second is the acute one."""
FIRST, EACH = 12, 7
"""Minutes from entering screening to the first section, and from each to the next."""
A_DAY = 4
"""Sections that are filled in on one day."""
OF_DESK = ("why_now", "pregnancy", "medicines", "plan", "practical")
"""Sections that the front desk asks; a practitioner asks the others."""


def are_open(plan: Plan) -> bool:
    return plan.stage in (Stage.SCREENING, Stage.REVIEW)


def tell(case: Case, one: Pass) -> None:
    """The sections of the form in their order, as far as they are filled in."""
    answers, sections = one.asked.on_form(case.person), form().sections
    whole = len(sections) if case.plan.stage is Stage.REVIEW else DONE[case.plan.turn % len(DONE)]
    for number, section in enumerate(sections[: whole + 1]):
        given = {each.id: answers[each.id] for each in section.questions if each.id in answers}
        kept = given if number < whole else dict(list(given.items())[: len(given) // 2])
        if kept:
            _draft(case, section, kept, _at(case, one.step.at, number), handed_over=kept == given)


def _at(case: Case, entered: datetime, number: int) -> datetime:
    """When a section was filled in: some a day, as far as days have passed."""
    day = min(local_day(entered) + days(number // A_DAY), case.today - days(1))
    same_time = entered - instant(local_day(entered), 0)
    return instant(office_day(day), 0) + same_time + minutes(FIRST + EACH * number)


def _draft(
    case: Case, section: Section, answers: dict[str, object], at: datetime, *, handed_over: bool
) -> None:
    by: UUID = case.place.desk if section.id in OF_DESK else case.place.monitors[0]
    handed_over_at = at + minutes(2) if handed_over else None
    case.ledger.edit(
        Draft,
        handed_over_at or at,
        by,
        version=2 if handed_over else 1,
        episode_id=case.episode_id,
        section=section.id,
        answers=answers,
        handed_over_at=handed_over_at,
        handed_over_by=by if handed_over else None,
    )
