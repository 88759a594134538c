"""Who had which side effect, per person and per session, aggregated. The two are never mixed."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands
from data.queries.insight import view as views
from data.queries.insight.doses import Column, label
from data.queries.insight.outcomes import Rows, count
from data.queries.insight.view import View

NOT_GIVEN, SEVERE = 0, 3
"""The band of a grade: 1, 2, SEVERE for 3 and over, NOT_GIVEN where nobody gave one."""


class Per(StrEnum):
    """Of what an effect is counted once."""

    PATIENTS = "patients"
    SESSIONS = "sessions"


def dosed(view: View, *columns: Any) -> sa.Select[Any]:
    """Sessions with a dose in the span."""
    return sa.select(*columns).select_from(t.SessionFact).where(*views.sessions(view))


def effects(view: View, per: Per, *columns: Any) -> sa.Select[Any]:
    """Effects that count: of somebody dosed in the span, per session only those of a session.

    An effect of a visit without a dose is none of the medicine. One told between sessions counts
    for its patient, on its own date, in the course whose dose was the last before it.
    """
    effect, visit = t.EffectFact, t.SessionFact
    select = (
        sa.select(*columns)
        .select_from(effect)
        .outerjoin(visit, visit.session_id == effect.session_id)
        .where(effect.episode_id.is_not(None), *views.effects(view))
    )
    if per is Per.SESSIONS:
        return select.where(visit.dosed)
    return select.where(
        sa.or_(effect.session_id.is_(None), visit.dosed),
        effect.patient_id.in_(dosed(view, t.SessionFact.patient_id)),
    )


def who(per: Per) -> Any:
    """The column of an effect by which it is counted once."""
    return t.EffectFact.patient_id if per is Per.PATIENTS else t.EffectFact.session_id


def band(grade: Any) -> Any:
    """A worst grade as it is shown."""
    return sa.case((grade.is_(None), NOT_GIVEN), (grade >= SEVERE, SEVERE), else_=grade)


def given(session: Session, view: View) -> dict[str, int]:
    """patients and sessions with a dose, and sessions_with any effect."""
    visit = t.SessionFact
    select = dosed(
        view,
        sa.func.count(sa.distinct(visit.patient_id)).label("patients"),
        sa.func.count().label("sessions"),
        count(visit.effects > 0).label("sessions_with"),
    )
    return dict(session.execute(select).one()._mapping)


def totals(session: Session, view: View) -> dict[str, int]:
    """Beside those `given`: patients_with any effect; effects between sessions and of whom."""
    effect = t.EffectFact
    between = effect.session_id.is_(None)
    had = effects(
        view,
        Per.PATIENTS,
        sa.func.count(sa.distinct(effect.patient_id)).label("patients_with"),
        count(between).label("between"),
        sa.func.count(sa.distinct(effect.patient_id)).filter(between).label("patients_between"),
    )
    return {
        **given(session, view),
        **session.execute(had).one()._mapping,
        "unplaced": _unplaced(session, view),
    }


def _unplaced(session: Session, view: View) -> int:
    """Effects in the span that come after no dose, so that they belong to no route."""
    effect = t.EffectFact
    since = [] if view.since is None else [effect.local_date >= view.since]
    select = sa.select(sa.func.count()).where(
        effect.episode_id.is_(None), effect.local_date <= view.until, *since
    )
    return int(session.execute(select).scalar_one())


def worst(session: Session, view: View, per: Per) -> Rows:
    """People or sessions by effect and band of its worst grade in them: term, band, n, people."""
    effect = t.EffectFact
    grade = sa.func.max(effect.grade).label("grade")
    each = (
        effects(view, per, effect.term, effect.patient_id, grade)
        .group_by(effect.term, effect.patient_id, who(per))
        .subquery()
    )
    select = sa.select(
        each.c.term,
        band(each.c.grade).label("band"),
        sa.func.count().label("n"),
        sa.func.count(sa.distinct(each.c.patient_id)).label("people"),
    )
    return _rows(session, select.group_by(each.c.term, "band"))


def people(session: Session, view: View, per: Per) -> dict[str, int]:
    """How many people had each effect, whatever is counted."""
    effect = t.EffectFact
    had = sa.func.count(sa.distinct(effect.patient_id)).label("n")
    select = effects(view, per, effect.term, had).group_by(effect.term)
    return {row.term: row.n for row in session.execute(select)}


def sizes(session: Session, view: View, column: Column) -> Rows:
    """Sessions by number or dose: words, n, any (with whatever effect), people (of any)."""
    visit = t.SessionFact
    select = dosed(
        view,
        label(column, view).label("words"),
        sa.func.count().label("n"),
        count(visit.effects > 0).label("any"),
        sa.func.count(sa.distinct(visit.patient_id)).filter(visit.effects > 0).label("people"),
    )
    return _rows(session, select.group_by("words"))


def by_column(session: Session, view: View, column: Column) -> Rows:
    """Sessions with each effect by number or dose: term, words, n, people."""
    effect = t.EffectFact
    select = effects(
        view,
        Per.SESSIONS,
        effect.term,
        label(column, view).label("words"),
        sa.func.count(sa.distinct(effect.session_id)).label("n"),
        sa.func.count(sa.distinct(effect.patient_id)).label("people"),
    )
    return _rows(session, select.group_by(effect.term, "words"))


def minutes(session: Session, view: View, column: str) -> Rows:
    """How often each onset_min or lasted_min was met, by effect: term, minutes (or None), n."""
    effect = t.EffectFact
    value = getattr(effect, column)
    select = effects(
        view, Per.SESSIONS, effect.term, value.label("minutes"), sa.func.count().label("n")
    )
    return _rows(session, select.group_by(effect.term, value))


def sessions_each(session: Session, view: View) -> Rows:
    """How many patients had so many sessions: sessions, n."""
    each = dosed(view, sa.func.count().label("sessions"))
    had = each.group_by(t.SessionFact.patient_id).subquery()
    select = sa.select(had.c.sessions, sa.func.count().label("n"))
    return _rows(session, select.group_by(had.c.sessions))


def medicines(session: Session, view: View) -> Rows:
    """Medicines given in sessions: against, worked (or None), n, people."""
    given = t.MedicineGiven
    people = sa.func.count(sa.distinct(t.SessionFact.patient_id)).label("people")
    select = (
        dosed(view, given.against, given.worked, sa.func.count().label("n"), people)
        .join(given, given.session_id == t.SessionFact.session_id)
        .where(stands(given))
    )
    return _rows(session, select.group_by(given.against, given.worked))


def _rows(session: Session, select: sa.Select[Any]) -> Rows:
    return [dict(row._mapping) for row in session.execute(select)]
