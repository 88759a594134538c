"""Risk: what an answer raised, the assessment that cleared it, the safety plan that was agreed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from data.demo.case import Case
from data.demo.clock import days, local_day
from data.reference.signals import signals
from data.tables import RiskAssessment, SafetyPlan, WorkItem, WorkItemEvent
from data.tables.vocabulary import ItemStatus, ItemStep, RiskLevel

FOUND = {
    "W01": (RiskLevel.HIGH, "Not alone tonight, means locked away; seen again in two days."),
    "W03": (RiskLevel.MODERATE, "Thoughts without a plan or intent. Called again in a week."),
}
SEEN_AGAIN = {RiskLevel.HIGH: 2, RiskLevel.MODERATE: 7}
CLEARED = "risk assessment recorded"
PLACE = "Paper chart, safety plan"


def wait(case: Case, rule: str, source: str, words: str, at: datetime) -> None:
    """Work that an answer raised, and that still waits."""
    _item(case, rule, source, words, at, cleared_at=None)


def assess(case: Case, raised: Mapping[str, UUID], asked_at: datetime, at: datetime) -> None:
    """The assessment of what questionnaires raised, by rule and key, the gravest first."""
    for rule, key in raised.items():
        words = signals().signals[rule].words
        _item(case, rule, f"assessment {key}", words, asked_at, cleared_at=at)
    level, plan = FOUND[next(iter(raised))]
    again = local_day(at) + days(SEEN_AGAIN[level])
    about = {"patient_id": case.person.id}
    case.enter(
        RiskAssessment, at, case.prescriber, **about, level=level, plan=plan, next_review_on=again
    )
    agree(case, at)


def agree(case: Case, at: datetime) -> None:
    """A safety plan."""
    case.enter(SafetyPlan, at, case.prescriber, patient_id=case.person.id, reference=PLACE)


def _item(
    case: Case, rule: str, source: str, words: str, at: datetime, cleared_at: datetime | None
) -> None:
    signal, key = signals().signals[rule], case.dice.key(at)
    case.ledger.edit(
        WorkItem,
        cleared_at or at,
        case.prescriber if cleared_at else case.place.desk,
        id=key,
        patient_id=case.person.id,
        rule=rule,
        source_key=source,
        priority=signal.priority,
        owner_id=case.prescriber,
        due_at=at + signal.within,
        status=ItemStatus.CLEARED if cleared_at else ItemStatus.OPEN,
    )
    case.ledger.number(
        WorkItemEvent, item_id=key, what=ItemStep.RAISED, text=words, at=at, by=case.place.desk
    )
    if cleared_at:
        done = {"what": ItemStep.CLEARED, "text": CLEARED, "at": cleared_at, "by": case.prescriber}
        case.ledger.number(WorkItemEvent, item_id=key, **done)
