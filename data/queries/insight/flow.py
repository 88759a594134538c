"""How people come from asking to a first dose, and how their induction goes, aggregated."""

from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.engines import date_plus, days_between, month_on, week_on
from data.queries.insight.chairs import By
from data.queries.insight.middle import middle
from data.queries.insight.outcomes import Rows, count
from data.queries.insight.view import View, courses, inquiries
from data.reference.kpis import kpis


class Step(StrEnum):
    """The stages of the funnel, in their order; each is a date of a course."""

    INQUIRY = "inquiry"
    SCREENED = "screened"
    DECIDED = "decided"
    CONSENTED = "consented"
    DOSED = "dosed"


def dates() -> dict[Step, Any]:
    """The date on which a course reached each step."""
    fact = t.EpisodeFact
    return {
        Step.INQUIRY: fact.inquiry_on,
        Step.SCREENED: fact.screening_on,
        Step.DECIDED: fact.decided_on,
        Step.CONSENTED: fact.consented_on,
        Step.DOSED: fact.first_dose_on,
    }


def reached(step: Step, today: date) -> Any:
    """Courses that reached a step or any later one: what was skipped was passed all the same."""
    later = list(dates().items())[list(Step).index(step) :]
    return sa.or_(*(sa.func.coalesce(day <= today, sa.false()) for _, day in later))


def dosed(today: date) -> Any:
    """Courses with a dose by today: one dated ahead has not been given."""
    return sa.func.coalesce(t.EpisodeFact.first_dose_on <= today, sa.false())


def declined(today: date) -> Any:
    return sa.and_(t.EpisodeFact.declined, sa.not_(dosed(today)))


def reversed_dates(today: date) -> Any:
    """A dose dated before its inquiry: an error of the data."""
    fact = t.EpisodeFact
    return sa.and_(dosed(today), fact.first_dose_on < fact.inquiry_on)


def waiting_times(session: Session, view: View, today: date, *, monthly: bool = False) -> Rows:
    """Days from inquiry to first dose, or to today: month, days, observed, n."""
    fact = t.EpisodeFact
    until = sa.case((dosed(today), fact.first_dose_on), else_=today)
    month = month_on(session, fact.inquiry_on) if monthly else sa.null()
    select = (
        sa.select(
            month.label("month"),
            days_between(session, fact.inquiry_on, until).label("days"),
            dosed(today).label("observed"),
            sa.func.count().label("n"),
        )
        .where(*inquiries(view), sa.not_(declined(today)), sa.not_(reversed_dates(today)))
        .group_by(*(["month"] if monthly else []), "days", "observed")
    )
    return [dict(row._mapping) for row in session.execute(select)]


def left_out(session: Session, view: View, today: date) -> dict[str, int]:
    """Inquiries of the period that are not followed: declined, and with their dates reversed."""
    select = sa.select(
        count(declined(today)).label("declined"),
        count(reversed_dates(today)).label("reversed"),
    ).where(*inquiries(view))
    return dict(session.execute(select).one()._mapping)


def mature(today: date) -> Any:
    """Inquiries old enough for the funnel."""
    return t.EpisodeFact.inquiry_on <= today - timedelta(days=kpis().mature_days)


def funnel(session: Session, view: View, today: date) -> dict[Step, int]:
    """Mature inquiries that reached each step."""
    select = sa.select(*(count(reached(step, today)).label(step.value) for step in Step)).where(
        *inquiries(view), mature(today)
    )
    found = session.execute(select).one()._mapping
    return {step: found[step.value] for step in Step}


def step_medians(session: Session, view: View, today: date) -> dict[Step, tuple[int, float]]:
    """For each step after the first: of how many, and the median days from the step before."""
    found = days_by_step(session, view, today, sa.literal(0), [mature(today)])
    return {step: (row["n"], row["median"]) for step, rows in found.items() for row in rows}


def days_by_step(
    session: Session, view: View, today: date, group: Any, where: list[Any]
) -> dict[Step, Rows]:
    """For each step after the first, by group: n, and the median days from the step before."""
    found: dict[Step, Rows] = {}
    for (_, before), (step, after) in pairwise(dates().items()):
        known = [*inquiries(view), *where, before <= after, after <= today]
        days = days_between(session, before, after)
        found[step] = middle(session, days, group, t.EpisodeFact, known)
    return found


def inductions(session: Session, view: View, today: date, by: By | None) -> Rows:
    """Courses whose window has closed: group, n, and k with all planned doses in it."""
    return _shares(session, view, closed(today), completed(), by)


def reviews(session: Session, view: View, today: date, by: By | None) -> Rows:
    """Inductions over for longer than a review may take: group, n, and k reviewed in time."""
    return _shares(session, view, review_due(session, today), reviewed(session), by)


def closed(today: date) -> Any:
    fact = t.EpisodeFact
    return sa.and_(fact.window_closes_on.is_not(None), fact.window_closes_on < today)


def completed() -> Any:
    return t.EpisodeFact.induction_in_window >= t.EpisodeFact.induction_planned


def review_due(session: Session, today: date) -> Any:
    """Inductions that are over and whose days for the review have passed."""
    fact = t.EpisodeFact
    last_day = date_plus(session, fact.induction_last_on, kpis().review_days)
    return sa.and_(fact.induction_over_on.is_not(None), last_day < today)


def reviewed(session: Session) -> Any:
    fact = t.EpisodeFact
    return sa.and_(
        fact.reviewed_on.is_not(None),
        fact.reviewed_on <= date_plus(session, fact.induction_last_on, kpis().review_days),
    )


def _shares(session: Session, view: View, among: Any, those: Any, by: By | None) -> Rows:
    select = (
        sa.select(
            _by(session, by).label("group"),
            sa.func.count().label("n"),
            count(those).label("k"),
        )
        .where(*courses(view), among)
        .group_by(*([] if by is None else ["group"]))
    )
    return [dict(row._mapping) for row in session.execute(select) if row.n]


def _by(session: Session, by: By | None) -> Any:
    """The group of a course by its first dose; none has a chair."""
    fact = t.EpisodeFact
    if by is None or by is By.CHAIR:
        return sa.null()
    if by in (By.WEEK, By.MONTH):
        return (week_on if by is By.WEEK else month_on)(session, fact.first_dose_on)
    return {By.SITE: fact.site_id, By.ROUTE: fact.route, By.PRACTITIONER: fact.practitioner_id}[by]
