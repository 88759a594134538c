"""Acute risk that was answered and that nobody assessed since: then nobody is turned away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from data.queries import patient as patient_queries
from data.queries import risk as queries
from data.queries import work as work_queries
from data.reference.screening import Policy
from services import risk
from services.access import User
from services.clinical.eligibility import HIGH
from services.clinical.risk import of_assessment, of_item9

ALWAYS = {"W01", "W03"}
"""Signals after which nobody is deferred, declined or closed before risk is assessed."""


@dataclass(frozen=True)
class Escalation:
    """What is known of acute risk beside the form of a screening."""

    waits: bool
    """Work that an acute answer opened is still open, whatever was answered since."""
    answers: Sequence[dict[str, Any]]
    """The newest questionnaires that say so."""
    assessed_at: datetime | None
    """The last risk assessment."""

    @property
    def answered_at(self) -> datetime | None:
        """When it was last answered; None where nothing speaks of it."""
        return max((row["happened_at"] for row in self.answers), default=None)

    @property
    def assessed(self) -> bool:
        """Somebody assessed the risk after the last answer that speaks of it."""
        since = self.answered_at
        return not self.waits and (
            self.assessed_at is not None and (since is None or since <= self.assessed_at)
        )

    @property
    def open(self) -> bool:
        """It speaks of acute risk, and nobody assessed it since."""
        return self.waits or (self.answered_at is not None and not self.assessed)


def find(session: Session, people: list[UUID], policy: Policy) -> Escalation:
    """Of one person, by the cuts of the policy in force."""
    rules = ALWAYS | {of_item9(policy.escalation.item9)}
    assessed = queries.assessments(session, people)
    return Escalation(
        waits=any(item.rule in rules for item in work_queries.open_items(session, people)),
        answers=tuple(_acute(patient_queries.assessments(session, people), policy)),
        assessed_at=assessed[0]["at"] if assessed else None,
    )


def open_work(session: Session, user: User | None, patient_id: UUID, found: Escalation) -> None:
    """Make it somebody's: an answer that came in as history is acted on once a screening begins."""
    if found.waits or not found.open:
        return
    for row in found.answers:
        rule = of_assessment(row["instrument"], row["item9"], row["severity"])
        if rule is not None:
            risk.open_for(session, user, patient_id, rule, row["id"])


def _acute(scores: list[dict[str, Any]], policy: Policy) -> Iterator[dict[str, Any]]:
    """Of the newest that say anything, those that escalate: an unknown answer clears nothing."""
    items = [row for row in scores if row["instrument"] == "phq9" and row["item9"] is not None]
    screens = [row for row in scores if row["instrument"] == "cssrs_screen" and row["severity"]]
    if items and items[0]["item9"] >= policy.escalation.item9:
        yield items[0]
    if screens and screens[0]["severity"] == HIGH:
        yield screens[0]
