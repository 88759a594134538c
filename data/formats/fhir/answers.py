"""What one answer says: a number of points, or that the question was not answered.

An ordinal extension wins over the code beside it: some systems code each answer as a bare "Yes"
(LA6568-5, elsewhere "Not at all") and put the true value there. For the rest all that is given
must agree; an answer that cannot be read for certain refuses the whole questionnaire.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.formats.fhir.codes import Place, is_loinc, points_by_code, points_by_words
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import Coding, Extension, Number, Option, Valued
from data.reference import instrument

FROM_EXTENSION = (
    "The answers were taken from the ordinal extension; the answer codes beside it say otherwise."
)

Options = Mapping[tuple[str | None, str], Number]
"""Points by (system, code), as the file's own Questionnaire gives them."""

_ORDINAL = re.compile(r"/(iso21090-CO-value|(\w+-)?ordinalValue|itemWeight)$")
_ABSENT = re.compile(r"(data-absent-reason|NullFlavor)$")
_NO_OPTION = {"yes", "no", "true", "false"}


@dataclass(frozen=True)
class Reading:
    points: int | None
    note: str | None = None


def read(answer: Valued, place: Place, options: Options) -> Reading:
    """The points of one answer to the question at `place`; else Refused."""
    codings = given_codings(answer)
    ordinals = ordinal_values([answer, *codings])
    if answer.holds_another_kind:
        raise Refused(f"The answer to {place} is of a kind that cannot be scored.")
    if not ordinals:
        return Reading(_plain(answer, codings, place, options))
    words = [coding.display or "" for coding in codings]
    spoken = {points_by_words(place.instrument, text) for text in words} - {None}
    if len(ordinals.union(_numbers(answer), spoken)) > 1:
        raise Refused(f"The answer to {place} contradicts itself.")
    points = _allowed(ordinals.pop(), place)
    codes = {points_by_code(place).get(coding.code or "") for coding in codings}
    return Reading(points, FROM_EXTENSION if codes - {points, None} else None)


def total(answer: Valued) -> int | None:
    """A recorded total given as number, quantity or digits, right or wrong; else None."""
    given = [*_numbers(answer), *ordinal_values([answer])]
    if answer.valueString and re.fullmatch(r"\s*\d{1,3}\s*", answer.valueString, re.ASCII):
        given.append(int(answer.valueString))
    whole = {_whole(number) for number in given}
    return whole.pop() if len(whole) == 1 else None


def ordinal_values(holders: Iterable[Valued | Coding | Option]) -> set[Number]:
    """Every value of an ordinal extension on an answer or its codings."""
    return {
        number
        for holder in holders
        for extension in holder.extension
        if (number := ordinal(extension)) is not None
    }


def ordinal(extension: Extension) -> Number | None:
    """The number in an extension, if it is one of those that hold an option's points."""
    if not _ORDINAL.search(extension.url):
        return None
    return extension.valueInteger if extension.valueDecimal is None else extension.valueDecimal


def given_codings(answer: Valued) -> list[Coding]:
    concept = answer.valueCodeableConcept
    return [
        *([answer.valueCoding] if answer.valueCoding else []),
        *(concept.coding if concept else []),
    ]


def _plain(answer: Valued, codings: list[Coding], place: Place, options: Options) -> int | None:
    concept = answer.valueCodeableConcept
    words = [answer.valueString, concept.text if concept and not concept.coding else None]
    answered = [coding for coding in codings if not _ABSENT.search(coding.system or "")]
    numbers = _numbers(answer)
    if not (answered or numbers or any(words)):
        return None
    heard = [_spoken(text, place) for text in words if text]
    coded = [_coded(coding, place, options) for coding in answered]
    found = {points for points in (*numbers, *heard, *coded) if points is not None}
    if len(found) != 1:
        raise Refused(f"The answer to {place} {'contradicts itself' if found else 'is unknown'}.")
    return _allowed(found.pop(), place)


def _numbers(answer: Valued) -> list[Number]:
    quantity = answer.valueQuantity.value if answer.valueQuantity else None
    given = (answer.valueInteger, answer.valueDecimal, quantity)
    return [number for number in given if number is not None]


def _spoken(text: str, place: Place) -> int | None:
    """Points of an answer in words or as a digit."""
    if re.fullmatch(r"\s*\d\s*", text, re.ASCII):
        return int(text)
    return points_by_words(place.instrument, text)


def _coded(coding: Coding, place: Place, options: Options) -> Number | None:
    """Points of a coded answer. A code that its own display contradicts is worth nothing."""
    display = coding.display or ""
    spoken = points_by_words(place.instrument, display)
    by_code: Number | None = options.get((coding.system, coding.code or ""))
    if is_loinc(coding):
        by_code = points_by_code(place).get(coding.code or "", by_code)
    if by_code is None:
        return spoken
    if spoken not in (None, by_code) or display.strip().casefold() in _NO_OPTION:
        raise Refused(f"The answer to {place} has a code and a text that contradict each other.")
    return by_code


def _allowed(number: Number, place: Place) -> int:
    points = _whole(number)
    if place.question is None or points is None:
        raise Refused(f"The answer to {place} is not a whole number of points.")
    item = instrument(place.instrument).items[place.question]
    if points not in item.allowed:
        raise Refused(f"The answer to {place} is not from {item.minimum} to {item.maximum}.")
    return points


def _whole(number: Number) -> int | None:
    """Bounded first: turning 1e999999 into an int would take all memory."""
    return int(number) if -1000 < number < 1000 and number == int(number) else None
