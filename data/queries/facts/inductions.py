"""The doses of an episode in short, and how its induction went."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands
from data.queries.engines import date_plus
from data.reference.protocols import Phase, protocols
from data.tables.vocabulary import Stage


def doses(session: Session, patient_id: UUID | None) -> sa.Select[Any]:
    """One row a dosed episode: first and last dose, and of induction what was planned and given.

    Doses count towards induction until as many are given as planned, or its stage is left.
    """
    given = _numbered(patient_id)
    counts = sa.and_(
        given.c.n <= given.c.planned,
        sa.or_(given.c.left_at.is_(None), given.c.at <= given.c.left_at),
    )
    closes = date_plus(session, given.c.first_on, given.c.window_days)
    full = sa.func.max(sa.case((sa.and_(counts, given.c.n == given.c.planned), given.c.at)))
    return sa.select(
        given.c.episode_id,
        sa.func.min(given.c.at).label("first_dose_at"),
        sa.func.max(given.c.at).label("last_dose_at"),
        sa.func.min(given.c.local_date).label("first_dose_on"),
        sa.func.max(given.c.local_date).label("last_dose_on"),
        sa.func.count().label("doses"),
        sa.func.max(given.c.planned).label("induction_planned"),
        sa.func.sum(sa.case((counts, 1), else_=0)).label("induction_given"),
        sa.func.max(sa.case((counts, given.c.at))).label("induction_last_at"),
        sa.func.max(sa.case((counts, given.c.local_date))).label("induction_last_on"),
        sa.func.coalesce(full, sa.func.max(given.c.left_at)).label("induction_over_at"),
        sa.func.max(closes).label("window_closes_on"),
        sa.func.sum(sa.case((sa.and_(counts, given.c.local_date <= closes), 1), else_=0)).label(
            "induction_in_window"
        ),
    ).group_by(given.c.episode_id)


def _numbered(patient_id: UUID | None) -> Any:
    """Sessions with a dose, numbered within their episode, beside what its induction plans."""
    visit, dose, episode, event = t.DosingSession, t.Administration, t.Episode, t.StageEvent
    left = (
        sa.select(event.episode_id, sa.func.min(event.happened_at).label("at"))
        .where(
            event.from_stage == Stage.INDUCTION, event.to_stage != Stage.INDUCTION, stands(event)
        )
        .group_by(event.episode_id)
    )
    given = (
        sa.select(
            visit.episode_id, visit.id, visit.local_date, sa.func.min(dose.happened_at).label("at")
        )
        .join(dose, dose.session_id == visit.id)
        .where(stands(dose))
        .group_by(visit.episode_id, visit.id, visit.local_date)
    )
    if patient_id is not None:
        mine = sa.select(episode.id).where(episode.patient_id == patient_id)
        left = left.where(event.episode_id.in_(mine))
        given = given.where(visit.patient_id == patient_id)
    lefts, each = left.subquery(), given.subquery()
    own = each.c.episode_id
    return (
        sa.select(
            own,
            each.c.local_date,
            each.c["at"],
            lefts.c["at"].label("left_at"),
            _of_induction(episode, "count").label("planned"),
            _of_induction(episode, "window_days").label("window_days"),
            sa.func.min(each.c.local_date).over(partition_by=own).label("first_on"),
            sa.func.row_number()
            .over(partition_by=own, order_by=(each.c["at"], each.c.id))
            .label("n"),
        )
        .select_from(each)
        .join(episode, episode.id == own)
        .outerjoin(lefts, lefts.c.episode_id == own)
        .subquery()
    )


def _of_induction(episode: Any, part: str) -> Any:
    """What the episode's protocol says of its induction; null where it has no protocol."""
    inductions: dict[str, Phase] = {name: each.phases[0] for name, each in protocols().items()}
    return sa.case(
        *(
            (episode.protocol_id == name, sa.literal(getattr(phase, part)))
            for name, phase in inductions.items()
        )
    )
