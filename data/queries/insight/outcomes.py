"""How many courses stand where, and what their scores came to, aggregated."""

from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.engines import date_plus
from data.queries.insight import splits
from data.queries.insight.splits import Split
from data.queries.insight.view import View, courses
from data.reference.outcomes import outcomes

Rows = list[dict[str, Any]]


class Standing(StrEnum):
    """Where a dosed course stands towards the end of its induction. Each is in exactly one."""

    EVALUABLE = "evaluable"
    NO_END = "no_end"
    NO_BASELINE = "no_baseline"
    LOW_ENTRY = "low_entry"
    SCORE_DUE = "score_due"
    IN_INDUCTION = "in_induction"


def standing(session: Session, today: date) -> Any:
    """The standing of a course, over EpisodeFact and its OutcomeFact."""
    fact, outcome = t.EpisodeFact, t.OutcomeFact
    last_day = date_plus(session, fact.induction_last_on, outcomes().end_window_days)
    return sa.case(
        (fact.induction_over_on.is_(None), Standing.IN_INDUCTION.value),
        (sa.not_(outcome.entry), Standing.LOW_ENTRY.value),
        (outcome.baseline.is_(None), Standing.NO_BASELINE.value),
        (outcome.end.is_not(None), Standing.EVALUABLE.value),
        (last_day >= today, Standing.SCORE_DUE.value),
        else_=Standing.NO_END.value,
    )


def with_outcome(instrument: str, *columns: Any) -> sa.Select[Any]:
    """Courses beside what this instrument says of each, where it says anything."""
    fact, outcome = t.EpisodeFact, t.OutcomeFact
    return (
        sa.select(*columns)
        .select_from(fact)
        .outerjoin(
            outcome,
            sa.and_(outcome.episode_id == fact.episode_id, outcome.instrument == instrument),
        )
    )


def headline(
    session: Session, view: View, instrument: str, today: date, split: Split | None = None
) -> Rows:
    """Courses by standing (and group): n, and of them response, remission, better and worse."""
    outcome = t.OutcomeFact
    stands = standing(session, today)
    group = sa.null() if split is None else splits.column(split)
    select = with_outcome(
        instrument,
        stands.label("standing"),
        group.label("group"),
        sa.func.count().label("n"),
        count(outcome.end_response).label("response"),
        count(outcome.end_remission).label("remission"),
        count(outcome.end_reliable == 1).label("better"),
        count(outcome.end_reliable == -1).label("worse"),
    ).where(*courses(view))
    by = ["standing"] if split is None else ["standing", "group"]
    return [dict(row._mapping) for row in session.execute(select.group_by(*by))]


def count(condition: Any) -> Any:
    """How many rows of a group fit."""
    return sa.func.count().filter(condition)


def item9_shift(session: Session, view: View) -> Rows:
    """Item 9 at baseline against the last known answer: baseline, last, n. None is unknown."""
    outcome = t.OutcomeFact
    select = (
        with_outcome(
            "phq9",
            outcome.item9_baseline.label("baseline"),
            outcome.item9_last.label("last"),
            sa.func.count().label("n"),
        )
        .where(*courses(view))
        .group_by(outcome.item9_baseline, outcome.item9_last)
    )
    return [dict(row._mapping) for row in session.execute(select)]


def course_sums(session: Session, view: View, instrument: str) -> dict[str, int]:
    """Of courses with scores since the first dose: n, and how many ever responded, and so on."""
    outcome = t.OutcomeFact
    select = with_outcome(
        instrument,
        sa.func.count().label("n"),
        count(outcome.response_days.is_not(None)).label("responded"),
        count(outcome.sustained.is_not(None)).label("sustained_known"),
        count(outcome.sustained).label("sustained"),
        count(outcome.relapse_days.is_not(None)).label("relapsed"),
        count(outcome.worse).label("worse"),
    ).where(*courses(view), outcome.entry, outcome.last.is_not(None))
    return dict(session.execute(select).one()._mapping)
