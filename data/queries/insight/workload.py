"""Who has how many courses, who waits for a booking, and what is booked ahead."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.caseload import ACTIVE
from data.queries.columns import t
from data.queries.current import newest, stands
from data.queries.engines import clinic_date, date_plus, days_between
from data.queries.insight.middle import middle
from data.queries.insight.outcomes import Rows, count
from data.queries.insight.view import View
from data.queries.whose import practitioner
from data.reference.protocols import protocols
from data.tables.vocabulary import AppointmentStatus, Stage

READY = (Stage.ELIGIBLE, Stage.CONSENTED)
IN_TREATMENT = (Stage.INDUCTION, Stage.CONTINUATION, Stage.MAINTENANCE)


def caseload(session: Session, view: View, at: datetime) -> Rows:
    """Active courses at an instant by who had them then: practitioner_id, n."""
    each = (
        sa.select(practitioner(t.Episode, at).label("practitioner_id"))
        .where(active(at), *had(view, at))
        .select_from(t.Episode)
        .subquery()
    )
    select = sa.select(each.c.practitioner_id, sa.func.count().label("n")).group_by(
        each.c.practitioner_id
    )
    return [dict(row._mapping) for row in session.execute(select)]


def active(at: datetime) -> Any:
    """Whether an episode stood in an active stage at an instant."""
    episode, event = t.Episode, t.StageEvent
    stage = newest(event, event.to_stage, event.episode_id == episode.id, event.happened_at <= at)
    return sa.func.coalesce(stage.in_(ACTIVE), sa.false())


def had(view: View, at: datetime) -> list[Any]:
    """The filter of a view on episodes, with the practitioner who had them at an instant."""
    whose = None if view.practitioner_id is None else practitioner(t.Episode, at)
    return of(t.Episode, view, practitioner=whose)


def unbooked(view: View, today: date) -> list[Any]:
    """Courses eligible or consented, with no booking from today on."""
    fact = t.EpisodeFact
    return [fact.stage.in_(READY), nothing_ahead(today), *of(fact, view)]


def backlog(session: Session, view: View, today: date) -> tuple[int, float | None]:
    """How many wait for a first booking, and the median days since their stage began."""
    fact = t.EpisodeFact
    since = clinic_date(session, fact.stage_since, t.Site.tz)
    days = days_between(session, since, sa.literal(today, sa.Date))
    source = sa.join(fact, t.Site, t.Site.id == fact.site_id)
    rows = middle(session, days, sa.literal(0), source, unbooked(view, today))
    return (rows[0]["n"], rows[0]["median"]) if rows else (0, None)


def due(session: Session, view: View, today: date) -> dict[str, int]:
    """In treatment, not on hold, nothing booked: n due, and of them overdue."""
    fact = t.EpisodeFact
    select = (
        sa.select(sa.func.count().label("n"), count(overdue(session, today)).label("overdue"))
        .select_from(fact)
        .join(t.Episode, t.Episode.id == fact.episode_id)
        .where(*is_due(session, view, today))
    )
    return dict(session.execute(select).one()._mapping)


def is_due(session: Session, view: View, today: date) -> list[Any]:
    """Conditions over EpisodeFact joined with Episode."""
    fact, hold = t.EpisodeFact, t.Hold
    held = sa.exists(
        sa.select(sa.literal(1)).where(
            hold.episode_id == fact.episode_id, hold.ended_at.is_(None), stands(hold)
        )
    )
    from_day = date_plus(session, fact.last_dose_on, _gap("min_gap_days"))
    return [
        fact.stage.in_(IN_TREATMENT),
        fact.last_dose_on.is_not(None),
        from_day <= today,
        ~held,
        nothing_ahead(today),
        *of(fact, view),
    ]


def overdue(session: Session, today: date) -> Any:
    """The last day of the usual gap has passed."""
    return date_plus(session, t.EpisodeFact.last_dose_on, _gap("max_gap_days")) < today


def booked_ahead(session: Session, chairs: Sequence[UUID], since: date, until: date) -> Rows:
    """What is booked on chairs: chair_id, local_date, start, end in minutes of the clock."""
    visit = t.VisitFact
    select = sa.select(
        visit.chair_id,
        visit.local_date,
        visit.start_min.label("start"),
        (visit.start_min + visit.planned_min).label("end"),
    ).where(
        visit.chair_id.in_(chairs),
        visit.local_date.between(since, until),
        visit.status.in_((AppointmentStatus.BOOKED, AppointmentStatus.ATTENDED)),
    )
    return [dict(row._mapping) for row in session.execute(select)]


def nothing_ahead(today: date) -> Any:
    visit = t.VisitFact
    return ~sa.exists(
        sa.select(sa.literal(1)).where(
            visit.episode_id == t.EpisodeFact.episode_id,
            visit.status == AppointmentStatus.BOOKED,
            visit.local_date >= today,
        )
    )


def _gap(name: str) -> Any:
    """Days of the usual cadence of the phase of the next dose; null without a protocol."""
    fact, episode = t.EpisodeFact, t.Episode
    rules = []
    for protocol in protocols().values():
        passed = 0
        for phase in protocol.phases:
            passed += phase.count or 0
            days = sa.literal(getattr(phase.usual, name))
            mine = episode.protocol_id == protocol.id
            last = phase.count is None or phase is protocol.phases[-1]
            rules.append((mine if last else sa.and_(mine, fact.doses < passed), days))
    return sa.case(*rules)


def of(table: Any, view: View, *, practitioner: Any = None) -> list[Any]:
    """The filter of a view without its dates."""
    wanted = [
        (table.route, view.route),
        (table.site_id, view.site_id),
        (
            table.practitioner_id if practitioner is None else practitioner,
            view.practitioner_id,
        ),
    ]
    return [column == value for column, value in wanted if value is not None]
