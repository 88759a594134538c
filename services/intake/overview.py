"""One person on the way in: where they stand, how they came, what was decided and signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from data.queries import decisions as decision_queries
from data.queries import intake as queries
from data.queries import papers as paper_queries
from data.queries import patient as patient_queries
from data.queries import prior as prior_queries
from data.queries.prior import Rows
from data.tables.base import now
from data.tables.vocabulary import Route, Stage
from services.access import Action, User, can
from services.acting import acting
from services.intake import filled, papers
from services.intake.filled import Filled
from services.intake.papers import Cover, covers
from services.patients import find
from services.refusals import NotFound
from services.stages import moving

TRIALS, MEDICINES = "why_now", "medicines"
"""The sections of the form in which they are entered."""


@dataclass(frozen=True)
class Overview:
    """What intake shows of one episode. Decisions are for those who see the chart; of what was
    tried and is taken the front desk sees its own entries, until that section is handed over.
    """

    patient_id: UUID
    episode_id: UUID
    stage: Stage
    since: datetime
    route: Route | None
    referral: dict[str, Any] | None
    consents: Sequence[dict[str, Any]]
    covers: tuple[Cover, ...]
    sections: tuple[Filled, ...]
    decisions: Sequence[dict[str, Any]]
    trials: Sequence[dict[str, Any]]
    medicines: Sequence[dict[str, Any]]
    lacking: tuple[str, ...]
    """What else the consent waits for, in sentences; empty in another stage."""
    sex: str | None
    """For clinical use, as the record has it; some questions are not asked of everybody."""

    @property
    def answers(self) -> dict[str, Any]:
        """By which it is decided what is asked."""
        return {"sex": self.sex, **filled.merged(self.sections)}


def show(user: User | None, patient_id: UUID, zone: ZoneInfo) -> Overview:
    """Of the newest episode, an open one before closed ones; raises NotFound."""
    clinical = can(user, Action.VIEW_CLINICAL)
    today = now().astimezone(zone).date()
    with acting(user, Action.VIEW_PATIENT, patient_id) as session:
        person = find(session, patient_id)
        people = patient_queries.person_patients(session, patient_id)
        episodes = patient_queries.episodes(session, people)
        if not episodes:
            raise NotFound(
                "This patient has no course of treatment and no inquiry. Add an inquiry first."
            )
        episode_id: UUID = episodes[0]["id"]
        here = moving.stand(session, episode_id, lock=False)
        sections = filled.read(session, episode_id, clinical=clinical)
        hidden = {each.section.id for each in sections if each.hidden}

        def mine(section: str, rows: Rows) -> Rows:
            own = [row for row in rows if user and row["recorded_by"] == user.id]
            return rows if clinical else [] if section in hidden else own

        return Overview(
            patient_id=here.episode.patient_id,
            episode_id=episode_id,
            stage=here.stage,
            since=here.since,
            route=filled.route_of(here.stage, here.episode.route),
            referral=queries.referral(session, episode_id),
            consents=paper_queries.consents(session, episode_id),
            covers=covers(session, episode_id, today),
            sections=sections,
            decisions=decision_queries.of_episode(session, episode_id) if clinical else (),
            trials=mine(TRIALS, prior_queries.trials(session, people)),
            medicines=mine(MEDICINES, prior_queries.medicines(session, people)),
            lacking=papers.lacking(session, here, zone),
            sex=person.sex_clinical.value if person.sex_clinical else None,
        )
