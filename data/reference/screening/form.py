"""The screening form of `questions.toml`."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from data.reference.screening.policy_file import read
from data.tables.vocabulary import Route


class Kind(StrEnum):
    """What an answer is. A list has words of its own, several are chosen from options."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    PRESSURES = "pressures"
    SEVERAL = "several"
    LIST = "list"
    TEXT = "text"


@dataclass(frozen=True, eq=False, kw_only=True)
class Question:
    """One question; `id` is its key in a screening's answers, `low` and `high` are possible."""

    id: str
    section: str
    name: str
    label: str
    kind: Kind
    help: str | None = None
    options: Mapping[str, str]
    """What may be chosen, with the words on the form."""
    nothing: str | None = None
    """The words for none of the options, where that is an answer."""
    unit: str | None = None
    low: int | None = None
    high: int | None = None
    readings: int | None = None
    fresh_days: int | None = None
    """Older than so many days it counts as not asked: a proposal of this product."""
    required: bool = False
    """No decision by rule without it."""
    absent: bool = False
    """Whether "absent" is an answer: asked for, and not there."""
    derived: str | None = None
    """Where the answer comes from in the record, when it is not asked on the form."""
    routes: tuple[Route, ...]
    where: Mapping[str, tuple[Any, ...]]
    unless: Mapping[str, tuple[Any, ...]]

    def is_asked(self, answers: Mapping[str, Any], route: Route | None) -> bool:
        """Whether this patient is asked it, by the answers that are known."""
        return (
            (route is None or route in self.routes)
            and all(answers.get(other) in values for other, values in self.where.items())
            and not any(answers.get(other) in values for other, values in self.unless.items())
        )


@dataclass(frozen=True)
class Section:
    """One part of the form, with its questions in order."""

    id: str
    label: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Form:
    """All of the file."""

    version: str
    effective_from: date
    checked_by: str
    sections: tuple[Section, ...]
    questions: Mapping[str, Question]
    """By id."""


@functools.cache
def form() -> Form:
    """Read once; the file is part of the program."""
    content = read("questions.toml")
    sections = tuple(_section(**section) for section in content["section"])
    questions = [question for section in sections for question in section.questions]
    return Form(
        **{name: content[name] for name in ("version", "effective_from", "checked_by")},
        sections=sections,
        questions=MappingProxyType({question.id: question for question in questions}),
    )


def _section(id: str, label: str, question: list[dict[str, Any]]) -> Section:
    return Section(id, label, tuple(_question(section=id, **each) for each in question))


def _question(kind: str, **entry: Any) -> Question:
    for name in ("where", "unless"):
        conditions = entry.pop(name, {})
        entry[name] = MappingProxyType({id: tuple(values) for id, values in conditions.items()})
    routes = tuple(map(Route, entry.pop("routes", Route)))
    options = MappingProxyType(entry.pop("options", {}))
    return Question(kind=Kind(kind), routes=routes, options=options, **entry)
