"""One value of a patient's record in words, the same for every kind of row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from data import reference
from data.formats.fhir.times import DATE_ONLY
from data.reference import Instrument
from data.tables.undated import undated
from services import wording
from services.insight.ground import day
from services.naming import visible
from services.takeout.codes import CODES, asked, chosen

Row = Mapping[str, Any]

TITLES = {
    "patient": "Who",
    "patient_identifier": "Numbers in other systems",
    "allergy": "Allergies",
    "medication": "Medicines taken outside",
    "condition": "Diagnoses",
    "episode": "Episodes",
    "stage_event": "Stages",
    "referral": "How they came",
    "treatment_trial": "Earlier treatments",
    "draft": "Sections of a screening being filled in",
    "screening": "Screenings",
    "decision": "Decisions",
    "consent": "Consents",
    "authorisation": "Authorisations",
    "outreach": "Attempts to reach them",
    "risk_assessment": "Risk assessments",
    "safety_plan": "Safety plans",
    "work_item": "Work raised by an answer",
    "assessment": "Assessments",
    "side_effect": "Side effects",
    "session": "Sessions",
    "administration": "Doses",
    "vital": "Readings",
    "observation_scale": "Sedation and dissociation",
    "medicine_given": "Medicines given against effects",
    "appointment": "Appointments",
    "appointment_event": "Changes of appointments",
    "hold": "Holds",
    "benefit_review": "Benefit reviews",
    "concurrent_care": "Care besides ketamine",
    "practitioner_change": "Changes of practitioner",
    "rems_form": "REMS forms",
}
"""In the order in which they are read."""

HEADINGS = {
    "happened_at": "When",
    "recorded_at": "Entered",
    "recorded_by": "Entered by",
    "mrn": "MRN",
    "mg": "mg",
    "weight_kg": "Weight, kg",
    "sbp": "Systolic, mmHg",
    "dbp": "Diastolic, mmHg",
    "hr": "Heart rate, per minute",
    "spo2": "SpO₂, %",
    "rr": "Breaths per minute",
    "moaas": "MOAA/S",
    "cadss6": "CADSS-6",
    "item9": "Item 9",
    "onset_min": "Onset, minutes after the dose",
    "happened_text": "When, as told",
    "started_text": "Started, as told",
    "stopped_text": "Stopped, as told",
    "since_text": "Since, as told",
    "ended_text": "Ended, as told",
    "message_ok": "A message may be left",
    "text_ok": "Texts may be sent",
    "sex_clinical": "Sex",
    "rule": "Why",
    "source_key": "Raised by",
    "from_id": "From",
    "to_id": "To",
}

LASTING = ("allergy", "medication", "condition")
"""Of these a file may not say when they were noted."""
FROM_FILES = ("allergy", "condition", "medication", "side_effect", "vital")
AS_TOLD = {
    "condition": "since_text",
    "medication": "started_text",
    "side_effect": "happened_text",
}
"""The column with a date that is known in part, in words."""
SOURCES = {"assessment": "a questionnaire", "screening": "the screening form"}

YES_NO = {True: "yes", False: "no"}


@dataclass(frozen=True)
class Words:
    """`rows` are all of the person's; people of the team and places are named by id."""

    rows: Mapping[str, Sequence[Row]]
    team: Mapping[UUID, str]
    places: Mapping[UUID | int, str]
    zone: ZoneInfo

    def cell(self, table: str, column: str, row: Row) -> str | None:
        """The value in words; None where it is unknown."""
        if table == "assessment" and column in OF_SCORES:
            return OF_SCORES[column](row)
        value = row[column]
        if value is None or value == "":
            return None
        if words := CODES.get((table, column)):
            return clean(words(value))
        match column:
            case "happened_at" if table in LASTING and undated(row):
                return None
            case "happened_at" | "resolved_at" if self._is_day(table, row, value):
                told = row.get(AS_TOLD.get(table, "")) if column == "happened_at" else None
                return clean(told) if told else _day(value.astimezone(self.zone).date())
            case "source_key":
                return self._raised_by(value)
            case "findings":
                return self._findings(value)
            case "missing":
                return ", ".join(map(asked, value)) or "none"
            case "session_id" | "episode_id" | "appointment_id" | "screening_id":
                return self._referred(column.removesuffix("_id"), value)
        if isinstance(value, UUID) or column == "site_id":
            return clean(self.team.get(value) or self.places.get(value) or str(value))
        return self._plain(value)

    def _is_day(self, table: str, row: Row, at: datetime) -> bool:
        """Whether only the day is known: a file that gave no more came in as midnight."""
        if table not in FROM_FILES or row.get("session_id") is not None:
            return DATE_ONLY in (row.get("note") or "")
        return at.astimezone(self.zone).time() == time()

    def _raised_by(self, source: str) -> str:
        """What work came from: a questionnaire by its name and day, or the screening."""
        kind, _, id = source.partition(" ")
        row = next((row for row in self.rows.get(kind, ()) if str(row["id"]) == id), None)
        if kind == "assessment" and row:
            return f"{_form(row).name}, {self.cell(kind, 'happened_at', row)}"
        return SOURCES.get(kind) or clean(source)

    def _referred(self, table: str, id: UUID) -> str | None:
        """Another row of this person, by what is known of it."""
        row = next((row for row in self.rows.get(table, ()) if row["id"] == id), None)
        if row is None:
            return None
        if table == "session":
            return f"No. {row['number']}, {_day(row['local_date'])}"
        if table == "episode":
            return f"of {_day(row['opened_at'].astimezone(self.zone).date())}"
        return self._plain(row.get("starts_at") or row.get("happened_at"))

    def _findings(self, found: Sequence[Row]) -> str:
        """The rules that fired, a line each, with what they fired on."""
        said = [
            f"{each['rule']}, {each['result'].replace('_', ' ')}: {each['words']} "
            f"({'; '.join(self._plain(each['input']).splitlines())})"
            for each in found
        ]
        return clean("\n".join(said)) or "none"

    def _plain(self, value: Any) -> str:
        if isinstance(value, bool):
            return YES_NO[value]
        if isinstance(value, datetime):
            here = value.astimezone(self.zone)
            return f"{_day(here.date())}, {here:%H:%M}"
        if isinstance(value, date):
            return _day(value)
        if isinstance(value, float):
            return f"{value:g}"
        if isinstance(value, StrEnum):
            return value.value.replace("_", " ")
        if value in ([], {}):
            return "none"
        if isinstance(value, Mapping):
            return "\n".join(
                f"{clean(asked(id))}: {self._inner(chosen(id, told))}" for id, told in value.items()
            )
        if isinstance(value, list):
            return "\n".join(map(self._inner, value))
        return clean(str(value))

    def _inner(self, value: Any) -> str:
        return "?" if value is None else self._plain(value)


def _day(on: date) -> str:
    """A date that no narrow column breaks."""
    return day(on).replace(" ", "\u00a0")


def _answers(row: Row) -> str | None:
    if row["answers"] is None:
        return None
    return "; ".join(
        f"{item.label}: {'not answered' if answer is None else answer}"
        for item, answer in zip(_form(row).items, row["answers"], strict=False)
    )


def _total(row: Row) -> str | None:
    """A form that is not added up has no total, which is not the same as an unknown one."""
    if row["total"] is None:
        return None if _form(row).maximum else "not added up"
    return str(row["total"])


def _item9(row: Row) -> str | None:
    if row["instrument"] != "phq9":
        return "not on this form"
    return None if row["item9"] is None else str(row["item9"])


def _form(row: Row) -> Instrument:
    return reference.instrument(row["instrument"])


OF_SCORES: dict[str, Callable[[Row], str | None]] = {
    "instrument": lambda row: _form(row).name,
    "answers": _answers,
    "total": _total,
    "item9": _item9,
    "severity": lambda row: wording.severity(row) or None,
    "answered": lambda row: None if row["answers"] is None else str(row["answered"]),
    "complete": lambda row: None if row["answers"] is None else YES_NO[row["complete"]],
}
"""What a questionnaire's columns mean depends on the questionnaire."""


def clean(text: str) -> str:
    """The text with what no eye would see made visible, line by line."""
    return "\n".join(map(visible, text.splitlines()))
