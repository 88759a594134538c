"""What a file comes down to, whatever its format: people, what is said of them, what stays out."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Identifier = tuple[str, str]
"""System and value, both as the file gives them."""

Position = Literal["supine", "sitting", "standing"]

Answers = tuple[int | None, ...]
"""In questionnaire order; None where a question was not answered."""


SINCE_UNKNOWN = "over, not said since when"
"""What stands for the end of something that is over on no known day."""


@dataclass(frozen=True)
class Day:
    """A date as the file tells it, which may be a part of one, and the days it allows."""

    text: str
    earliest: date
    latest: date

    @classmethod
    def of(cls, text: str, year: int, month: int | None = None, day: int | None = None) -> "Day":
        """The days that a year, a month or a day allows; ValueError where there is no such day."""
        if month is None:
            return cls(text, date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return cls(text, date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return cls(text, date(year, month, day), date(year, month, day))

    @property
    def exact(self) -> date | None:
        """The date, where the file tells the day itself."""
        return self.earliest if self.earliest == self.latest else None


@dataclass(frozen=True)
class PatientRecord:
    """One person. Whatever the file does not say, or does not say clearly, is None."""

    key: str
    """What the other parts of the same file call this person; means nothing outside it."""
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
    preferred_name: str | None = None
    message_ok: bool | None = None
    """Whether a message may be left."""
    text_ok: bool | None = None
    row: int | None = None
    """The row of a table that tells of them, from 1 below the head."""


@dataclass(frozen=True, kw_only=True)
class OfSomebody:
    """Something that a file says of one person, with whom it means."""

    source_id: str
    """Such as QuestionnaireResponse/847913 or Row 12: unique with its kind within one file only."""
    patient_ref: str | None
    """The `PatientRecord.key` in the same file; None where that person is not in the file."""
    patient_identifier: Identifier | None = None
    named: str | None = None
    """Whom the file names, also where that is nobody in it; None where it names nobody."""
    notes: tuple[str, ...] = ()
    row: int | None = None
    """The row of a table that it stands in, from 1 below the head."""


@dataclass(frozen=True, kw_only=True)
class AssessmentRecord(OfSomebody):
    """One questionnaire. A FHIR response that holds two gives two records with one `source_id`."""

    instrument: str
    answers: Answers | None
    """None for a total that came without items."""
    recorded_total: int | None
    """What the file claims, right or wrong."""
    happened_at: datetime
    """Aware, UTC."""


@dataclass(frozen=True, kw_only=True)
class VitalRecord(OfSomebody):
    """One set of readings that belong together; what was not taken is None, never 0."""

    happened_at: datetime
    """Aware, UTC."""
    sbp: int | None = None
    dbp: int | None = None
    hr: int | None = None
    spo2: int | None = None
    rr: int | None = None
    weight_kg: float | None = None
    position: Position | None = None


@dataclass(frozen=True, kw_only=True)
class AppointmentRecord(OfSomebody):
    """One booking."""

    starts_at: datetime
    """Aware, UTC."""
    minutes: int | None = None
    status: Literal[
        "booked", "attended", "no_show", "late_cancel", "cancelled", "clinic_cancelled"
    ] = "booked"
    route: Literal["iv", "nasal"] | None = None
    chair: str | None = None
    """The name of a chair, as the file writes it."""
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class SideEffectRecord(OfSomebody):
    """One side effect, in the words of whoever noted it."""

    text: str
    term: str | None = None
    """A code of the vocabulary, where the words are one of its terms."""
    happened: Day | None = None
    resolved: Day | None = None
    grade: int | None = None
    """1 to 5; None where the file gives none."""
    serious: bool | None = None
    related: bool | None = None
    action: str | None = None


@dataclass(frozen=True, kw_only=True)
class MedicationRecord(OfSomebody):
    """One medicine that the person takes or took outside the clinic."""

    name: str
    started: Day | None = None
    stopped: Day | None = None
    over: bool = False
    """It is taken no more, whether or not the file says since when."""
    noted_at: datetime | None = None
    """When it was written down; aware, UTC."""
    interacts: str | None = None
    """The class that screening asks about, or "none"; None where the file does not say."""


@dataclass(frozen=True, kw_only=True)
class AllergyRecord(OfSomebody):
    """One allergy; without a substance it says that none is known."""

    substance: str | None
    noted_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ConditionRecord(OfSomebody):
    """One diagnosis in words."""

    name: str
    since: Day | None = None
    ended: Day | None = None
    over: bool = False
    """It lasts no more, whether or not the file says since when."""
    noted_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class InquiryRecord(OfSomebody):
    """Somebody asks for treatment, as through a website form."""

    happened_at: datetime
    """Aware, UTC."""
    source: str
    """How they came: "website", or the words of the file."""
    route: Literal["iv", "nasal"] | None = None
    message: str | None = None


EntryRecord = (
    AssessmentRecord
    | VitalRecord
    | AppointmentRecord
    | SideEffectRecord
    | MedicationRecord
    | AllergyRecord
    | ConditionRecord
    | InquiryRecord
)


@dataclass(frozen=True)
class LeftOut:
    """One part, or `count` of one kind, that does not come in, and why."""

    what: str
    why: str
    count: int = 1
    field: str | None = None
    """The heading of the column at fault."""
    row: int | None = None


@dataclass(frozen=True)
class ReadFile:
    """Everything that was read, and everything that was not."""

    patients: tuple[PatientRecord, ...]
    entries: tuple[EntryRecord, ...]
    left_out: tuple[LeftOut, ...]
    said: tuple[str, ...] = field(default=())
    """How the file was understood, in sentences: its encoding, its dates, its units."""

    @property
    def assessments(self) -> tuple[AssessmentRecord, ...]:
        return tuple(each for each in self.entries if isinstance(each, AssessmentRecord))
