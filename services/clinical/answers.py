"""The answers to one questionnaire, checked: what was given and what was rightly left blank."""

from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

from data.reference import Instrument, Item

Answers: TypeAlias = Sequence[int | None] | Mapping[str, int | None]
Given: TypeAlias = dict[str, int | None]


class AnswerRefused(ValueError):
    """An answer that is none; the text is a sentence for the person at the screen."""


def checked(instrument: Instrument, answers: Answers) -> Given:
    """Every item's answer by item id, in questionnaire order; None where it was not answered.

    `answers` comes in questionnaire order, or by item id with unanswered items None or absent.
    """
    given = _by_item(instrument, answers)
    for item in instrument.items:
        answer = given[item.id]
        if type(answer) is int and answer in item.allowed:
            continue
        if answer is not None:
            given[item.id] = _yes_or_no(instrument, item, answer)
    return given


def set_aside(instrument: Instrument, not_applicable: Collection[str]) -> list[Item]:
    """The items that do not apply to this person; most instruments have none that may not."""
    if not not_applicable:
        return []
    allowed = {item.id for item in instrument.items if item.may_not_apply}
    for item_id in not_applicable:
        if item_id not in allowed:
            raise AnswerRefused(f"{instrument.name} has no item {item_id} that may not apply.")
    return [item for item in instrument.items if item.id in not_applicable]


def skipped(instrument: Instrument, given: Given) -> set[str]:
    """Items left blank because the form says so: a skip that holds, or the other one answered."""
    excused = {
        item_id for skip in instrument.skips if matches(given, skip.when) for item_id in skip.items
    }
    for either in instrument.alternatives:
        if any(given[item_id] is not None for item_id in either):
            excused.update(either)
    return {item_id for item_id in excused if given[item_id] is None}


def matches(given: Given, when: Mapping[str, int]) -> bool:
    return all(given[item_id] == answer for item_id, answer in when.items())


def in_words(allowed: range) -> str:
    steps = f" in steps of {allowed.step}" if allowed.step > 1 else ""
    return f"a whole number from {allowed[0]} to {allowed[-1]}{steps}"


def _by_item(instrument: Instrument, answers: Answers) -> Given:
    if isinstance(answers, Mapping):
        for item_id in answers:
            if item_id not in instrument.item_ids:
                raise AnswerRefused(f"{instrument.name} has no item called {item_id!r}.")
        return {item_id: answers.get(item_id) for item_id in instrument.item_ids}
    if len(answers) != len(instrument.items):
        raise AnswerRefused(
            f"{instrument.name} has {len(instrument.items)} items, but {len(answers)} came."
        )
    return dict(zip(instrument.item_ids, answers, strict=True))


def _yes_or_no(instrument: Instrument, item: Item, answer: object) -> int:
    """An item answered 0 or 1 is a question of no or yes and takes those words of Python too."""
    if isinstance(answer, bool) and item.allowed == range(2):
        return int(answer)
    raise AnswerRefused(f"{instrument.name} item {item.id} takes {in_words(item.allowed)}.")
