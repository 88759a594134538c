"""How far those who asked in each month have come, aggregated."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.engines import month_on
from data.queries.insight import flow
from data.queries.insight.flow import Step
from data.queries.insight.outcomes import Rows, count
from data.queries.insight.view import View, inquiries


def stops(session: Session, view: View, today: date) -> Rows:
    """Inquiries by the month of asking: month, and for each step those who came no further."""
    select = sa.select(
        month_on(session, t.EpisodeFact.inquiry_on).label("month"),
        *(count(stopped(step, today)).label(step.value) for step in Step),
    ).where(*inquiries(view))
    rows = session.execute(select.group_by("month").order_by("month"))
    return [dict(row._mapping) for row in rows]


def stopped(step: Step, today: date) -> Any:
    """Courses that reached this step and none after it."""
    after = list(Step)[list(Step).index(step) + 1 :]
    here = flow.reached(step, today)
    return sa.and_(here, sa.not_(flow.reached(after[0], today))) if after else here


def medians(
    session: Session, view: View, today: date
) -> dict[tuple[date, Step], tuple[int, float]]:
    """By month of asking and step after the first: of how many, and the median days from the step
    before."""
    month = month_on(session, t.EpisodeFact.inquiry_on)
    found = flow.days_by_step(session, view, today, month, [])
    return {
        (row["group"], step): (row["n"], row["median"])
        for step, rows in found.items()
        for row in rows
    }


def asked_in(session: Session, month: date) -> Any:
    """Inquiries of one month."""
    return month_on(session, t.EpisodeFact.inquiry_on) == month
