"""How long until something happened, or for how long it was known not to have."""

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.insight import splits
from data.queries.insight.outcomes import Rows, with_outcome
from data.queries.insight.splits import Split
from data.queries.insight.view import View, courses


def times(
    session: Session,
    view: View,
    instrument: str,
    event: str,
    start: str | None,
    split: Split | None,
) -> Rows:
    """Days to an event of OutcomeFact: group, days, observed, n. Evaluable courses only.

    `start` is another column of days to count from (None: the first dose); courses that never had
    it are left out. Who has not had the event is followed up to the last score.
    """
    outcome = t.OutcomeFact
    met = getattr(outcome, event)
    began = sa.literal(0) if start is None else getattr(outcome, start)
    select = with_outcome(
        instrument,
        (sa.null() if split is None else splits.column(split)).label("group"),
        (sa.func.coalesce(met, outcome.last_days) - began).label("days"),
        met.is_not(None).label("observed"),
        sa.func.count().label("n"),
    ).where(*courses(view), outcome.entry, outcome.last_days.is_not(None))
    if start is not None:
        select = select.where(began.is_not(None))
    by = ["days", "observed"] if split is None else ["group", "days", "observed"]
    return [dict(row._mapping) for row in session.execute(select.group_by(*by))]
