"""Readings, side effects, medicines, allergies and diagnoses of a file as rows."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, tzinfo
from typing import Any
from uuid import UUID

from data.formats.records import (
    SINCE_UNKNOWN,
    AllergyRecord,
    ConditionRecord,
    Day,
    MedicationRecord,
    SideEffectRecord,
    VitalRecord,
)
from data.reference.side_effects import side_effects
from data.reference.treatments import treatments
from data.tables import Allergy, Condition, Medication, Record, SideEffect, Vital
from data.tables.base import now
from services.cautions import NOT_KNOWN
from services.importing.known import Contradiction
from services.importing.plans import Made
from services.importing.rows import content_key, row
from services.intake.prior import NONE

LONGEST = 500
"""Characters of a name of something."""


def vital(record: VitalRecord, patient_id: UUID) -> Made:
    """One set of readings, outside of sessions."""
    columns = {
        name: getattr(record, name)
        for name in ("sbp", "dbp", "hr", "spo2", "rr", "weight_kg", "position")
    }
    said = [
        f"{record.sbp}/{record.dbp} mmHg" if record.sbp and record.dbp else "",
        f"systolic {record.sbp} mmHg" if record.sbp and not record.dbp else "",
        f"diastolic {record.dbp} mmHg" if record.dbp and not record.sbp else "",
        f"pulse {record.hr}" if record.hr else "",
        f"SpO2 {record.spo2} %" if record.spo2 else "",
        f"breaths {record.rr}" if record.rr else "",
        f"{record.weight_kg:.1f} kg" if record.weight_kg else "",
        record.position or "",
    ]
    reading = ", ".join(filter(None, said))
    return _made(Vital, "Readings", patient_id, record.happened_at, reading, columns)


def side_effect(record: SideEffectRecord, patient_id: UUID, zone: tzinfo) -> Made:
    """One side effect; of a date partly known, it is placed on the earliest day."""
    if record.happened is None:
        raise Contradiction("It has no date.")
    _short(record.text)
    term = record.term or _slug(record.text)
    known = side_effects().terms.get(term)
    day, over = record.happened, record.resolved
    columns = {
        "term": term,
        "text": record.text if over is None or over.exact else f"{record.text}, until {over.text}",
        "grade": record.grade,
        "serious": bool(record.serious),
        "related": record.related,
        "action": record.action,
        "happened_text": None if day.exact else day.text,
        "earliest": day.earliest,
        "latest": day.latest,
        "resolved_at": _midnight(over.exact, zone) if over and over.exact else None,
    }
    said = [known.label if known else record.text.capitalize()]
    said += [f"grade {record.grade}" if record.grade else "grade not given", f"on {day.text}"]
    said += ["serious"] if record.serious else []
    at = _midnight(day.earliest, zone)
    extra = over.text if over else ""
    made = _made(SideEffect, "Side effect", patient_id, at, ", ".join(said), columns, extra)
    made.values["term"] = record.term or _term(record.text)
    return replace(made, at=day.earliest)


def medication(record: MedicationRecord, patient_id: UUID, zone: tzinfo) -> Made:
    """One medicine; it was so when it was noted, or else when it was begun.

    How it interacts is no part of its key: the same medicine stays the same when more is known.
    """
    columns = {
        "name": record.name,
        "started_on": _exact(record.started),
        "stopped_on": _exact(record.stopped),
        "started_text": _partly(record.started),
        "stopped_text": _over(record.stopped, record.over),
    }
    at, reading = _lasting(record, record.started, record.stopped, zone)
    made = _made(Medication, "Medicine", patient_id, at, reading, columns)
    made.values["interacts"] = _interacts(record)
    return made


def allergy(record: AllergyRecord, patient_id: UUID) -> Made:
    """One allergy, or that none is known."""
    if record.substance is not None:
        _short(record.substance)
    said = record.substance or "no known allergies"
    columns = {"substance": record.substance}
    made = _made(Allergy, "Allergy", patient_id, record.noted_at or now(), said, columns)
    return replace(made, at=record.noted_at)


def condition(record: ConditionRecord, patient_id: UUID, zone: tzinfo) -> Made:
    """One diagnosis in words."""
    columns = {
        "name": record.name,
        "since": _exact(record.since),
        "ended": _exact(record.ended),
        "since_text": _partly(record.since),
        "ended_text": _over(record.ended, record.over),
    }
    at, reading = _lasting(record, record.since, record.ended, zone)
    return _made(Condition, "Diagnosis", patient_id, at, reading, columns)


def _interacts(record: MedicationRecord) -> str | None:
    """As the file says, or else by the name; what nobody said is not known yet, never none."""
    if record.interacts == NONE:
        return None
    return record.interacts or treatments().interacting(record.name) or NOT_KNOWN


def _lasting(
    record: MedicationRecord | ConditionRecord, begun: Day | None, end: Day | None, zone: tzinfo
) -> tuple[datetime, str]:
    """When something that lasts was so, and how it reads; raises Contradiction."""
    _short(record.name)
    if _reversed(begun, end):
        raise Contradiction("It ends before it begins.")
    over = [SINCE_UNKNOWN] if record.over and end is None else []
    reading = ", ".join([record.name, *_span(begun, end), *over])
    return record.noted_at or _since(begun, zone), reading


def _made(
    table: type[Record],
    what: str,
    patient_id: UUID,
    at: datetime,
    reading: str,
    columns: dict[str, Any],
    *more: str,
) -> Made:
    timed = at.isoformat() if table in TIMED else ""
    key = content_key(table.__name__, patient_id, timed, *sorted(columns.items()), *more)
    values = row(table, patient_id=patient_id, happened_at=at, entry_key=key, **columns)
    return Made(table, values, what, at, reading)


TIMED = (Vital, SideEffect)
"""Of these the time is a part of what is said; the others may be noted again and are the same."""


def _midnight(on: Any, zone: tzinfo) -> datetime:
    return datetime.combine(on, time(), zone).astimezone(UTC)


def _since(day: Day | None, zone: tzinfo) -> datetime:
    return _midnight(day.earliest, zone) if day else now()


def _exact(day: Day | None) -> Any:
    return day.exact if day else None


def _partly(day: Day | None) -> str | None:
    return day.text if day and not day.exact else None


def _over(end: Day | None, over: bool) -> str | None:
    """What is told of an end that is known in part, or not at all."""
    return SINCE_UNKNOWN if over and end is None else _partly(end)


def _reversed(begun: Day | None, over: Day | None) -> bool:
    return begun is not None and over is not None and over.latest < begun.earliest


def _span(begun: Day | None, over: Day | None) -> list[str]:
    return ([f"from {begun.text}"] if begun else []) + ([f"to {over.text}"] if over else [])


def _short(name: str) -> None:
    if len(name) > LONGEST:
        raise Contradiction(f"Its name is longer than {LONGEST} characters.")


def _term(text: str) -> str:
    """A term that the vocabulary has not got. Words in other letters keep them, so that they can be
    read and told apart; their key stays that of the slug, under which earlier imports stand."""
    if text.isascii() or re.search("[a-z]", text.casefold()):
        return _slug(text)
    return re.sub(r"\W+", "_", text.casefold()).strip("_")[:40] or "unnamed"


def _slug(text: str) -> str:
    """Words in the form of the codes of the vocabulary."""
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")[:40] or "unnamed"
