"""An episode that stands at a stage, with or without what its next step needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from data.tables import (
    Authorisation,
    BenefitReview,
    Consent,
    Decision,
    Draft,
    Outreach,
    RiskAssessment,
    Screening,
    StageEvent,
)
from data.tables.base import new_key, now
from data.tables.vocabulary import (
    AppointmentStatus,
    ConsentKind,
    Contact,
    Disposition,
    Reached,
    RiskLevel,
    Route,
    Stage,
    Verdict,
)
from services.consents import NEEDED
from tests import clinic, made

SINCE = now() - timedelta(days=70)
TODAY = now().astimezone(clinic.ZONE).date()


@dataclass(frozen=True)
class Course:
    """A patient with one episode."""

    patient_id: UUID
    episode_id: UUID
    route: Route | None
    signer: UUID

    def consent(self, days: int = 90, kind: ConsentKind | None = None) -> None:
        kind = kind or NEEDED[self.route or Route.IV]
        until = TODAY + timedelta(days=days)
        begun = min(TODAY - timedelta(days=5), until)
        made.put(Consent(**self._of, kind=kind, valid_from=begun, valid_to=until))

    def authorise(self) -> None:
        made.put(Authorisation(**self._of, payer="Invented Health", valid_from=TODAY))

    def book(self, **columns: Any) -> UUID:
        at = now() + timedelta(days=3)
        return made.booking(self.patient_id, self.episode_id, at, **columns)

    def dose(self) -> None:
        visit = made.dosing(self.patient_id, self.episode_id, now() - timedelta(hours=3))
        made.sql(f"UPDATE appointment SET status = '{AppointmentStatus.ATTENDED.value}'")
        assert visit

    def decide(
        self,
        verdict: Disposition,
        answers: Mapping[str, Any] = MappingProxyType({}),
        override_text: str | None = None,
    ) -> None:
        screening = self.screen(answers=dict(answers))
        columns = {"verdict": verdict, "rules_verdict": verdict, "signed_by": self.signer}
        on = TODAY + timedelta(days=30)
        about = {"screening_id": screening, "revisit_on": on, "happened_at": now()}
        made.put(Decision(**columns, **about, override_text=override_text))

    def screen(self, *, escalate: bool = False, **more: Any) -> UUID:
        columns = {"policy_version": "1", "disposition": Disposition.REVIEW} | more
        told = Screening(id=new_key(), **self._of, **columns, escalate=escalate)
        return made.put(told).id

    def plan(self) -> None:
        """Expectations and what there is besides ketamine, in the form."""
        told = {"realistic_expectations": True, "comprehensive_plan": ["lifestyle", "follow-up"]}
        made.put(Draft(episode_id=self.episode_id, section="plan", answers=told))

    def review(self, verdict: Verdict) -> None:
        made.put(BenefitReview(**self._of, verdict=verdict, signed_by=self.signer))

    def assess(self) -> None:
        level = {"level": RiskLevel.LOW, "plan": "Called, safe tonight."}
        made.put(RiskAssessment(patient_id=self.patient_id, happened_at=now(), **level))

    def reach(self, result: Reached = Reached.NO_ANSWER, days_ago: int = 0) -> None:
        at = {"happened_at": now() - timedelta(days=days_ago)}
        made.put(Outreach(**self._of | at, kind=Contact.PHONE, result=result))

    @property
    def _of(self) -> dict[str, Any]:
        return {"episode_id": self.episode_id, "happened_at": now()}


def course(stage: Stage, route: Route | None = Route.NASAL, before: Stage | None = None) -> Course:
    """Somebody new at this stage since ten days; a site must be there."""
    patient_id = made.patient()
    episode_id = made.episode(patient_id, route=route)
    if before is not None:
        earlier = SINCE - timedelta(days=1)
        made.put(StageEvent(episode_id=episode_id, to_stage=before, happened_at=earlier))
    made.put(
        StageEvent(episode_id=episode_id, from_stage=before, to_stage=stage, happened_at=SINCE)
    )
    return Course(patient_id, episode_id, route, made.member().id)
