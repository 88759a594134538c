"""What an answer is worth, in every way that files are known to put it."""

import itertools
from typing import Any

import pytest

from tests.fhir_made import item, items, only, read, reasons, response

LOINC = "http://loinc.org"
CO_VALUE = "http://hl7.org/fhir/StructureDefinition/iso21090-CO-value"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
WEIGHT = "http://hl7.org/fhir/StructureDefinition/itemWeight"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
ZEROS = (0,) * 8


def coding(code: str, display: str | None = None, **elements: Any) -> dict[str, Any]:
    shown = {"display": display} if display else {}
    return {"valueCoding": {"system": LOINC, "code": code, **shown, **elements}}


def weighed(url: str, number: float) -> dict[str, Any]:
    return {"extension": [{"url": url, "valueDecimal": number}]}


def first_answer_is(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """A PHQ-9 whose first answer is this and whose others are zero."""
    return [item("/44250-9", answer), *items((0, *ZEROS))[1:]]


TWO: dict[str, dict[str, Any]] = {
    "an integer": {"valueInteger": 2},
    "a decimal": {"valueDecimal": 2.0},
    "a quantity": {"valueQuantity": {"value": 2}},
    "digits": {"valueString": " 2 "},
    "words": {"valueString": "more than half the days"},
    "a LOINC code": coding("LA6570-1"),
    "a LOINC code with its words": coding("LA6570-1", "More than half the days"),
    "a LOINC code in another language": coding("LA6570-1", "An mehr als der Hälfte der Tage"),
    "a local code with the words": {
        "valueCoding": {"system": "urn:example", "code": "c", "display": "More than half the days"}
    },
    "CO-value over a bare yes": coding("LA6568-5", "Yes", **weighed(CO_VALUE, 2)),
    "ordinal value": coding("any", **weighed(ORDINAL, 2)),
    "item weight on the answer": {**coding("any"), **weighed(WEIGHT, 2)},
}


@pytest.mark.parametrize("answer", TWO.values(), ids=TWO.keys())
def test_two_points_are_read_from(answer: dict[str, Any]) -> None:
    assert only(read(response(first_answer_is(answer)))).answers == (2, *ZEROS)


UNREADABLE = {
    "four points": {"valueInteger": 4},
    "less than none": {"valueInteger": -1},
    "half a point": {"valueDecimal": 1.5},
    "a number past all bounds": {"valueQuantity": {"value": 10**30}},
    "a boolean": {"valueBoolean": True},
    "words of no option": {"valueString": "sometimes"},
    "a code of no option": coding("LA12345-6"),
    "a local code alone": {"valueCoding": {"system": "urn:example", "code": "2"}},
    "a code and the words of another": coding("LA6568-5", "Nearly every day"),
    "a bare yes without its extension": coding("LA6568-5", "Yes"),
    "two values": {"valueInteger": 1, "valueDecimal": 2},
    "a value and another weight": {"valueInteger": 1, **weighed(ORDINAL, 2)},
    "words and another weight": coding("LA6571-9", "Nearly every day", **weighed(ORDINAL, 1)),
    "two weights": {**coding("any", **weighed(ORDINAL, 1)), **weighed(WEIGHT, 2)},
    "a weight out of range": coding("LA6568-5", **weighed(ORDINAL, 4)),
}


@pytest.mark.parametrize("answer", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_nothing_is_guessed_from(answer: dict[str, Any]) -> None:
    (why,) = reasons(read(response(first_answer_is(answer))))
    assert why.startswith("The answer to question 1 of the PHQ-9 ")


def test_true_is_not_one() -> None:
    (why,) = reasons(read(response(first_answer_is({"valueInteger": True}))))
    assert why == "Its element item does not have the form that FHIR gives it."


SILENT: dict[str, dict[str, Any]] = {
    "no answer": item("/44260-8"),
    "an empty list of answers": item("/44260-8", answer=[]),
    "an answer without a value": item("/44260-8", {"extension": []}),
    "a reason for its absence": item("/44260-8", {"valueCoding": {"system": ABSENT, "code": "x"}}),
}


@pytest.mark.parametrize("unanswered", SILENT.values(), ids=SILENT.keys())
def test_an_unanswered_question_is_unknown_and_never_zero(unanswered: dict[str, Any]) -> None:
    record = only(read(response([*items(ZEROS), unanswered])))
    assert record.answers == (*ZEROS, None)


def test_answers_from_an_extension_that_differs_from_the_codes_say_so() -> None:
    record = only(read(response(first_answer_is(TWO["CO-value over a bare yes"]))))
    assert any("ordinal extension" in note for note in record.notes)


def test_answers_whose_extension_agrees_need_no_note() -> None:
    record = only(read(response(first_answer_is(coding("LA6570-1", **weighed(ORDINAL, 2))))))
    assert not any("ordinal extension" in note for note in record.notes)


TOTALS = {
    "an integer": {"valueInteger": 35},
    "a decimal": {"valueDecimal": 35.0},
    "a quantity": {"valueQuantity": {"value": 35, "unit": "{score}"}},
    "a string": {"valueString": "35"},
}


@pytest.mark.parametrize("total", TOTALS.values(), ids=TOTALS.keys())
def test_a_recorded_total_is_kept_even_where_it_is_wrong(total: dict[str, Any]) -> None:
    record = only(read(response([*items((1,) * 9), item("/44261-6", total)])))
    assert (record.answers, record.recorded_total) == ((1,) * 9, 35)


@pytest.mark.parametrize("total", [{"valueString": "about 9"}, {"valueDecimal": 9.5}])
def test_a_total_that_is_no_number_is_passed_over_with_a_note(total: dict[str, Any]) -> None:
    record = only(read(response([*items((1,) * 9), item("/44261-6", total)])))
    assert record.recorded_total is None
    assert any("recorded total" in note for note in record.notes)


def test_every_option_of_both_instruments_is_read_by_its_loinc_code() -> None:
    codes = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")
    for link, (points, code) in itertools.product(("44255-8", "68509-9"), enumerate(codes)):
        whole = "phq9" if link == "44255-8" else "gad7"
        others = [each for each in items(ZEROS, whole) if link not in each["linkId"]]
        record = only(read(response([item(link, coding(code)), *others, *missing_last(whole)])))
        assert record.answers is not None
        assert record.answers[1] == points


def missing_last(of: str) -> list[dict[str, Any]]:
    """`items` of eight zeros leaves out the ninth question of the PHQ-9."""
    return [item("/44260-8", {"valueInteger": 0})] if of == "phq9" else []
