"""A questionnaire of a file as a row: its total is computed again from its items."""

from typing import Any
from uuid import UUID

from data import reference
from data.formats.records import AssessmentRecord
from data.tables import Assessment
from data.tables.base import new_key
from services import wording
from services.assessments import scored_as_told
from services.clinical.scoring import AnswerRefused
from services.importing.plans import Made
from services.importing.rows import content_key, row


def made(record: AssessmentRecord, patient_id: UUID) -> Made:
    """The row; raises AnswerRefused, with a sentence, where it cannot be kept."""
    columns = _columns(record)
    said = record.recorded_total if record.answers is None else record.answers
    at = record.happened_at
    return Made(
        table=Assessment,
        values=row(
            Assessment,
            id=new_key(),
            **columns,
            patient_id=patient_id,
            happened_at=at,
            entry_key=content_key(patient_id, record.instrument, at.isoformat(), said),
            source=record.source_id,
        ),
        what=reference.instrument(record.instrument).name,
        at=at,
        reading=wording.reading(columns),
        severity=wording.severity(columns),
        item9=wording.item9(columns),
        mismatch=wording.mismatch(columns),
    )


def readable(record: AssessmentRecord) -> dict[str, Any]:
    """What can be said of one that is not kept: its score where it has one."""
    try:
        return _columns(record)
    except AnswerRefused:
        nothing = dict.fromkeys(("answers", "total", "severity", "item9", "complete"))
        claimed = {"recorded_total": record.recorded_total}
        return {"instrument": record.instrument} | nothing | claimed


def _columns(record: AssessmentRecord) -> dict[str, Any]:
    instrument, claimed = reference.instrument(record.instrument), record.recorded_total
    return scored_as_told(instrument, record.answers, claimed) | {"recorded_total": claimed}
