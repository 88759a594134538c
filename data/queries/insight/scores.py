"""Scores over the weeks and the sessions of courses, aggregated."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.insight.outcomes import Rows, count, with_outcome
from data.queries.insight.view import View, courses
from data.reference.outcomes import outcomes
from data.tables.vocabulary import Stage

IN_TREATMENT = (Stage.INDUCTION, Stage.CONTINUATION, Stage.MAINTENANCE)


def by_week(session: Session, view: View, instrument: str, most: int) -> Rows:
    """Evaluable courses by week since the first dose: n, response, remission; weeks up to most."""
    score = t.ScoreFact
    select = (
        sa.select(
            score.week,
            sa.func.count().label("n"),
            count(score.response).label("response"),
            count(score.remission).label("remission"),
        )
        .join(t.EpisodeFact, t.EpisodeFact.episode_id == score.episode_id)
        .where(
            *courses(view),
            score.instrument == instrument,
            score.last_of_week,
            score.response.is_not(None),
            score.week.between(1, most),
        )
        .group_by(score.week)
        .order_by(score.week)
    )
    return [dict(row._mapping) for row in session.execute(select)]


def totals_by_session(session: Session, view: View, most: int) -> Rows:
    """How often each PHQ-9 total was met before each dose: number, total, n. A histogram."""
    visit = t.SessionFact
    select = (
        sa.select(visit.number, visit.phq9.label("total"), sa.func.count().label("n"))
        .join(t.EpisodeFact, t.EpisodeFact.episode_id == visit.episode_id)
        .where(*courses(view), visit.dosed, visit.phq9.is_not(None), visit.number <= most)
        .group_by(visit.number, visit.phq9)
    )
    return [dict(row._mapping) for row in session.execute(select)]


def reached_session(session: Session, view: View, most: int) -> dict[int, int]:
    """How many courses were given each dose, by its number."""
    visit = t.SessionFact
    select = (
        sa.select(visit.number, sa.func.count().label("n"))
        .join(t.EpisodeFact, t.EpisodeFact.episode_id == visit.episode_id)
        .where(*courses(view), visit.dosed, visit.number <= most)
        .group_by(visit.number)
    )
    return {row.number: row.n for row in session.execute(select)}


class Part(StrEnum):
    """Sessions of a course by when they were."""

    ALL = "all"
    INDUCTION = "induction"
    AFTER = "after"


@dataclass(frozen=True)
class Scored:
    """How many there are and how many of them have a score; how many people each kind is of."""

    n: int
    scored: int
    people: int
    people_without: int


def scored_sessions(session: Session, view: View, part: Part = Part.ALL) -> Scored:
    """Sessions of these courses by whether they have a PHQ-9 of the day."""
    visit, fact = t.SessionFact, t.EpisodeFact
    early = sa.func.coalesce(visit.number <= fact.induction_planned, sa.false())
    which = {Part.ALL: sa.true(), Part.INDUCTION: early, Part.AFTER: sa.not_(early)}[part]
    select = (
        _scored(visit.phq9.is_not(None), fact.patient_id)
        .select_from(visit)
        .join(fact, fact.episode_id == visit.episode_id)
        .where(*courses(view), visit.dosed, which)
    )
    return Scored(*session.execute(select).one())


def _scored(is_scored: Any, patient_id: Any) -> sa.Select[Any]:
    """The columns of `Scored`."""
    people = sa.func.count(sa.distinct(patient_id))
    known = sa.func.coalesce(is_scored, sa.false())
    return sa.select(
        sa.func.count(), count(known), people.filter(known), people.filter(sa.not_(known))
    )


def scored_courses(session: Session, view: View, instrument: str) -> list[Any]:
    """The ids of courses with a baseline and a score since, always in the same order."""
    outcome = t.OutcomeFact
    select = (
        sa.select(outcome.episode_id)
        .join(t.EpisodeFact, t.EpisodeFact.episode_id == outcome.episode_id)
        .where(
            *courses(view),
            outcome.instrument == instrument,
            outcome.baseline.is_not(None),
            outcome.last.is_not(None),
        )
        .order_by(outcome.episode_id)
    )
    return list(session.execute(select).scalars())


def lines(session: Session, chosen: list[Any], instrument: str, most: int) -> Rows:
    """The scores of some courses up to so many doses: episode_id, doses given before, total."""
    score = t.ScoreFact
    select = (
        sa.select(score.episode_id, score.doses, score.total)
        .where(
            score.episode_id.in_(chosen),
            score.instrument == instrument,
            score.doses < most,
        )
        .order_by(score.episode_id, score.days)
    )
    return [dict(row._mapping) for row in session.execute(select)]


def scored_lately(session: Session, view: View, today: date, days: int) -> Scored:
    """Courses in treatment now by whether they have a PHQ-9 total of the last so many days."""
    fact, person = t.EpisodeFact, t.PatientFact
    since = datetime.combine(today - timedelta(days=days), time(), UTC)
    select = (
        _scored(person.phq9_at >= since, fact.patient_id)
        .select_from(fact)
        .join(person, person.patient_id == fact.patient_id)
        .where(*courses(view), fact.stage.in_(IN_TREATMENT))
    )
    return Scored(*session.execute(select).one())


def wellbeing(session: Session, view: View) -> dict[str, Any]:
    """WHO-5 of courses with a baseline and a later score: n, sums of both, better, worse, days."""
    outcome = t.OutcomeFact
    gain = outcome.last - outcome.baseline
    points = outcomes().measures["who5"].reliable
    select = with_outcome(
        "who5",
        sa.func.count().label("n"),
        sa.func.sum(outcome.baseline).label("baseline"),
        sa.func.sum(outcome.last).label("last"),
        sa.func.sum(outcome.last_days).label("days"),
        count(gain >= points).label("better"),
        count(gain <= -points).label("worse"),
    ).where(*courses(view), outcome.baseline.is_not(None), outcome.last.is_not(None))
    return dict(session.execute(select).one()._mapping)
