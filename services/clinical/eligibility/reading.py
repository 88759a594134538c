"""Reads a screening's answers: every value of its kind and possible, or a sentence saying why not.

Nothing is converted: neither a number to yes, nor "unknown" or nothing to no.
"""

from collections.abc import Callable, Mapping
from datetime import date
from statistics import fmean
from typing import Any

from data.reference.columns import columns
from data.reference.screening import Form, Kind, Question
from data.tables.vocabulary import Route
from services.clinical.answers import AnswerRefused
from services.clinical.eligibility.facts import ABSENT, Facts, Gap, Pressure
from services.clinical.eligibility.words import capital, shown

FIRST_DAY = date(1900, 1, 1)


def read(form: Form, answers: Mapping[str, Any], route: Route | None, on: date) -> Facts:
    """The facts of answers by question id; AnswerRefused for what is no answer.

    A question that is absent or None was not asked. Dates are dates or ISO text, blood pressures
    pairs of systolic and diastolic, or one pair that is a mean already.
    """
    for id in answers:
        if id not in form.questions:
            raise AnswerRefused(f"The screening form has no question called {id!r}.")
    read = {id: value(each, answers.get(id), on) for id, each in form.questions.items()}
    known = {id: value for id, value in read.items() if not isinstance(value, Gap)}
    _consistent(known)
    gaps = {
        id: value
        for id, value in read.items()
        if isinstance(value, Gap) and form.questions[id].is_asked(known, route)
    }
    return Facts(known, gaps, on)


def _consistent(known: Mapping[str, Any]) -> None:
    failed, adequate = known.get("adequate_trials_count"), known.get("adequate_trials_all")
    if failed is not None and adequate is not None and failed > adequate:
        raise AnswerRefused("More adequate trials failed than there were.")


def value(question: Question, given: Any, on: date) -> Any:
    if given is None:
        return Gap.NOT_ASKED
    if isinstance(given, str):
        if given == Gap.UNKNOWN:
            return Gap.UNKNOWN
        if given == ABSENT and question.absent:
            return ABSENT
    return READERS[question.kind](question, given, on)


def _refused(question: Question, takes: str) -> AnswerRefused:
    return AnswerRefused(f"{capital(question.name)} takes {takes}.")


def _yes_no(question: Question, given: Any, on: date) -> bool:
    if isinstance(given, bool):
        return given
    raise _refused(question, "yes, no or unknown")


def _choice(question: Question, given: Any, on: date) -> str:
    if isinstance(given, str) and given in question.options:
        return str(given)
    raise _refused(question, f"one of {', '.join(question.options)} or unknown")


def _number(question: Question, given: Any, on: date) -> int:
    low, high = question.low, question.high
    assert low is not None
    assert high is not None
    if type(given) is int and low <= given <= high:
        return given
    raise _refused(question, f"a whole number from {low} to {high} {question.unit}")


def _date(question: Question, given: Any, on: date) -> date | Gap:
    day = _day(given)
    if day is None or not FIRST_DAY <= day <= on:
        raise _refused(question, f"a date, not after the day of the screening, {shown(on)}")
    if question.fresh_days is not None and (on - day).days > question.fresh_days:
        return Gap.TOO_OLD
    return day


def _day(given: Any) -> date | None:
    """Not a time: which day that is depends on the zone."""
    if type(given) is date:
        return given
    try:
        return date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        return None


def _pressures(question: Question, given: Any, on: date) -> Pressure | Gap:
    if _is_pressure(given):
        return Pressure(*given)
    if not isinstance(given, list | tuple) or not all(map(_is_pressure, given)):
        raise _refused(
            question, "readings in mmHg, possible ones, the systolic above the diastolic"
        )
    if len(given) < (question.readings or 1):
        return Gap.TOO_FEW if given else Gap.NOT_ASKED
    return Pressure(*map(fmean, zip(*given, strict=True)))


def _is_pressure(given: Any) -> bool:
    """Two whole numbers that a blood pressure can have."""
    if not isinstance(given, list | tuple) or len(given) != 2:
        return False
    systolic, diastolic = given
    if type(systolic) is not int or type(diastolic) is not int:
        return False
    upper, lower = columns().possible["sbp"], columns().possible["dbp"]
    possible = upper.low <= systolic <= upper.high and lower.low <= diastolic <= lower.high
    return possible and diastolic < systolic


def _several(question: Question, given: Any, on: date) -> tuple[str, ...]:
    chosen = _list(question, given, on)
    if set(chosen) <= set(question.options):
        return chosen
    raise _refused(question, f"any of {', '.join(question.options)}, each once")


def _list(question: Question, given: Any, on: date) -> tuple[str, ...]:
    texts = isinstance(given, list | tuple) and all(
        isinstance(each, str) and each.strip() for each in given
    )
    if texts and len(set(given)) == len(given):
        return tuple(given)
    raise _refused(question, "a list of words, each once")


def _text(question: Question, given: Any, on: date) -> str:
    if isinstance(given, str):
        return str(given)
    raise _refused(question, "text")


READERS: Mapping[Kind, Callable[[Question, Any, date], Any]] = {
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.PRESSURES: _pressures,
    Kind.SEVERAL: _several,
    Kind.LIST: _list,
    Kind.TEXT: _text,
}
