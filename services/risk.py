"""Suicide risk: what waits to be assessed, the assessment, the safety plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.queries import members
from data.queries import patient as patient_queries
from data.queries import risk as queries
from data.queries import work as work_queries
from data.queries.forms import is_sent
from data.reference.signals import Signal, signals
from data.tables import Assessment, RiskAssessment, SafetyPlan, WorkItem
from data.tables.base import now
from data.tables.vocabulary import RiskLevel
from services import work
from services.access import Action, User
from services.acting import acting
from services.clinical import risk as rules
from services.patients import find
from services.refusals import BadInput

CLEARED = {"W01", "W02", "W03", "W04"}
"""What a risk assessment does away with."""
LONGEST = 2000
ALL_CLINICIANS = "every clinician here"
LEVEL_WORDS = {
    RiskLevel.LOW: "Low",
    RiskLevel.MODERATE: "Moderate",
    RiskLevel.HIGH: "High",
}


@dataclass(frozen=True)
class Waiting:
    """One work item: what raised it, who owns it, by when."""

    id: UUID
    signal: Signal
    owner: str
    due_at: datetime


@dataclass(frozen=True)
class Risk:
    """What waits, most urgent first, and what was found before, newest first."""

    waiting: tuple[Waiting, ...]
    assessments: Sequence[dict[str, Any]]
    safety_plans: Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Found:
    """What a clinician found, and what was agreed."""

    level: RiskLevel | None
    plan: str
    next_review_on: date | None = None
    safety_plan: str = ""
    """Where the safety plan lies; empty where none was agreed."""
    seen: frozenset[UUID] | None = None
    """The items that were on the screen; None where nobody looked at a screen."""


def show(user: User | None, patient_id: UUID) -> Risk:
    """Everything of one patient; for clinicians."""
    with acting(user, Action.VIEW_CLINICAL, patient_id) as session:
        people = patient_queries.person_patients(session, patient_id)
        items = work_queries.open_items(session, people)
        names = members.named(session, {item.owner_id for item in items if item.owner_id})
        waiting = tuple(
            Waiting(
                item.id,
                signals().signals[item.rule],
                names[item.owner_id] if item.owner_id else ALL_CLINICIANS,
                item.due_at,
            )
            for item in items
            if waits(item)
        )
        assessed = queries.assessments(session, people)
        return Risk(waiting, assessed, queries.safety_plans(session, people))


def assess(
    user: User | None, patient_id: UUID, found: Found, zone: ZoneInfo, *, entry_key: UUID
) -> None:
    """Record the assessment, once for a form, and clear what waited for it.

    Raises BadInput with every fault.
    """
    with acting(user, Action.ASSESS_RISK, patient_id) as session:
        find(session, patient_id)
        if is_sent(session, entry_key, RiskAssessment):
            return
        at, by = now(), user.id if user else None
        people = patient_queries.person_patients(session, patient_id)
        faults = _faults(found, at.astimezone(zone).date())
        faults += _unseen(work_queries.open_items(session, people), found.seen)
        if faults or found.level is None:
            raise BadInput([*faults, "Nothing was saved."])
        about: dict[str, Any] = {"patient_id": patient_id, "happened_at": at, "recorded_by": by}
        session.add(
            RiskAssessment(
                **about,
                level=found.level,
                plan=found.plan.strip(),
                next_review_on=found.next_review_on,
                entry_key=entry_key,
            )
        )
        if place := found.safety_plan.strip():
            session.add(SafetyPlan(**about, reference=place))
        work.clear(session, user, people, waits, "risk assessment recorded")


def waits(item: WorkItem) -> bool:
    """Whether an assessment of risk is what this item waits for."""
    return item.rule in CLEARED


def _unseen(items: Sequence[WorkItem], seen: frozenset[UUID] | None) -> list[str]:
    """What came in while the form was open: nobody assesses what they have not read."""
    new = [item for item in items if seen is not None and item.id not in seen]
    words = [signals().signals[item.rule].words for item in new if waits(item)]
    return [f"This came in since you opened the form: {'; '.join(words)}."] if words else []


def raise_for(session: Session, user: User | None, saved: Assessment) -> None:
    """Open the work that a questionnaire asks for, in its own transaction."""
    rule = rules.of_assessment(saved.instrument, saved.item9, saved.severity)
    if rule is not None:
        open_for(session, user, saved.patient_id, rule, saved.id)


def open_for(
    session: Session, user: User | None, patient_id: UUID, rule: str, assessment_id: UUID
) -> None:
    """Open one item for one questionnaire."""
    words = signals().signals[rule].words
    work.open_up(session, user, patient_id, rule, source(assessment_id), words)


def source(assessment_id: UUID) -> str:
    """What an item that a questionnaire raised knows of it."""
    return f"assessment {assessment_id}"


def _faults(found: Found, today: date) -> list[str]:
    faults = []
    if found.level is None:
        faults.append("Choose the level of risk that was found.")
    if not found.plan.strip():
        faults.append("Say what was found and agreed: even at low risk, the next step.")
    if len(found.plan) > LONGEST or len(found.safety_plan) > LONGEST:
        faults.append(f"A text is longer than {LONGEST:,} characters.")
    if found.next_review_on is not None and found.next_review_on < today:
        faults.append("The next review lies in the past.")
    return faults
