"""An allergy, none known, or something that says less than either."""

from typing import Any

import pytest

from tests.fhir_made import read, refusal, single, told

SNOMED = "http://snomed.info/sct"
ONE_KIND = "It says only that no allergy of one kind is known, such as to drugs."


def allergy(**elements: Any) -> dict[str, Any]:
    return told("AllergyIntolerance", **({"code": {"text": "Penicillin"}} | elements))


def code(number: str, display: str | None = None, **elements: Any) -> dict[str, Any]:
    shown = {"display": display} if display else {}
    return {"coding": [{"system": SNOMED, "code": number} | shown]} | elements


@pytest.mark.parametrize("element", ["recordedDate", "assertedDate"])
def test_an_allergy_is_to_something_and_was_noted_at_some_time(element: str) -> None:
    record = single(read(allergy(**{element: "2026-03-02T09:30:00Z"})))
    assert (record.substance, record.named) == ("Penicillin", "Patient/ann")
    assert record.noted_at.isoformat() == "2026-03-02T09:30:00+00:00"


@pytest.mark.parametrize(
    "none",
    [
        code("716186003"),
        code("716186003", "No known allergy (situation)"),
        code("160244002", "No known allergies"),
        {"text": "No Known Allergies."},
        {"text": "NKA"},
        {"text": "no allergies"},
    ],
)
def test_none_known_is_an_entry_without_a_substance(none: dict[str, Any]) -> None:
    assert single(read(allergy(code=none))).substance is None


@pytest.mark.parametrize(
    "less",
    [
        code("409137002"),
        code("429625007", "No known food allergy"),
        {"text": "No known drug allergies"},
        {"text": "NKDA"},
    ],
)
def test_none_of_one_kind_known_is_not_none_known(less: dict[str, Any]) -> None:
    assert refusal(read(allergy(code=less))) == ONE_KIND


@pytest.mark.parametrize(
    "contrary",
    [
        code("716186003", "Allergy to penicillin"),
        code("716186003", text="Penicillin"),
        code("91936005", "Allergy to penicillin", text="No known allergies"),
    ],
)
def test_none_known_beside_an_allergy_is_refused(contrary: dict[str, Any]) -> None:
    assert refusal(read(allergy(code=contrary))) == (
        "Its code and the name beside it contradict each other."
    )


@pytest.mark.parametrize("nothing", [None, code("1"), {"text": "No information about allergies"}])
def test_an_allergy_to_nothing_that_is_named_is_left_out(nothing: dict[str, Any] | None) -> None:
    assert refusal(read(allergy(code=nothing))) == (
        "It does not say in words what the allergy is to."
    )


def in_both_forms(code: str) -> list[Any]:
    """The concept of R4 and the bare code of STU3."""
    return [{"coding": [{"code": code}]}, code]


@pytest.mark.parametrize("status", in_both_forms("refuted"))
def test_what_was_refuted_is_left_out(status: Any) -> None:
    assert refusal(read(allergy(verificationStatus=status))) == "The file says that it was refuted."


@pytest.mark.parametrize("status", in_both_forms("entered-in-error"))
def test_what_was_entered_in_error_is_left_out(status: Any) -> None:
    assert refusal(read(allergy(verificationStatus=status))) == (
        "The file says that it was entered in error."
    )


@pytest.mark.parametrize("status", in_both_forms("unconfirmed"))
def test_what_is_not_confirmed_is_noted(status: Any) -> None:
    assert "The file marks it as not confirmed." in (
        single(read(allergy(verificationStatus=status))).notes
    )


@pytest.mark.parametrize("word", ["resolved", "inactive"])
def test_an_allergy_that_is_over_stays_and_says_so_behind_its_name(word: str) -> None:
    for status in in_both_forms(word):
        record = single(read(allergy(clinicalStatus=status)))
        assert record.substance == f"Penicillin ({word})"
        assert "The file marks the allergy as no longer active." in record.notes


@pytest.mark.parametrize("status", in_both_forms("resolved"))
def test_none_known_formerly_is_not_none_known(status: Any) -> None:
    assert refusal(read(allergy(code={"text": "NKA"}, clinicalStatus=status))) == (
        "It says that none was known formerly, which tells nothing of today."
    )
