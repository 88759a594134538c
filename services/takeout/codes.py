"""Words for what is kept as a code, by its table and column."""

from collections.abc import Callable, Mapping
from typing import Any

from data.queries.imports import OF_A_FILE
from data.reference.screening import form
from data.reference.signals import signals
from data.reference.stages import stages
from data.reference.treatments import treatments
from services.chart_tables import label
from services.naming import language

MOMENTS = {"pre": "before", "40": "40 minutes", "leaving": "leaving", "extra": "extra"}


def asked(id: str) -> str:
    """What a question of the screening is called; another key in words."""
    question = form().questions.get(id)
    return question.name if question else id.replace("_", " ")


def chosen(id: str, value: Any) -> Any:
    """An answer as the form words it, where it is one of its choices."""
    question = form().questions.get(id)
    known = question is not None and isinstance(value, str)
    return question.options.get(value, value) if question and known else value


def _moment(code: str) -> str:
    return MOMENTS[code]


def _event(code: str) -> str:
    step = stages().steps.get(code)
    return step.words if step else code


def _treatment_class(code: str) -> str:
    known = treatments().classes.get(code)
    return known.label if known else code


def _section(code: str) -> str:
    return next((each.label for each in form().sections if each.id == code), code)


def _system(system: str) -> str:
    return "a file that was brought in" if system.startswith(OF_A_FILE) else system


def _signal(id: str) -> str:
    known = signals().signals.get(id)
    return known.words if known else id


CODES: Mapping[tuple[str, str], Callable[[str], str]] = {
    ("draft", "section"): _section,
    ("medicine_given", "against"): label,
    ("observation_scale", "moment"): _moment,
    ("patient", "language"): language,
    ("patient_identifier", "system"): _system,
    ("side_effect", "term"): label,
    ("stage_event", "event"): _event,
    ("stage_event", "reason"): stages().reason_words,
    ("treatment_trial", "stop_reason"): treatments().stop_words,
    ("treatment_trial", "treatment_class"): _treatment_class,
    ("vital", "moment"): _moment,
    ("work_item", "rule"): _signal,
}
