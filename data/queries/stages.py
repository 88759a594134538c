"""What a step between stages asks of the record."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import newest, stands
from data.tables import Episode, StageEvent
from data.tables.vocabulary import (
    AppointmentStatus,
    ConsentKind,
    Disposition,
    Reached,
    Route,
    Stage,
    Verdict,
)


@dataclass(frozen=True)
class Held:
    """What the record holds of one episode."""

    route: Route | None
    consents: frozenset[ConsentKind]
    """In force on the day that was asked about."""
    authorised: bool
    booked: bool
    """Something is booked that was neither held nor cancelled."""
    dosed: bool
    decided: Disposition | None
    """What was last decided since it came into its stage."""
    reviewed: Verdict | None
    """The last benefit review since it came into its stage."""
    at_risk: bool
    """Acute risk was answered, in the last screening or since, and nobody assessed it."""
    attempts: int
    """Days with an attempt to reach the patient, since the last contact, visit and step."""
    stage: Stage
    silent_days: int
    """Since the last visit, word or step."""
    planned: bool = False
    """Expectations and the plan besides ketamine are documented."""


def episode(session: Session, episode_id: UUID, *, lock: bool) -> Episode | None:
    """The episode; locked, nobody else moves it until this transaction ends."""
    select = sa.select(Episode).where(t.Episode.id == episode_id, ~t.Episode.withdrawn)
    found: Episode | None = session.execute(
        select.with_for_update() if lock else select
    ).scalar_one_or_none()
    return found


def steps(session: Session, episode_id: UUID) -> list[StageEvent]:
    """Steps that stand, newest first."""
    event = t.StageEvent
    return list(
        session.execute(
            sa.select(StageEvent)
            .where(event.episode_id == episode_id, stands(event))
            .order_by(event.happened_at.desc(), event.id.desc())
        ).scalars()
    )


def held(
    session: Session,
    episode: Episode,
    stage: Stage,
    since: datetime,
    today: date,
    zone: ZoneInfo,
    *,
    acute: bool,
) -> Held:
    """What there is; `since` is when it came into its stage, `today` a day of the clinic, `acute`
    whether acute risk waits to be assessed."""
    consent, granted, booking = t.Consent, t.Authorisation, t.Appointment
    visit, dose = t.DosingSession, t.Administration

    def covers(paper: Any) -> tuple[Any, ...]:
        return (
            paper.episode_id == episode.id,
            stands(paper),
            paper.valid_from <= today,
            sa.or_(paper.valid_to.is_(None), paper.valid_to >= today),
        )

    given = sa.select(dose.id).join(visit, visit.id == dose.session_id)
    row = session.execute(
        sa.select(
            sa.exists(sa.select(granted.id).where(*covers(granted))).label("authorised"),
            sa.exists(
                sa.select(booking.id).where(
                    booking.episode_id == episode.id,
                    booking.status == AppointmentStatus.BOOKED,
                    ~booking.withdrawn,
                )
            ).label("booked"),
            sa.exists(given.where(visit.episode_id == episode.id, stands(dose))).label("dosed"),
            _decided(episode.id, since).label("decided"),
            newest(
                t.BenefitReview,
                t.BenefitReview.verdict,
                t.BenefitReview.episode_id == episode.id,
                t.BenefitReview.happened_at >= since,
            ).label("reviewed"),
            sa.or_(sa.literal(acute), _screened_at_risk(episode)).label("at_risk"),
        )
    ).one()
    heard = _heard(session, episode.id, since)
    signed = session.execute(sa.select(consent.kind).where(*covers(consent))).scalars()
    return Held(
        route=episode.route,
        consents=frozenset(signed),
        stage=stage,
        attempts=_attempts(session, episode.id, heard, zone),
        silent_days=(today - heard.astimezone(zone).date()).days,
        **row._mapping,
    )


def _decided(episode_id: UUID, since: datetime) -> Any:
    decision, screening = t.Decision, t.Screening
    of_episode = sa.select(screening.id).where(screening.episode_id == episode_id)
    return newest(
        decision,
        decision.verdict,
        decision.screening_id.in_(of_episode),
        decision.happened_at >= since,
    )


def _screened_at_risk(episode: Episode) -> Any:
    """The last screening escalates, and nobody assessed the risk in this episode."""
    screening, assessed = t.Screening, t.RiskAssessment
    escalated = newest(screening, screening.escalate, screening.episode_id == episode.id)
    looked = sa.exists(
        sa.select(assessed.id).where(
            assessed.patient_id == episode.patient_id,
            stands(assessed),
            assessed.happened_at >= episode.opened_at,
        )
    )
    return sa.and_(sa.func.coalesce(escalated, sa.false()), sa.not_(looked))


def _heard(session: Session, episode_id: UUID, since: datetime) -> datetime:
    """The last time they were here or spoke with somebody, or came into the stage."""
    tried, visit = t.Outreach, t.DosingSession
    spoke = sa.select(sa.func.max(tried.happened_at)).where(
        tried.episode_id == episode_id, stands(tried), tried.result == Reached.SPOKE
    )
    came = sa.select(sa.func.max(visit.first_dose_at)).where(visit.episode_id == episode_id)
    times = [session.execute(each).scalar_one() for each in (spoke, came)]
    heard: datetime = max(time for time in (since, *times) if time is not None)
    return heard


def _attempts(session: Session, episode_id: UUID, heard: datetime, zone: ZoneInfo) -> int:
    """On how many days of the clinic somebody tried since then."""
    tried = t.Outreach
    select = sa.select(tried.happened_at).where(
        tried.episode_id == episode_id,
        stands(tried),
        tried.happened_at >= heard,
        tried.result != Reached.SPOKE,
    )
    return len({at.astimezone(zone).date() for at in session.execute(select).scalars()})
