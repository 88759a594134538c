"""The people behind a number of the outcomes page."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from data.queries.columns import t
from data.queries.insight import splits
from data.queries.insight.outcomes import Rows, Standing, standing, with_outcome
from data.queries.insight.scores import IN_TREATMENT
from data.queries.insight.splits import Split
from data.queries.insight.view import View, courses
from data.reference.outcomes import outcomes

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


def followed(event: str, since: str | None, met: bool) -> Any:
    """Courses of a curve in which its event was met, or was not as far as scored."""
    outcome = t.OutcomeFact
    column = getattr(outcome, event)
    began = [] if since is None else [getattr(outcome, since).is_not(None)]
    return sa.and_(
        outcome.entry,
        outcome.last_days.is_not(None),
        *began,
        column.is_not(None) if met else column.is_(None),
    )


def told(event: str, met: bool) -> Any:
    """Courses over whose scores sustained response, relapse or deterioration was met, or not."""
    outcome = t.OutcomeFact
    counted_, yes = {
        "sustained": (outcome.sustained.is_not(None), outcome.sustained),
        "relapsed": (outcome.response_days.is_not(None), outcome.relapse_days.is_not(None)),
        "worse": (sa.true(), outcome.worse),
    }[event]
    scored = sa.and_(outcome.entry, outcome.last.is_not(None), counted_)
    return sa.and_(scored, yes if met else sa.not_(sa.func.coalesce(yes, sa.false())))


def reliable(way: int) -> Any:
    """Courses better (1), worse (-1) or neither (0) by more than one person's scores vary by."""
    return t.OutcomeFact.end_reliable == way


def before_dose(number: int, scored: bool) -> Any:
    """Courses with a PHQ-9 of the day before the dose with this number, or without."""
    visit = t.SessionFact
    return sa.exists(
        sa.select(sa.literal(1)).where(
            visit.episode_id == t.EpisodeFact.episode_id,
            visit.dosed,
            visit.number == number,
            visit.phq9.is_not(None) if scored else visit.phq9.is_(None),
        )
    )


def lately(today: date, days: int, scored: bool) -> Any:
    """Courses in treatment now with a PHQ-9 total of the last so many days, or without."""
    fact, person = t.EpisodeFact, aliased(t.PatientFact)
    since = datetime.combine(today - timedelta(days=days), time(), UTC)
    known = sa.exists(
        sa.select(sa.literal(1)).where(
            person.patient_id == fact.patient_id, person.phq9_at >= since
        )
    )
    return sa.and_(fact.stage.in_(IN_TREATMENT), known if scored else ~known)


def wellbeing(better: bool) -> Any:
    """Courses whose WHO-5 rose, or fell, by at least what one person's scores vary by."""
    outcome, points = aliased(t.OutcomeFact), outcomes().measures["who5"].reliable
    gain = outcome.last - outcome.baseline
    return sa.exists(
        sa.select(sa.literal(1)).where(
            outcome.episode_id == t.EpisodeFact.episode_id,
            outcome.instrument == "who5",
            gain >= points if better else gain <= -points,
        )
    )


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
