"""The people behind a number of the outcomes page."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.insight import splits
from data.queries.insight.outcomes import Rows, Standing, standing, with_outcome
from data.queries.insight.splits import Split
from data.queries.insight.view import View, courses

MEASURES = ("response", "remission")


def standing_is(session: Session, today: date, among: list[Standing]) -> Any:
    """Courses that stand at one of these."""
    return standing(session, today).in_([each.value for each in among])


def met(measure: str, yes: bool) -> Any:
    """Courses in which the measure was met at the end of induction, or was not."""
    column = getattr(t.OutcomeFact, f"end_{measure}")
    return column.is_(yes)


def in_group(split: Split, key: Any) -> Any:
    """Courses of one group of a comparison; the key None is not known."""
    column = splits.column(split)
    return column.is_(None) if key is None else column == key


def scored_in_week(week: int, instrument: str, measure: str, yes: bool) -> Any:
    """Courses whose score of that week met the measure, or did not."""
    score = t.ScoreFact
    return sa.exists(
        sa.select(sa.literal(1)).where(
            score.episode_id == t.EpisodeFact.episode_id,
            score.instrument == instrument,
            score.week == week,
            score.last_of_week,
            getattr(score, measure).is_(yes),
        )
    )


def item9(baseline: list[int], last: list[int]) -> Any:
    """Courses by their answers to item 9 at baseline and at last."""
    outcome = t.OutcomeFact
    return sa.and_(outcome.item9_baseline.in_(baseline), outcome.item9_last.in_(last))


def counted(session: Session, view: View, instrument: str, where: Any) -> int:
    """How many courses of the view fit."""
    select = with_outcome(instrument, sa.func.count()).where(*courses(view), where)
    return int(session.execute(select).scalar_one())


def people(session: Session, view: View, instrument: str, where: Any, most: int) -> Rows:
    """The courses that fit, the newest first, with who and what is needed to know them by."""
    fact, outcome, person = t.EpisodeFact, t.OutcomeFact, t.Patient
    select = (
        with_outcome(
            instrument,
            person.id.label("patient_id"),
            person.family,
            person.given,
            fact.route,
            fact.first_dose_on,
            fact.doses,
            outcome.baseline,
            outcome.end,
            outcome.last,
            outcome.last_days,
            t.PatientFact.spark,
        )
        .join(person, person.id == fact.patient_id)
        .join(t.PatientFact, t.PatientFact.patient_id == fact.patient_id)
        .where(*courses(view), where)
        .order_by(fact.first_dose_on.desc(), fact.episode_id)
        .limit(most)
    )
    return [dict(row._mapping) for row in session.execute(select)]
