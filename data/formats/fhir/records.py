"""What a FHIR file comes down to: people, filled-in questionnaires, and what was left out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Identifier = tuple[str, str]
"""System and value, both as the file gives them."""

Answers = tuple[int | None, ...]
"""In questionnaire order; None where a question was not answered."""


class Refused(Exception):
    """One resource cannot be taken in. The message is a sentence for `LeftOut.why`."""


@dataclass(frozen=True)
class PatientRecord:
    """One person. Whatever the file does not say, or does not say clearly, is None."""

    key: str
    """What the other resources of the same file call this person; means nothing outside it."""
    identifiers: tuple[Identifier, ...] = ()
    mrn: str | None = None
    family: str | None = None
    given: str | None = None
    birth_date: date | None = None
    sex: Literal["male", "female"] | None = None
    phone: str | None = None
    email: str | None = None
    language: str | None = None
    deceased: bool | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class AssessmentRecord:
    """One PHQ-9 or GAD-7. A response that holds both gives two records with one `source_id`."""

    source_id: str
    """Such as QuestionnaireResponse/847913: unique with `instrument` within one file only."""
    instrument: str
    patient_ref: str | None
    """The `PatientRecord.key` in the same file; None where that person is not in the file."""
    patient_identifier: Identifier | None
    named: str | None
    """Whom the file names, also where that is nobody in it; None where it names nobody."""
    answers: Answers | None
    """None for a total that came without items."""
    recorded_total: int | None
    """What the file claims, right or wrong."""
    happened_at: datetime
    """Aware, UTC."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """One resource, or `count` of one kind, that does not come in, and why."""

    what: str
    why: str
    count: int = 1


@dataclass(frozen=True)
class FhirFile:
    """Everything that was read, and everything that was not."""

    patients: tuple[PatientRecord, ...]
    assessments: tuple[AssessmentRecord, ...]
    left_out: tuple[LeftOut, ...]
