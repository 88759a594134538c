"""An AdverseEvent is one side effect in the words of the file."""

from typing import Any

import pytest

from data.reference.side_effects import side_effects
from tests.fhir_made import read, refusal, single, told

TERMS = side_effects().terms.values()


def event(**elements: Any) -> dict[str, Any]:
    made = {
        "actuality": "actual",
        "event": {"text": "Felt sick on the way home"},
        "date": "2026-03-02T15:00:00Z",
    }
    return told("AdverseEvent", **(made | elements))


def coded(code: str, **elements: Any) -> dict[str, Any]:
    return {"coding": [{"code": code} | elements]}


def test_an_event_keeps_its_words_and_its_day() -> None:
    record = single(read(event()))
    assert record.text == "Felt sick on the way home"
    assert record.happened.text == "2026-03-02"
    assert (record.term, record.grade, record.serious, record.related) == (None,) * 4


@pytest.mark.parametrize(("severity", "grade"), [("mild", 1), ("moderate", 2), ("Severe", 3)])
def test_severity_is_the_grade(severity: str, grade: int) -> None:
    assert single(read(event(severity=coded(severity)))).grade == grade
    in_stu3 = event(actuality=None, category="AE", seriousness=coded(severity))
    assert single(read(in_stu3)).grade == grade


def test_a_severity_may_be_a_word_and_two_of_them_are_none() -> None:
    assert single(read(event(severity={"text": "Moderate"}))).grade == 2
    two = {"coding": [{"code": "mild"}, {"code": "severe"}]}
    assert single(read(event(severity=two))).grade is None


def test_another_severity_is_no_grade_but_a_note() -> None:
    record = single(read(event(severity={"text": "quite bad"})))
    assert record.grade is None
    assert "The file gives a severity other than mild, moderate or severe." in record.notes


@pytest.mark.parametrize(
    ("code", "serious"), [("Serious", True), ("Non-serious", False), ("maybe", None)]
)
def test_serious_is_what_the_file_calls_so(code: str, serious: bool | None) -> None:
    assert single(read(event(seriousness=coded(code)))).serious is serious


@pytest.mark.parametrize("term", TERMS, ids=[term.code for term in TERMS])
def test_the_names_of_the_vocabulary_are_its_terms(term: Any) -> None:
    for name in (term.label, term.meddra.upper()):
        assert single(read(event(event={"text": name}))).term == term.code
    if term.snomed:
        code = coded(term.snomed, system="http://snomed.info/sct")
        assert single(read(event(event=code | {"text": "as told"}))).term == term.code


def test_a_code_with_the_name_of_another_effect_is_refused() -> None:
    headache = coded("25064002", system="http://snomed.info/sct", display="Nausea")
    assert refusal(read(event(event=headache))) == (
        "Its code and the name beside it contradict each other."
    )


@pytest.mark.parametrize(
    "might", [{"actuality": "potential"}, {"actuality": None, "category": "PAE"}]
)
def test_what_only_might_have_happened_is_left_out(might: dict[str, Any]) -> None:
    assert (
        refusal(read(event(**might)))
        == "It is an event that might have happened, not one that did."
    )


def test_an_event_without_words_is_left_out() -> None:
    assert refusal(read(event(event=coded("1")))) == "It does not say in words what happened."


def test_the_words_may_be_the_type_or_the_description_of_stu3() -> None:
    assert single(read(event(event=None, type={"text": "Fell"}))).text == "Fell"
    assert single(read(event(event=None, description="Fell\n twice"))).text == "Fell twice"


def test_when_it_was_noticed_stands_in_for_when_it_happened() -> None:
    record = single(read(event(date=None, detected="2026-03")))
    assert (record.happened.text, record.happened.exact) == ("2026-03", None)
    assert any("noticed" in note for note in record.notes)


def test_a_date_that_is_none_is_noted_and_unknown() -> None:
    record = single(read(event(date="2026-02-30")))
    assert record.happened is None
    assert "A date in the file is not a date; it stays unknown." in record.notes


@pytest.mark.parametrize(
    ("outcome", "said"), [("resolved", "over, but not since when"), ("fatal", "death")]
)
def test_an_outcome_is_noted(outcome: str, said: str) -> None:
    record = single(read(event(outcome=coded(outcome))))
    assert record.resolved is None
    assert any(said in note for note in record.notes)
