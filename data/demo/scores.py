"""The rows of questionnaires, and answers by item that add up to a wished total."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from data.demo.case import Case
from data.demo.dice import Dice
from data.reference import instrument
from data.tables import Assessment

Answers = Sequence[int | None]
ITEM9 = 8
"""Where PHQ-9 keeps its ninth answer."""


def spread(dice: Dice, total: int, items: int, most: int) -> list[int]:
    """Answers from 0 to `most` that add up to the total, unevenly as people answer."""
    answers: list[int] = []
    left = total
    for open_items in range(items, 0, -1):
        low = max(0, left - most * (open_items - 1))
        high = min(most, left)
        wish = round(left / open_items + (dice.random.random() - 0.5) * 2.2)
        answers.append(min(high, max(low, wish)))
        left -= answers[-1]
    return answers


def by_item(
    case: Case, name: str, at: datetime, by: UUID | None, answers: Answers, told_by: str
) -> UUID:
    """A questionnaire with its answers: the total is earned by answering every item."""
    known = [answer for answer in answers if answer is not None]
    whole = len(known) == len(answers)
    total = sum(known) * instrument(name).multiplier if whole else None
    return _enter(case, name, at, by, answers, total, _band(name, total), whole, told_by)


def total_only(case: Case, name: str, at: datetime, total: int, source: str) -> None:
    """A total that came without answers."""
    _enter(case, name, at, case.place.desk, None, total, _band(name, total), False, source)


def phq9_answers(dice: Dice, total: int, item9: int) -> list[int | None]:
    """Nine answers with this total and, as far as the total allows, this ninth."""
    item9 = min(3, total, max(item9, total - 24))
    return [*spread(dice, total - item9, 8, 3), item9]


def cssrs(case: Case, at: datetime, by: UUID, answers: Answers) -> UUID:
    """Answers as 0, 1 or rightly blank, and the triage level they make. There is no total."""
    return _enter(
        case, "cssrs_screen", at, by, answers, None, cssrs_level(answers), True, "interview"
    )


def cssrs_level(answers: Answers) -> str:
    """The triage level of answers in the order of the form."""
    form = instrument("cssrs_screen")
    yes = {item.id for item, answer in zip(form.items, answers, strict=True) if answer}
    return next(level.id for level in form.levels if not level.any_yes or yes & {*level.any_yes})


def _band(name: str, total: int | None) -> str | None:
    if total is None:
        return None
    return next((b.id for b in instrument(name).bands if b.low <= total <= b.high), None)


def _enter(
    case: Case,
    name: str,
    at: datetime,
    by: UUID | None,
    answers: Answers | None,
    total: int | None,
    severity: str | None,
    complete: bool,
    source: str,
) -> UUID:
    key = case.dice.key(at)
    case.enter(
        Assessment,
        at,
        by,
        id=key,
        patient_id=case.person.id,
        episode_id=case.episode_id,
        instrument=name,
        definition_version=instrument(name).version,
        answers=None if answers is None else list(answers),
        total=total,
        severity=severity,
        item9=answers[ITEM9] if answers is not None and name == "phq9" else None,
        answered=0 if answers is None else sum(answer is not None for answer in answers),
        complete=complete,
        recorded_total=total if answers is None else None,
        note=None,
        source=source,
        batch_id=None,
    )
    return key
