"""The people, sessions and events behind a number of the page of side effects."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands
from data.queries.insight import view as views
from data.queries.insight.effects import Per, band, dosed, effects
from data.queries.insight.outcomes import Rows, count
from data.queries.insight.view import View


def patients(session: Session, view: View, term: str | None, grade: int | None, most: int) -> Rows:
    """Patients with an effect (None: any), of one band of its worst grade: times, worst, dates."""
    effect, person = t.EffectFact, t.Patient
    worst = sa.func.max(effect.grade)
    select = (
        effects(
            view,
            Per.PATIENTS,
            *_names(),
            sa.func.count().label("times"),
            worst.label("worst"),
            sa.func.min(effect.local_date).label("first"),
            sa.func.max(effect.local_date).label("last"),
        )
        .join(person, person.id == effect.patient_id)
        .group_by(*_names())
        .order_by(worst.desc().nulls_last(), person.family, person.given, person.id)
    )
    select = select if term is None else select.where(effect.term == term)
    select = select if grade is None else select.having(band(worst) == grade)
    return _rows(session, select.limit(most))


def without(session: Session, view: View, most: int) -> Rows:
    """Patients with a dose and no effect at all: sessions, first, last."""
    visit, person = t.SessionFact, t.Patient
    had = effects(view, Per.PATIENTS, t.EffectFact.patient_id)
    select = (
        dosed(
            view,
            *_names(),
            sa.func.count().label("sessions"),
            sa.func.min(visit.local_date).label("first"),
            sa.func.max(visit.local_date).label("last"),
        )
        .join(person, person.id == visit.patient_id)
        .where(visit.patient_id.not_in(had))
        .group_by(*_names())
        .order_by(person.family, person.given, person.id)
    )
    return _rows(session, select.limit(most))


def with_term(view: View, term: str | None, grade: int | None = None) -> Any:
    """Sessions with this effect (None: any), of one band of its worst grade."""
    effect = t.EffectFact
    select = effects(view, Per.SESSIONS, effect.session_id).group_by(effect.session_id)
    select = select if term is None else select.where(effect.term == term)
    worst = sa.func.max(effect.grade)
    select = select if grade is None else select.having(band(worst) == grade)
    return t.SessionFact.session_id.in_(select)


def counted(session: Session, view: View, *where: Any) -> int:
    """How many sessions with a dose fit."""
    return int(session.execute(dosed(view, sa.func.count()).where(*where)).scalar_one())


def sessions(session: Session, view: View, most: int, *where: Any) -> Rows:
    """The sessions that fit, the newest first: their dose, effects and readings."""
    visit, person = t.SessionFact, t.Patient
    select = (
        dosed(
            view,
            *_names(),
            *(getattr(visit, name) for name in SESSION),
        )
        .join(person, person.id == visit.patient_id)
        .where(*where)
        .order_by(visit.local_date.desc(), visit.session_id)
    )
    return _rows(session, select.limit(most))


SESSION = (
    *("local_date", "number", "drug", "mg", "mg_per_kg", "effects", "worst_grade"),
    *("pre_sbp", "peak_sbp", "peak_rise", "pre_dbp", "peak_dbp", "peak_rise_dbp"),
)


def given(session: Session, view: View, against: str, most: int) -> Rows:
    """Medicines given against one effect: name, dose, worked."""
    medicine, visit, person = t.MedicineGiven, t.SessionFact, t.Patient
    select = (
        dosed(view, *_names(), visit.local_date, visit.number, medicine.name, medicine.dose)
        .add_columns(medicine.worked)
        .join(medicine, medicine.session_id == visit.session_id)
        .join(person, person.id == visit.patient_id)
        .where(stands(medicine), medicine.against == against)
        .order_by(visit.local_date.desc(), medicine.id)
    )
    return _rows(session, select.limit(most))


def timed(session: Session, view: View, term: str, most: int) -> Rows:
    """Effects of sessions of one kind: onset_min, lasted_min, grade."""
    effect, visit, person = t.EffectFact, t.SessionFact, t.Patient
    select = (
        effects(view, Per.SESSIONS, *_names(), effect.local_date, visit.number, effect.grade)
        .add_columns(effect.onset_min, effect.lasted_min)
        .join(person, person.id == effect.patient_id)
        .where(effect.term == term)
        .order_by(effect.local_date.desc(), effect.side_effect_id)
    )
    return _rows(session, select.limit(most))


def serious(session: Session, view: View, most: int) -> Rows:
    """Serious events of the span, the newest first, also those that follow no dose."""
    fact, event, person, visit = t.EffectFact, t.SideEffect, t.Patient, t.SessionFact
    select = (
        _serious(view, fact.side_effect_id, *_names(), fact.local_date, fact.term, fact.grade)
        .add_columns(event.text, event.criteria, event.happened_at, event.reported_at)
        .add_columns(visit.number, visit.drug, visit.mg, visit.mg_per_kg)
        .join(person, person.id == fact.patient_id)
        .outerjoin(visit, visit.session_id == fact.session_id)
        .order_by(event.happened_at.desc(), fact.side_effect_id)
    )
    return _rows(session, select.limit(most))


def serious_counts(session: Session, view: View) -> Rows:
    """Serious events by why they are: criteria, reported, open."""
    event = t.SideEffect
    select = _serious(
        view,
        event.criteria,
        count(event.reported_at.is_not(None)).label("reported"),
        count(event.reported_at.is_(None)).label("open"),
    )
    return _rows(session, select.group_by(event.criteria))


def _serious(view: View, *columns: Any) -> sa.Select[Any]:
    fact, event = t.EffectFact, t.SideEffect
    return (
        sa.select(*columns)
        .select_from(fact)
        .join(event, event.id == fact.side_effect_id)
        .where(fact.serious, *views.effects(view))
    )


def _names() -> list[Any]:
    person = t.Patient
    return [person.id.label("patient_id"), person.family, person.given]


def _rows(session: Session, select: sa.Select[Any]) -> Rows:
    return [dict(row._mapping) for row in session.execute(select)]
