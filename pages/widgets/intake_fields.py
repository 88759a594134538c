"""The questions of one section, with the answers as they stand in their widgets."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pages.widgets import intake_base, intake_field
from services.intake.filled import Filled, asked
from services.intake.overview import Overview


def show(it: Overview, base: Filled, zone: ZoneInfo) -> dict[str, Any]:
    """Every question that is asked of this patient, None where it is not answered. What cannot be
    kept leaves the old answer."""
    today, told = datetime.now(zone).date(), {**it.answers, **base.answers}
    given: dict[str, Any] = {}
    for question in asked(base.section):
        if question.is_asked(told, it.route):
            kept = base.answers.get(question.id)
            key = intake_base.key(it, base, question)
            answer, fine = intake_field.show(question, kept, key, today)
            given[question.id] = told[question.id] = answer if fine else kept
    return given


def answered(given: Mapping[str, Any]) -> dict[str, Any]:
    """As it is kept."""
    return {id: answer for id, answer in given.items() if answer is not None}
