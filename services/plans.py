"""What an import is made of: files as handed over, and what each would do."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from data.formats.records import LeftOut
from data.tables import Assessment, Patient, PatientIdentifier
from data.tables.vocabulary import RowOutcome

Outcome = tuple[str, RowOutcome, str, Patient | Assessment | None]
"""Source, what became of it, why, and the row that was made."""


@dataclass(frozen=True)
class File:
    """One file as it was handed over."""

    name: str
    content: bytes

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Person:
    """What would become of one person of a file."""

    words: str
    outcome: RowOutcome
    why: str = ""


@dataclass(frozen=True)
class Line:
    """What would become of one questionnaire of a file, recomputed from its items."""

    source: str
    person: str
    instrument: str
    happened_at: datetime
    reading: str
    severity: str
    item9: str
    mismatch: str
    outcome: RowOutcome
    why: str = ""


@dataclass(frozen=True)
class FilePlan:
    """One file, to be shown: refused in a sentence, or what it holds and what stays out."""

    name: str
    digest: str
    refused: str | None = None
    people: tuple[Person, ...] = ()
    lines: tuple[Line, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def adds(self) -> int:
        """How many people and questionnaires the file would add."""
        outcomes = [row.outcome for row in self.people] + [row.outcome for row in self.lines]
        return outcomes.count(RowOutcome.ADDED)


@dataclass
class Plan:
    """One file, to be stored: what is shown, the rows it adds, and what became of each part."""

    shown: FilePlan
    patients: list[Patient] = field(default_factory=list)
    identifiers: list[PatientIdentifier] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def touched(self) -> set[UUID]:
        """Patients whose facts change."""
        return {row.id for row in self.patients} | {row.patient_id for row in self.assessments}
