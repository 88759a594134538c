"""One section of the screening form as it stands: what is answered, what is left, what is old."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from data.queries import drafts as queries
from data.reference.screening import Kind, Question, Section, form
from data.tables.vocabulary import Route, Stage

Answers = Mapping[str, Any]
OPEN = (Stage.SCREENING, Stage.REVIEW)
"""Stages in which a screening is to be decided."""
AFTER = (Stage.ELIGIBLE, Stage.CONSENTED, Stage.SCHEDULED)
"""Until the first dose something new can still speak against it."""
UNKNOWN = "unknown"
"""An answer of its own; what is required stays open with it."""
ACUTE = ("indication", "acute_suicidality")
"""The answer that speaks of acute suicidal thoughts or behaviour by itself."""


@dataclass(frozen=True)
class Filled:
    """One section as it stands: its answers, and who saved it when. Version 0 is not begun.

    Of what the front desk handed over it sees that much and no answers (`hidden`).
    """

    section: Section
    answers: Answers
    version: int = 0
    by: str = ""
    at: datetime | None = None
    handed_over: bool = False
    hidden: bool = False
    earlier: Answers = field(default_factory=dict)
    """What was answered in an earlier screening of the episode: to be confirmed, not judged."""
    begun_at: datetime | None = None
    """When the screening began that it belongs to."""

    @property
    def still_so(self) -> Answers:
        """What of `earlier` may be said again; a reading has to be measured again."""
        kinds = {question.id: question.kind for question in asked(self.section)}
        return {id: told for id, told in self.earlier.items() if kinds[id] is not Kind.PRESSURES}


def route_of(stage: Stage, decided: Route | None) -> Route | None:
    """The route whose rules judge: while a screening is to be decided none is, whatever an earlier
    decision said."""
    return None if stage in OPEN else decided


def read(session: Session, episode_id: UUID, *, clinical: bool) -> tuple[Filled, ...]:
    """All sections as this screening has them, with what an earlier one was answered."""
    begun = {row["section"]: row for row in queries.of_episode(session, episode_id)}
    last = queries.last_answers(session, episode_id) if clinical else {}
    since = queries.begun_at(session, episode_id)
    return tuple(
        _filled(section, begun.get(section.id), last, since, clinical=clinical)
        for section in form().sections
    )


def asked(section: Section) -> tuple[Question, ...]:
    """The questions that stand on the form; the others come from the record."""
    return tuple(question for question in section.questions if question.derived is None)


def left(section: Section, answers: Answers, route: Route | None) -> list[Question]:
    """Required questions of a section that are asked of this patient and not answered yet."""
    return [
        question
        for question in asked(section)
        if question.required
        and answers.get(question.id) in (None, UNKNOWN)
        and question.is_asked(answers, route)
    ]


def merged(filled: Sequence[Filled]) -> dict[str, Any]:
    """The answers of all sections."""
    return {id: answer for each in filled for id, answer in each.answers.items()}


def names_acute_risk(filled: Sequence[Filled]) -> bool:
    """Whether the answers that are shown name acute suicidal ideation or behaviour."""
    return is_acute(merged(filled))


def is_acute(answers: Answers) -> bool:
    """Whether these answers do."""
    question, acute = ACUTE
    return bool(answers.get(question) == acute)


def is_before(updated_at: datetime, begun_at: datetime | None) -> bool:
    """Whether a section was last saved in an earlier screening than the one begun then."""
    return begun_at is not None and updated_at < begun_at


def _filled(
    section: Section,
    row: dict[str, Any] | None,
    last: Answers,
    since: datetime | None,
    *,
    clinical: bool,
) -> Filled:
    if row is None:
        ids = [question.id for question in asked(section)]
        earlier = {id: last[id] for id in ids if last.get(id) is not None}
        return Filled(section, {}, earlier=earlier, begun_at=since)
    if is_before(row["updated_at"], since):
        earlier = row["answers"] if clinical else {}
        return Filled(section, {}, row["version"], earlier=earlier, begun_at=since)
    filled = Filled(
        section,
        row["answers"],
        row["version"],
        row["by"] or "",
        row["updated_at"],
        row["handed_over_at"] is not None,
        begun_at=since,
    )
    if filled.handed_over and not clinical:
        return replace(filled, answers={}, hidden=True)
    return filled
