"""The caseload: rows in an order, counts by stage, and the people it can be filtered by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.tables.vocabulary import Route, Stage

NOT_YET = (Stage.INQUIRY, Stage.REFERRED)
ACTIVE = (
    Stage.SCREENING,
    Stage.ELIGIBLE,
    Stage.REVIEW,
    Stage.CONSENTED,
    Stage.SCHEDULED,
    Stage.INDUCTION,
    Stage.CONTINUATION,
    Stage.MAINTENANCE,
)
ENDED = (Stage.DECLINED, Stage.COMPLETED, Stage.DISCONTINUED, Stage.LOST)


class Flag(StrEnum):
    """What a row can be filtered by besides its stage."""

    ITEM9 = "item9"
    RISING = "rising"
    ON_HOLD = "hold"
    NO_SCORE = "unscored"


class Order(StrEnum):
    """Orders of the caseload, each walked along an index."""

    ATTENTION = "attention"
    NAME = "name"
    SCORE = "score"
    STAGE = "stage"
    NEXT = "next"


@dataclass(frozen=True)
class Search:
    """What was typed, each way it can be meant; a row need fit only one.

    `names` are pairs of beginnings, one of the family and one of the given name, in either order;
    `mrns` are beginnings of an MRN.
    """

    names: tuple[tuple[str, str], ...] = ()
    mrns: tuple[str, ...] = ()
    phone_reversed: str | None = None
    birth_dates: tuple[date, ...] = ()


@dataclass(frozen=True)
class Filters:
    """Which rows. Without a stage, the active caseload; a search looks at everybody."""

    stages: tuple[Stage, ...] = ()
    practitioner_id: UUID | None = None
    route: Route | None = None
    site_id: int | None = None
    flags: tuple[Flag, ...] = ()
    not_yet: bool = False
    ended: bool = False
    search: Search | None = None


@dataclass(frozen=True)
class Counts:
    """People by stage (None: no episode) and by flag, under the other filters."""

    stages: Mapping[Stage | None, int] = field(default_factory=dict)
    flags: Mapping[Flag, int] = field(default_factory=dict)


def rows(
    session: Session,
    filters: Filters,
    order: Order,
    *,
    after: Sequence[Any] | None,
    limit: int,
    clinical: bool,
) -> list[dict[str, Any]]:
    """At most `limit` rows after the sort key `after`; each carries its own as "cursor".

    Scores are selected only for those who may see them (`clinical`).
    """
    fact, person = t.PatientFact, t.Patient
    keys = _keys(order)
    columns = [
        fact.patient_id,
        person.family,
        person.given,
        person.preferred_name,
        person.mrn,
        person.birth_date,
        person.phone,
        fact.stage,
        fact.stage_since,
        fact.on_hold,
        fact.hold_until,
        fact.route,
        fact.last_session_at,
        fact.next_session_at,
        t.Member.name.label("practitioner"),
        t.Site.name.label("site"),
    ]
    if clinical:
        columns += [
            fact.phq9_last,
            fact.phq9_at,
            fact.phq9_change,
            fact.item9_last,
            fact.item9_at,
            fact.item9_now,
            fact.asked_at,
            fact.spark,
            fact.rising,
        ]
    select = (
        sa.select(*columns, *(key.label(f"key_{n}") for n, key in enumerate(keys)))
        .select_from(fact)
        .join(person, person.id == fact.patient_id)
        .outerjoin(t.Member, t.Member.id == fact.practitioner_id)
        .outerjoin(t.Site, t.Site.id == fact.site_id)
        .where(*_where(filters, stages=True, flags=True))
        .order_by(*keys)
        .limit(limit)
    )
    if after is not None:
        bound = [sa.literal(value, key.type) for key, value in zip(keys, after, strict=True)]
        select = select.where(sa.tuple_(*keys) > sa.tuple_(*bound))
    found = [dict(row._mapping) for row in session.execute(select)]
    for row in found:
        row["cursor"] = tuple(row.pop(f"key_{n}") for n in range(len(keys)))
    return found


def counts(session: Session, filters: Filters, *, clinical: bool) -> Counts:
    """How many stand at each stage under all other filters, and how many bear each flag."""
    fact = t.PatientFact
    by_stage = (
        sa.select(fact.stage, sa.func.count().label("n"))
        .select_from(fact)
        .where(*_where(filters, stages=False, flags=True))
        .group_by(fact.stage)
    )
    shown = [flag for flag in Flag if clinical or flag is Flag.ON_HOLD]
    by_flag = (
        sa.select(*(sa.func.count().filter(_flag(flag)).label(flag.value) for flag in shown))
        .select_from(fact)
        .where(*_where(filters, stages=True, flags=False))
    )
    if filters.search is not None:
        by_stage = by_stage.join(t.Patient, t.Patient.id == fact.patient_id)
        by_flag = by_flag.join(t.Patient, t.Patient.id == fact.patient_id)
    bearing = session.execute(by_flag).one()._mapping
    return Counts(
        stages={row.stage: row.n for row in session.execute(by_stage)},
        flags={flag: bearing[flag.value] for flag in shown},
    )


def numbers(session: Session) -> list[dict[str, Any]]:
    """People by stage and route, for those who see no names: stage, route, n."""
    fact = t.PatientFact
    select = sa.select(fact.stage, fact.route, sa.func.count().label("n"))
    return [dict(row._mapping) for row in session.execute(select.group_by(fact.stage, fact.route))]


def practitioners(session: Session) -> dict[UUID, str]:
    """Those who have patients, by name."""
    having = sa.select(t.PatientFact.practitioner_id).distinct()
    select = sa.select(t.Member.id, t.Member.name).where(t.Member.id.in_(having))
    return {row.id: row.name for row in session.execute(select.order_by(t.Member.name))}


def sites(session: Session) -> dict[int, str]:
    """The clinic's sites."""
    return {
        row.id: row.name
        for row in session.execute(sa.select(t.Site).order_by(t.Site.name)).scalars()
    }


def _keys(order: Order) -> list[Any]:
    """Sort keys, all ascending and never null, the patient last so that every key is unique."""
    fact = t.PatientFact
    first = {
        Order.ATTENTION: [fact.attention, fact.scored_sort, fact.since_sort],
        Order.NAME: [fact.name_sort],
        Order.SCORE: [fact.score_sort],
        Order.STAGE: [fact.since_sort],
        Order.NEXT: [fact.next_sort],
    }[order]
    return [*first, fact.patient_id]


def _where(filters: Filters, *, stages: bool, flags: bool) -> list[Any]:
    fact = t.PatientFact
    where: list[Any] = []
    if filters.route:
        where.append(fact.route == filters.route)
    if filters.site_id is not None:
        where.append(fact.site_id == filters.site_id)
    if flags:
        where += [_flag(flag) for flag in filters.flags]
    if filters.search is not None:
        where += _typed(filters.search)
    elif filters.practitioner_id:
        where.append(fact.practitioner_id == filters.practitioner_id)
    if stages and (chosen := _stages(filters)) is not None:
        where.append(chosen)
    return where


def _stages(filters: Filters) -> Any:
    stage = t.PatientFact.stage
    chosen = list(filters.stages)
    chosen += NOT_YET if filters.not_yet else ()
    chosen += ENDED if filters.ended else ()
    if not chosen:
        return None if filters.search is not None else stage.in_(ACTIVE)
    within = stage.in_(chosen)
    return sa.or_(within, stage.is_(None)) if filters.not_yet else within


def _flag(flag: Flag) -> Any:
    fact = t.PatientFact
    return {
        Flag.ITEM9: fact.item9_last >= 1,
        Flag.RISING: fact.rising,
        Flag.ON_HOLD: fact.on_hold,
        Flag.NO_SCORE: fact.phq9_last.is_(None),
    }[flag]


def _typed(search: Search) -> list[Any]:
    person = t.Patient
    by = [
        sa.and_(_starts(person.search_family, family), _starts(person.search_given, given))
        for one, other in search.names
        for family, given in ((one, other), (other, one))
    ]
    by += [_starts(person.mrn, mrn) for mrn in search.mrns]
    if search.phone_reversed:
        by.append(_starts(person.phone_reversed, search.phone_reversed))
    if search.birth_dates:
        by.append(person.birth_date.in_(search.birth_dates))
    return [sa.or_(*by)] if by else [sa.false()]


def _starts(column: Any, prefix: str) -> Any:
    """A prefix as a range, so that the index serves it on both engines."""
    return sa.and_(column >= prefix, column < prefix + "\U0010ffff")
