"""Numbers that open to courses."""

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.insight import cohorts, flow, workload
from data.queries.insight.flow import Step
from data.queries.insight.view import courses, inquiries
from services.insight.ground import Ground
from services.refusals import NotFound
from services.utilization.asked import Asked, Kind
from services.utilization.funnel import STEP_WORDS
from services.utilization.workload import at_end

FLOW = ("Asked", "Screened", "Decided", "Consented", "First dose")


def first_dose(part: str) -> Asked:
    """Of all inquiries: dosed, or still waiting."""

    def parts(_session: Session, ground: Ground) -> dict[str, Any]:
        dosed, out = flow.dosed(ground.today), flow.declined(ground.today)
        wrong = sa.func.coalesce(flow.reversed_dates(ground.today), sa.false())
        found = {
            "with a first dose": sa.and_(dosed, sa.not_(wrong)),
            "without a dose yet": sa.and_(sa.not_(dosed), sa.not_(out)),
        }
        mine = found if part == "done" else dict(reversed(found.items()))
        return mine | {"declined": out, "with a dose dated before the inquiry": wrong}

    words = "with a first dose" if part == "done" else "without a dose yet"
    return Asked(
        f"inquiries {words}", _inquiries, parts, 2, ("inquiry_to_first_dose",), FLOW, Kind.COURSES
    )


def funnel(step: str) -> Asked:
    """Mature inquiries that reached a step."""
    own = Step(step)

    def parts(_session: Session, ground: Ground) -> dict[str, Any]:
        old = flow.mature(ground.today)
        found = so_far(own, ground.today)
        return {words: sa.and_(old, each) for words, each in found.items()} | {
            "asked too recently": sa.not_(old)
        }

    title = f"inquiries that reached: {STEP_WORDS[own].lower()}"
    within = 1 + list(Step).index(own)
    return Asked(title, _inquiries, parts, within, ("funnel",), FLOW, Kind.COURSES)


def cohort(month: str, step: str) -> Asked:
    """Inquiries of one month that reached a step."""
    own, first = Step(step), _month(month)

    def where(session: Session, ground: Ground) -> list[Any]:
        return [*inquiries(ground.view), cohorts.asked_in(session, first)]

    def parts(_session: Session, ground: Ground) -> dict[str, Any]:
        return so_far(own, ground.today)

    title = f"inquiries of {first:%B %Y} that reached: {STEP_WORDS[own].lower()}"
    within = 1 + list(Step).index(own)
    return Asked(title, where, parts, within, ("funnel_by_month",), FLOW, Kind.COURSES)


def so_far(step: Step, today: date) -> dict[str, Any]:
    """Who reached a step, and who stopped at each one before it."""
    before = list(Step)[: list(Step).index(step)]
    return {"": flow.reached(step, today)} | {
        f"came as far as: {STEP_WORDS[each].lower()}": cohorts.stopped(each, today)
        for each in before
    }


def _month(words: str) -> date:
    try:
        return date.fromisoformat(f"{words}-01")
    except ValueError:
        raise NotFound("This address names no month. Choose a number on the page.") from None


def induction(part: str) -> Asked:
    """Inductions completed in their window, or not."""

    def parts(_session: Session, ground: Ground) -> dict[str, Any]:
        closed = sa.func.coalesce(flow.closed(ground.today), sa.false())
        done = sa.func.coalesce(flow.completed(), sa.false())
        found = {
            "completed": sa.and_(closed, done),
            "not completed": sa.and_(closed, sa.not_(done)),
        }
        mine = found if part == "done" else dict(reversed(found.items()))
        return mine | {"with an open window or none": sa.not_(closed)}

    words = "completed" if part == "done" else "not completed"
    columns = ("First dose", "In window", "Planned", "Window closes")
    title = f"inductions {words} in their window"
    return Asked(title, _courses, parts, 2, ("induction_completed",), columns, Kind.COURSES)


def review(part: str) -> Asked:
    """Benefit reviews in time, or not."""

    def parts(session: Session, ground: Ground) -> dict[str, Any]:
        due = sa.func.coalesce(flow.review_due(session, ground.today), sa.false())
        done = sa.func.coalesce(flow.reviewed(session), sa.false())
        found = {
            "reviewed in time": sa.and_(due, done),
            "not reviewed in time": sa.and_(due, sa.not_(done)),
        }
        mine = found if part == "done" else dict(reversed(found.items()))
        return mine | {"whose induction goes on or whose days are not over": sa.not_(due)}

    words = "in time" if part == "done" else "not in time"
    columns = ("First dose", "Last induction dose", "Reviewed")
    return Asked(
        f"inductions reviewed {words}", _courses, parts, 2, ("review_done",), columns, Kind.COURSES
    )


def unbooked() -> Asked:
    """Ready, and nothing booked."""
    fact = t.EpisodeFact

    def where(_session: Session, ground: Ground) -> list[Any]:
        return [fact.stage.in_(workload.READY), *workload.of(fact, ground.view)]

    def parts(_session: Session, ground: Ground) -> dict[str, Any]:
        nothing = workload.nothing_ahead(ground.today)
        return {"": nothing, "eligible or consented and booked": sa.not_(nothing)}

    title = "courses eligible or consented without a booking"
    return Asked(title, where, parts, 2, ("backlog",), ("Stage", *FLOW[:4]), Kind.COURSES)


def due(part: str) -> Asked:
    """In treatment, due or overdue, and nothing booked."""
    fact = t.EpisodeFact

    def where(_session: Session, ground: Ground) -> list[Any]:
        return [fact.stage.in_(workload.IN_TREATMENT), *workload.of(fact, ground.view)]

    def parts(session: Session, ground: Ground) -> dict[str, Any]:
        is_due = sa.func.coalesce(
            sa.and_(*workload.is_due(session, ground.view, ground.today)), sa.false()
        )
        late = sa.func.coalesce(workload.overdue(session, ground.today), sa.false())
        if part == "all":
            found: dict[str, Any] = {"": is_due}
        else:
            found = {"": sa.and_(is_due, late), "due": sa.and_(is_due, sa.not_(late))}
        return found | {"booked, on hold or not due": sa.not_(is_due)}

    words = "due or overdue" if part == "all" else "overdue"
    title = f"courses whose next dose is {words} and not booked"
    source = sa.join(fact, t.Episode, t.Episode.id == fact.episode_id)
    within = 2 if part == "all" else 3
    return Asked(
        title, where, parts, within, ("due",), ("Stage", "First dose"), Kind.COURSES, source
    )


def caseload() -> Asked:
    """Active at the end of the last day."""

    def where(_session: Session, ground: Ground) -> list[Any]:
        if not ground.names:
            raise NotFound("The caseload stands in the table, by practitioner. It does not open.")
        return workload.had(ground.view, at_end(ground, ground.view.until))

    def parts(_session: Session, ground: Ground) -> dict[str, Any]:
        active = workload.active(at_end(ground, ground.view.until))
        return {"": active, "not begun, over or declined by then": sa.not_(active)}

    fact = t.EpisodeFact
    source = sa.join(fact, t.Episode, t.Episode.id == fact.episode_id)
    columns = ("Stage", "Practitioner", "First dose")
    return Asked("courses in hand", where, parts, 2, ("caseload",), columns, Kind.COURSES, source)


KINDS: dict[str, Callable[..., Asked]] = {
    "first-dose-(done|open)": first_dose,
    rf"funnel-({'|'.join(Step)})": funnel,
    rf"cohort-(\d{{4}}-\d\d)-({'|'.join(Step)})": cohort,
    "induction-(done|open)": induction,
    "review-(done|open)": review,
    "backlog": unbooked,
    "due-(all|over)": due,
    "caseload": caseload,
}
"""By the pattern of their id."""


def _inquiries(_session: Session, ground: Ground) -> list[Any]:
    return inquiries(ground.view)


def _courses(_session: Session, ground: Ground) -> list[Any]:
    return courses(ground.view)
