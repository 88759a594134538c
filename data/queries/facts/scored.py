"""Which assessments are scores."""

from typing import Any

import sqlalchemy as sa

from data.queries.columns import t


def phq9(patient_id: Any) -> sa.ColumnElement[bool]:
    """Scored PHQ-9s of this patient. A total without items counts; an incomplete set has none."""
    return sa.and_(
        t.Assessment.patient_id == patient_id,
        t.Assessment.instrument == "phq9",
        t.Assessment.total.is_not(None),
    )
