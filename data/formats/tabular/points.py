"""Answers and totals of questionnaires, as cells give them."""

from functools import cache

from data.formats.tabular import numbers
from data.formats.tabular.fault import Fault
from data.formats.tabular.numbers import Point
from data.reference import Instrument, Item, Option
from data.reference.columns import columns, plain, spoken

RAW_SUM = "The total was taken as it is meant, from 0 to {maximum}, not as a raw sum."


def answer(text: str, known: Instrument, question: int, point: Point | None) -> int | None:
    """The points of an answer to a question counted from 0; None for a refusal or "don't know"."""
    if question >= len(known.items):
        raise Fault(f"The {known.name} has no question {question + 1}.")
    item = known.items[question]
    in_words = _in_words(text, known, item)
    if in_words is not None:
        return in_words
    try:
        value = numbers.whole(text, point)
    except Fault:
        value = None
    if value in item.allowed:
        return value
    if value in columns().unanswered_codes:
        return None
    raise Fault(
        f"Question {question + 1} of the {known.name} takes whole numbers from {item.minimum} to "
        f"{item.maximum}. Correct it, or leave the cell empty."
    )


def total(text: str, known: Instrument, point: Point | None, *, alone: bool) -> int:
    """A recorded total. Beside items it may be wrong, for they say better; alone it may not."""
    if known.minimum is None or known.maximum is None:
        raise Fault(f"The {known.name} has no total.")
    value = numbers.whole(text, point)
    possible = range(known.minimum, known.maximum + 1, known.multiplier)
    if value is None or (alone and value not in possible):
        steps = f", in steps of {known.multiplier}" if known.multiplier > 1 else ""
        raise Fault(
            f"A {known.name} total is a whole number from {known.minimum} to "
            f"{known.maximum}{steps}. Correct it, or leave the cell empty."
        )
    return value


def doubt(value: int | None, known: Instrument) -> tuple[str, ...]:
    """A note where a lone total may be a raw sum that nobody multiplied."""
    if value is None or known.multiplier == 1 or known.maximum is None:
        return ()
    raw = value * known.multiplier <= known.maximum
    return (RAW_SUM.format(maximum=known.maximum),) if raw else ()


@cache
def _plain_words(option: Option) -> str:
    return plain(option.words)


def _in_words(text: str, known: Instrument, item: Item) -> int | None:
    """The points of a printed answer, whatever its case; yes and no where there are just two."""
    spelt = plain(text)
    if spelt.isdigit():
        return None
    for option in item.options or known.options:
        if _plain_words(option) == spelt:
            return option.value
    if item.allowed == range(2):
        return {"true": 1, "false": 0}.get(columns().words["yes"].get(spoken(text), ""))
    return None
