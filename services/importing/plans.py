"""What an import is made of: files as handed over, and what each would do."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from data.formats.records import LeftOut
from data.formats.tabular import Mapping
from data.tables import Record
from data.tables.vocabulary import RowOutcome

Progress = Callable[[str, float], None]
"""Hears what is being done and how much of it is done, 0 to 1."""


def silent(words: str, part: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class File:
    """One file as it was handed over, with what the person who chose it has said of it."""

    name: str
    content: bytes
    sheet: int = 0
    """Which sheet of a workbook."""
    mapping: Mapping | None = None
    """What the columns of a table mean; None is what its headings propose."""
    same: frozenset[tuple[str, UUID | None]] = frozenset()
    """Who people of the file are, by their key in it: somebody here, or with None somebody new."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Candidate:
    """Somebody here whom a person of a file might be."""

    patient_id: UUID
    words: str


@dataclass(frozen=True)
class Person:
    """What would become of one person of a file."""

    words: str
    outcome: RowOutcome
    why: str = ""
    key: str = ""
    candidates: tuple[Candidate, ...] = ()
    """Whom they might be, while nobody has said."""
    row: int | None = None


@dataclass(frozen=True)
class Line:
    """What would become of one entry of a file; a questionnaire is recomputed from its items."""

    source: str
    person: str
    what: str
    """Its kind, or the name of the questionnaire."""
    at: datetime | date | None
    """A date alone where the time of day is unknown."""
    reading: str
    outcome: RowOutcome
    severity: str = ""
    item9: str = ""
    mismatch: str = ""
    why: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Alarm:
    """A recent answer that speaks of suicide: its signal, whose it is, in which questionnaire."""

    rule: str
    patient_id: UUID
    person: str
    assessment_id: UUID


@dataclass(frozen=True)
class FilePlan:
    """One file, to be shown: refused in a sentence, or what it holds and what stays out."""

    name: str
    digest: str
    refused: str | None = None
    people: tuple[Person, ...] = ()
    lines: tuple[Line, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    said: tuple[str, ...] = ()
    """How the file was understood."""
    alarms: tuple[Alarm, ...] = ()

    @property
    def adds(self) -> int:
        """How many people and entries the file would add."""
        outcomes = [row.outcome for row in self.people] + [row.outcome for row in self.lines]
        return outcomes.count(RowOutcome.ADDED)

    @property
    def asks(self) -> tuple[Person, ...]:
        """People who might be somebody here."""
        return tuple(person for person in self.people if person.candidates)

    def faults(self) -> list[tuple[int, str, str]]:
        """Rows of a table that do not come in: the row, the column at fault, why."""
        found = [(each.row, each.field or "", each.why) for each in self.left_out if each.row]
        parts: Sequence[Person | Line] = (*self.people, *self.lines)
        found += [
            (each.row, "", each.why)
            for each in parts
            if each.row and each.outcome is RowOutcome.LEFT_OUT
        ]
        return sorted(set(found))

    def rows_out(self) -> set[int]:
        """Rows of a table of which nothing comes in; of others a part may still be at fault."""
        taken = {line.row for line in self.lines if line.outcome is not RowOutcome.LEFT_OUT}
        return {row for row, _, _ in self.faults()} - taken


@dataclass
class Made:
    """One row that an entry comes to, with what is said of it; `more` are rows made with it."""

    table: type[Record]
    values: dict[str, Any]
    what: str
    at: datetime | date | None
    reading: str
    severity: str = ""
    item9: str = ""
    mismatch: str = ""
    more: list[tuple[type[Record], dict[str, Any]]] = field(default_factory=list)
    settled: RowOutcome | None = None
    """Whether it is new, where that was found out already."""


@dataclass(frozen=True)
class Outcome:
    """What became of one part of a file; `made` is the row it made."""

    source: str
    outcome: RowOutcome
    why: str
    made: tuple[type[Record], dict[str, Any]] | None = None


@dataclass
class Plan:
    """One file, to be stored: what is shown, the rows it adds, and what became of each part."""

    shown: FilePlan
    rows: list[tuple[type[Record], dict[str, Any]]] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    touched: set[UUID] = field(default_factory=set)
    """Patients whose facts change."""
