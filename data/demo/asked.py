"""What somebody answered who was screened: on the form, in questionnaires, of what was tried."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.demo import scores
from data.demo.causes import Cause
from data.demo.people import Person
from data.demo.tried import History
from data.reference.screening import Kind, form, shipped

BEARS_UNTIL = 50
"""Age from which on nobody is asked about pregnancy."""
NO = ("heart", "contraindications")
"""Sections in which a healthy person says no to everything."""
WELL: Mapping[str, Any] = {
    "indication": "depression",
    "new_diagnosis": False,
    "treatments_told": True,
    "hepatic_impairment": "none",
    "pregnant": False,
    "breastfeeding": False,
    "contraception_plan": True,
    "alcohol_addiction": False,
    "substance_use": "none",
    "psychosis": "none",
    "bipolar": "none",
    "realistic_expectations": True,
    "home_dosing_requested": False,
}


@dataclass(frozen=True)
class Asked:
    """One pass through screening. Questionnaires are answered in their own order."""

    on: date
    cause: Cause
    history: History
    phq9: Sequence[int | None]
    cssrs: Sequence[int | None]
    audit: Sequence[int]
    madrs: int | None
    """Its total, where a clinician rated."""
    pressures: list[list[int]]
    had_plan: bool
    """Whether a safety plan was on file before."""
    more: Mapping[str, Any]
    """What is answered by chance and decides nothing."""

    @property
    def item9(self) -> int:
        return self.phq9[scores.ITEM9] or 0

    @property
    def signals(self) -> tuple[str, ...]:
        """What asks for an assessment of risk today, by its ids."""
        high = scores.cssrs_level(self.cssrs) == "high"
        said = self.item9 >= shipped().escalation.item9
        return (*(["W01"] if high else []), *(["W03"] if said else []))

    @property
    def safety_plan(self) -> bool:
        """Whether one is on file; an assessment of risk ends with one."""
        return self.had_plan or bool(self.signals)

    @property
    def harmed(self) -> bool:
        """Whether there was suicidal behaviour, ever."""
        return bool(self.cssrs[-2])

    def on_form(self, person: Person) -> dict[str, Any]:
        """The answers to what is asked on the form."""
        told = _nothing_found() | {
            **WELL,
            "episode_began": self.history.began and self.history.began.isoformat(),
            "screening_bp": self.pressures,
            "childbearing_potential": person.age(self.on) < BEARS_UNTIL,
            "pregnancy_test_on": self.on.isoformat(),
            "self_harm_history": self.harmed,
            "safety_plan": self.safety_plan,
            "medicines_asked_on": self.on.isoformat(),
            **self.more,
            **self.cause.told(self.on),
        }
        known = {"sex": person.sex.value if person.sex else None}
        return {
            id: told[id]
            for id, question in form().questions.items()
            if told.get(id) is not None and question.is_asked(told | known, None)
        }

    def of_record(self, person: Person, on: date) -> dict[str, Any]:
        """The answers that nobody is asked, as the record has them on a day."""
        asked = self.on.isoformat()
        return {
            "sex": person.sex.value if person.sex else None,
            "age": person.age(on),
            **self.history.answers(),
            "phq9": sum(answer or 0 for answer in self.phq9),
            "phq9_on": asked,
            "phq9_item9": self.item9,
            "madrs": self.madrs,
            "madrs_on": asked if self.madrs is not None else None,
            "audit_c": sum(self.audit),
            "cssrs_screen": scores.cssrs_level(self.cssrs),
            "interacting_medicines": person.interacting,
        }

    def answers(self, person: Person, on: date) -> dict[str, Any]:
        """Everything that the rules are asked with, in the order of the form."""
        both = self.on_form(person) | self.of_record(person, on)
        return {id: both[id] for id in form().questions if both.get(id) is not None}


@functools.cache
def _nothing_found() -> dict[str, Any]:
    asked = form().questions.values()
    return {each.id: False for each in asked if each.kind is Kind.YES_NO and each.section in NO}
