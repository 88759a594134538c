"""The rows of some patients, collected by table until they are handed on."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from data.demo.clock import minutes
from data.demo.dice import Dice
from data.tables import (
    Administration,
    Allergy,
    Appointment,
    AppointmentEvent,
    Assessment,
    Authorisation,
    BenefitReview,
    ConcurrentCare,
    Consent,
    Decision,
    DosingSession,
    Draft,
    Episode,
    Hold,
    Medication,
    MedicineGiven,
    ObservationScale,
    Outreach,
    Patient,
    PractitionerChange,
    Record,
    Referral,
    RemsForm,
    RiskAssessment,
    SafetyPlan,
    Screening,
    SideEffect,
    StageEvent,
    TreatmentTrial,
    Vital,
    WorkItem,
    WorkItemEvent,
)

Row = dict[str, Any]
Batch = tuple[type[Record], list[Row]]

ORDER: tuple[type[Record], ...] = (
    Patient,
    Allergy,
    Medication,
    TreatmentTrial,
    ConcurrentCare,
    RiskAssessment,
    SafetyPlan,
    WorkItem,
    WorkItemEvent,
    Episode,
    Referral,
    StageEvent,
    Outreach,
    Draft,
    Screening,
    Decision,
    Consent,
    Authorisation,
    Hold,
    BenefitReview,
    PractitionerChange,
    Assessment,
    Appointment,
    AppointmentEvent,
    DosingSession,
    Administration,
    Vital,
    ObservationScale,
    SideEffect,
    MedicineGiven,
    RemsForm,
)
"""Tables of patients, each after those it refers to."""


class Ledger:
    """Collects rows. Entries are numbered here, after `last`: no number has to come back."""

    def __init__(self, last: int = 0) -> None:
        self.rows: defaultdict[type[Record], list[Row]] = defaultdict(list)
        self.numbers: defaultdict[type[Record], int] = defaultdict(lambda: last)

    def keep(self, table: type[Record], **columns: Any) -> None:
        """A row that is complete as it stands."""
        self.rows[table].append(columns)

    def edit(self, table: type[Record], at: datetime, by: UUID | None, **columns: Any) -> None:
        """An editable row, last touched then. Those without an id are numbered here."""
        keep = self.keep if "id" in columns else self.number
        keep(table, **{"version": 1, "updated_at": at, "updated_by": by, **columns})

    def number(self, table: type[Record], **columns: Any) -> None:
        """A row that is complete but for its number."""
        self.numbers[table] += 1
        self.keep(table, id=self.numbers[table], **columns)

    def enter(
        self, table: type[Record], dice: Dice, at: datetime, by: UUID | None, **columns: Any
    ) -> int:
        """An entry of what happened then, written down minutes later. Gives its number."""
        self.numbers[table] += 1
        self.rows[table].append(
            {
                "id": self.numbers[table],
                "happened_at": at,
                "recorded_at": at + minutes(2),
                "recorded_by": by,
                "entry_key": dice.key(at),
                "corrects": None,
                "struck": False,
                "why": None,
                **columns,
            }
        )
        return self.numbers[table]

    def hand_on(self) -> Iterator[Batch]:
        """Everything collected, in the order of foreign keys; the ledger is empty after."""
        rows, self.rows = self.rows, defaultdict(list)
        for table in ORDER:
            if rows[table]:
                yield table, rows[table]
