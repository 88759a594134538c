"""Who stands in a stage, by the day on which it was to be over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import newest, stands
from data.queries.engines import clinic_date, date_plus
from data.reference.stages import stages
from data.tables.base import Key
from data.tables.vocabulary import ItemStatus, Route, Stage

Rows = list[dict[str, Any]]
Cursor = tuple[int, date, UUID]
"""Calm, due_on and patient_id of the last row of a screen."""

NEVER = date(9000, 1, 1)
"""The sort key of a stage that nothing is expected of."""


@dataclass(frozen=True)
class Filters:
    """Which rows. `over` leaves those whose stage was to be over before today."""

    stages: tuple[Stage, ...]
    site_id: int | None = None
    practitioner_id: UUID | None = None
    over: bool = False
    route: Route | None = None


@dataclass(frozen=True)
class Counts:
    """People by stage, and those of them who are over the expected days."""

    people: Mapping[Stage, int]
    over: Mapping[Stage, int]


def rows(
    session: Session,
    filters: Filters,
    today: date,
    *,
    after: Cursor | None,
    limit: int,
    clinical: bool,
) -> Rows:
    """At most `limit` people after this one, the oldest obligation first; for those who see the
    chart whoever waits for a risk assessment before all others (calm 0).

    Who stands in a stage without an expected number of days is not late and comes last.
    """
    fact, person = t.PatientFact, t.Patient
    due, revisit = due_on(session)
    calm = sa.case((_waits(), 0), else_=1) if clinical else sa.literal(1)
    select = (
        sa.select(
            fact.patient_id,
            fact.episode_id,
            person.family,
            person.given,
            person.preferred_name,
            person.mrn,
            person.phone,
            person.birth_date,
            person.sex_clinical,
            fact.stage,
            fact.stage_since,
            fact.route,
            fact.next_session_at,
            t.Member.name.label("practitioner"),
            revisit.label("revisit_on"),
            due.label("due_on"),
            calm.label("calm"),
        )
        .select_from(standing())
        .join(person, person.id == fact.patient_id)
        .outerjoin(t.Member, t.Member.id == fact.practitioner_id)
        .where(*where(filters))
    )
    found = select.subquery()
    keys = (found.c.calm, found.c.due_on, found.c.patient_id)
    ordered = sa.select(found).order_by(*keys).limit(limit)
    if filters.over:
        ordered = ordered.where(found.c.due_on < today)
    if after is not None:
        types: tuple[Any, ...] = (sa.Integer, sa.Date, Key)
        values: list[Any] = [
            sa.literal(value, kind) for value, kind in zip(after, types, strict=True)
        ]
        ordered = ordered.where(sa.tuple_(*keys) > sa.tuple_(*values))
    return [dict(row._mapping) for row in session.execute(ordered)]


def counts(session: Session, filters: Filters, today: date) -> Counts:
    """How many stand in each stage that does not end an episode, whichever the filter names."""
    due, _ = due_on(session)
    still = tuple(row.stage for row in stages().rows.values() if not row.closes)
    found = (
        sa.select(t.PatientFact.stage, due.label("due_on"))
        .select_from(standing())
        .where(*where(replace(filters, stages=still)))
        .subquery()
    )
    late = sa.func.sum(sa.case((found.c.due_on < today, 1), else_=0))
    select = sa.select(found.c.stage, sa.func.count(), late).group_by(found.c.stage)
    counted = list(session.execute(select))
    return Counts(
        people={Stage(stage): n for stage, n, _ in counted},
        over={Stage(stage): int(over) for stage, _, over in counted},
    )


def last_contacts(session: Session, episode_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The newest attempt to reach each: result, kind, at."""
    tried = t.Outreach
    return _newest(session, tried, [tried.kind, tried.result], episode_ids)


def last_steps(session: Session, episode_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The newest step of each: event, at."""
    return _newest(session, t.StageEvent, [t.StageEvent.event], episode_ids)


def drafts(session: Session, episode_ids: Sequence[UUID]) -> dict[UUID, Rows]:
    """The sections of each screening as far as they are filled in."""
    draft, found = t.Draft, dict[UUID, Rows]()
    select = sa.select(
        draft.episode_id, draft.section, draft.answers, draft.handed_over_at, draft.updated_at
    ).where(draft.episode_id.in_(episode_ids))
    for row in session.execute(select):
        found.setdefault(row.episode_id, []).append(dict(row._mapping))
    return found


def scores(
    session: Session, patient_ids: Sequence[UUID], instruments: Sequence[str]
) -> dict[UUID, Rows]:
    """The newest questionnaire of each instrument, by person: instrument, happened_at, total,
    severity, item9, complete."""
    score, person, found = t.Assessment, t.Patient, dict[UUID, Rows]()
    whose = sa.func.coalesce(person.merged_into, person.id, type_=Key)
    place = sa.func.row_number().over(
        partition_by=(whose, score.instrument),
        order_by=(score.happened_at.desc(), score.id.desc()),
    )
    told = (score.instrument, score.happened_at, score.total, score.severity, score.item9)
    each = (
        sa.select(whose.label("whose"), *told, score.complete, place.label("place"))
        .join(person, person.id == score.patient_id)
        .where(
            sa.or_(person.id.in_(patient_ids), person.merged_into.in_(patient_ids)),
            score.instrument.in_(instruments),
            stands(score),
        )
        .subquery()
    )
    for row in session.execute(sa.select(each).where(each.c.place == 1)):
        found.setdefault(row.whose, []).append(dict(row._mapping))
    return found


def _newest(
    session: Session, entry: Any, columns: list[Any], episode_ids: Sequence[UUID]
) -> dict[UUID, dict[str, Any]]:
    place = sa.func.row_number().over(
        partition_by=entry.episode_id, order_by=(entry.happened_at.desc(), entry.id.desc())
    )
    each = (
        sa.select(entry.episode_id, *columns, entry.happened_at.label("at"), place.label("place"))
        .where(entry.episode_id.in_(episode_ids), stands(entry))
        .subquery()
    )
    found = session.execute(sa.select(each).where(each.c.place == 1))
    return {row.episode_id: dict(row._mapping) for row in found}


def standing() -> Any:
    """Patients with where they stand, and their site, to select from."""
    return sa.join(t.PatientFact, t.Site, t.Site.id == t.PatientFact.site_id)


def where(filters: Filters) -> list[Any]:
    """A filter without `over`, as conditions on `standing`."""
    fact = t.PatientFact
    wanted = [fact.stage.in_(filters.stages)]
    if filters.site_id is not None:
        wanted.append(fact.site_id == filters.site_id)
    if filters.practitioner_id is not None:
        wanted.append(fact.practitioner_id == filters.practitioner_id)
    if filters.route is not None:
        wanted.append(fact.route == filters.route)
    return wanted


def _waits() -> Any:
    """Whether something that speaks of acute risk waits for the patient."""
    item = t.WorkItem
    return sa.exists(
        sa.select(item.id).where(
            item.patient_id == t.PatientFact.patient_id,
            item.status == ItemStatus.OPEN,
            item.priority == 1,
        )
    )


def due_on(session: Session) -> tuple[Any, Any]:
    """The last day of the expected time in a stage, or a deferral's revisit date; and that date.

    Far ahead where a stage has no expected time, so that a page can begin after any row.
    """
    fact, decision, screening = t.PatientFact, t.Decision, t.Screening
    # Named, for SQLAlchemy correlates by itself with the next query around only.
    mine = sa.select(screening.id).where(screening.episode_id == fact.episode_id).correlate(fact)
    revisit = newest(decision, decision.revisit_on, decision.screening_id.in_(mine))
    since = clinic_date(session, fact.stage_since, t.Site.tz)
    days = sa.case(
        {
            row.stage.value: row.expected_days
            for row in stages().rows.values()
            if row.expected_days is not None
        },
        value=sa.cast(fact.stage, sa.String),
    )
    deferred = sa.case((fact.stage == Stage.DEFERRED, revisit))
    # The clinic's date is asked only where something is expected: SQLite takes long over it.
    expected = sa.case((days.is_not(None), date_plus(session, since, days)))
    due = sa.func.coalesce(deferred, expected, NEVER, type_=sa.Date)
    return due, deferred
