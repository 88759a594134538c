"""One row an episode: its stage, its doses, its scores, and what it is counted by."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import newest, over
from data.queries.engines import clinic_date, days_before, whole_years
from data.queries.facts.inductions import doses
from data.queries.facts.scored import phq9
from data.queries.whose import practitioner
from data.reference.definitions import definitions
from data.reference.treatments import treatments
from data.tables.vocabulary import CareKind, Stage


def episodes(session: Session, patient_id: UUID | None) -> sa.Select[Any]:
    """One row an episode."""
    given = doses(session, patient_id).subquery()
    episode, score, site = t.Episode, t.Assessment, t.Site
    until = sa.or_(episode.closed_at.is_(None), score.happened_at <= episode.closed_at)
    own = (phq9(episode.patient_id), until)
    most = definitions().baseline_max_age_days
    before = (
        *own,
        score.happened_at < given.c.first_dose_at,
        score.happened_at >= days_before(session, given.c.first_dose_at, most),
        ~_dosed_between(episode, score, given),
    )
    since = (*own, score.happened_at >= given.c.first_dose_at)
    within = (*own, score.happened_at >= days_before(session, episode.opened_at, most))
    stage = newest(t.StageEvent, t.StageEvent.to_stage, t.StageEvent.episode_id == episode.id)

    def on(instant: Any) -> Any:
        return clinic_date(session, instant, site.tz)

    select = (
        sa.select(
            episode.id.label("episode_id"),
            episode.patient_id,
            stage.label("stage"),
            newest(
                t.StageEvent, t.StageEvent.happened_at, t.StageEvent.episode_id == episode.id
            ).label("stage_since"),
            *(
                given.c[name]
                for name in (
                    *("first_dose_at", "last_dose_at", "first_dose_on", "last_dose_on"),
                    *("induction_planned", "induction_last_at", "induction_last_on"),
                    "window_closes_on",
                )
            ),
            *(
                sa.func.coalesce(given.c[name], 0).label(name)
                for name in ("doses", "induction_given", "induction_in_window")
            ),
            on(given.c.induction_over_at).label("induction_over_on"),
            newest(score, score.total, *before).label("baseline"),
            newest(score, score.happened_at, *before).label("baseline_at"),
            over(score, sa.func.min(score.total), *since).label("best"),
            newest(score, score.total, *within).label("last"),
            newest(score, score.happened_at, *within).label("last_at"),
            episode.site_id,
            episode.route,
            practitioner(episode, given.c.first_dose_at).label("practitioner_id"),
            on(episode.opened_at).label("inquiry_on"),
            on(_entered(episode, Stage.SCREENING)).label("screening_on"),
            on(_decided(episode)).label("decided_on"),
            on(_entered(episode, Stage.CONSENTED)).label("consented_on"),
            sa.func.coalesce(stage == Stage.DECLINED, sa.false()).label("declined"),
            whole_years(session, t.Patient.birth_date, given.c.first_dose_on).label("age"),
            _trials(episode).label("trials"),
            _plan_kept(episode, given).label("plan_kept"),
            on(
                over(
                    t.BenefitReview,
                    sa.func.min(t.BenefitReview.happened_at),
                    t.BenefitReview.episode_id == episode.id,
                )
            ).label("reviewed_on"),
        )
        .select_from(episode)
        .join(t.Patient, t.Patient.id == episode.patient_id)
        .join(site, site.id == episode.site_id)
        .outerjoin(given, given.c.episode_id == episode.id)
    )
    select = select.where(~episode.withdrawn)
    return select if patient_id is None else select.where(episode.patient_id == patient_id)


def _entered(episode: Any, stage: Stage) -> Any:
    event = t.StageEvent
    return over(
        event,
        sa.func.min(event.happened_at),
        event.episode_id == episode.id,
        event.to_stage == stage,
    )


def _decided(episode: Any) -> Any:
    decision, screening = t.Decision, t.Screening
    mine = sa.select(screening.id).where(screening.episode_id == episode.id)
    return over(
        decision,
        sa.func.min(decision.happened_at),
        decision.screening_id.in_(mine.correlate(episode)),
    )


def _trials(episode: Any) -> Any:
    """Failed adequate trials of medicines; null where no trial of any kind was recorded."""
    trial, cuts = t.TreatmentTrial, treatments().adequate
    failed = sa.and_(
        trial.kind == "drug",
        trial.weeks_adequate >= cuts.weeks.value,
        trial.percent_improved < cuts.response_percent.value,
    )
    counted = sa.case((sa.func.count() > 0, sa.func.count().filter(failed)))
    return over(trial, counted, trial.patient_id == episode.patient_id)


def _plan_kept(episode: Any, given: Any) -> Any:
    """All parts kept up at the end of induction; one part dropped is enough to say no."""
    care, until = t.ConcurrentCare, given.c.induction_over_at
    kept = [
        newest(
            care,
            care.kept,
            care.patient_id == episode.patient_id,
            care.kind == kind,
            sa.or_(until.is_(None), care.happened_at <= until),
        )
        for kind in CareKind
    ]
    return sa.and_(*(sa.type_coerce(each, sa.Boolean) for each in kept))


def _dosed_between(episode: Any, score: Any, given: Any) -> Any:
    """Whether another episode gave a dose in between: a score under treatment is no baseline."""
    dose, visit = aliased(t.Administration), aliased(t.DosingSession)
    return sa.exists(
        sa.select(sa.literal(1))
        .select_from(visit)
        .join(dose, dose.session_id == visit.id)
        .where(
            visit.patient_id == episode.patient_id,
            visit.episode_id != episode.id,
            dose.happened_at >= score.happened_at,
            dose.happened_at < given.c.first_dose_at,
        )
        # Two levels up, where nothing is correlated by itself.
        .correlate(episode, score, given)
    )
