"""Checks answers before they are kept, each by itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from data.reference.screening import form
from services.clinical.answers import AnswerRefused
from services.clinical.eligibility.reading import value


def faults(answers: Mapping[str, Any], on: date) -> dict[str, str]:
    """What is no answer, by question id: a sentence to stand beside its field.

    `on` is the day of the screening, by the clinic's calendar. Ids are those of the form.
    """
    found = {}
    for id, given in answers.items():
        try:
            value(form().questions[id], given, on)
        except AnswerRefused as refused:
            found[id] = str(refused)
    return found
