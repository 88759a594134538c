"""A medicine that was taken or ordered, by the name the file gives it."""

from typing import Any

import pytest

from tests.fhir_made import notes, read, refusal, single, told

NAMED = {"text": "Sertraline 50 mg"}
OVER = "The file says that it is over, but not since when."


def statement(**elements: Any) -> dict[str, Any]:
    return told(
        "MedicationStatement",
        **({"status": "active", "medicationCodeableConcept": NAMED} | elements),
    )


def request(**elements: Any) -> dict[str, Any]:
    made = {"status": "active", "intent": "order", "medicationCodeableConcept": NAMED}
    return told("MedicationRequest", **(made | elements))


def test_a_statement_tells_from_when_to_when() -> None:
    period = {"start": "2024-05", "end": "2025"}
    record = single(read(statement(effectivePeriod=period, dateAsserted="2026-03-02")))
    assert (record.name, record.started.text, record.stopped.text) == (
        "Sertraline 50 mg",
        "2024-05",
        "2025",
    )
    assert record.noted_at.isoformat() == "2026-03-02T00:00:00+00:00"
    assert notes(record) == ()


def test_one_date_is_the_start_with_a_note() -> None:
    record = single(read(statement(effectiveDateTime="2024-05-06")))
    assert (record.started.text, record.stopped) == ("2024-05-06", None)
    assert notes(record) == ("The file gives one date, which was taken as the start.",)


def test_an_order_has_no_start_but_the_time_it_was_written() -> None:
    record = single(read(request(authoredOn="2026-03-02T09:30:00Z")))
    assert record.started is None
    assert record.noted_at.isoformat() == "2026-03-02T09:30:00+00:00"
    assert notes(record) == ("It was ordered; the file does not say whether it was taken.",)


@pytest.mark.parametrize("status", ["completed", "stopped"])
def test_what_is_over_without_a_date_is_over_all_the_same(status: str) -> None:
    record = single(read(statement(status=status)))
    assert OVER in record.notes
    assert (record.over, record.stopped) == (True, None)
    assert not single(read(statement())).over
    ended = single(read(statement(status=status, effectivePeriod={"end": "2025"})))
    assert OVER not in ended.notes


LEFT_OUT = {
    "The file says that it was entered in error.": statement(status="entered-in-error"),
    "The file says that it was not taken.": statement(status="not-taken"),
    "It was only intended, not taken.": statement(status="intended"),
    "It was cancelled before any of it was taken.": request(status="cancelled"),
    "It is only a draft, not an order.": request(status="draft"),
    "It is only proposed or planned, not ordered.": request(intent="plan"),
    "It says that the medicine is not to be taken.": request(doNotPerform=True),
    "It ends before it begins.": statement(effectivePeriod={"start": "2025-02", "end": "2025-01"}),
}


@pytest.mark.parametrize("sentence", LEFT_OUT)
def test_what_was_not_taken_or_not_ordered_is_left_out(sentence: str) -> None:
    assert refusal(read(LEFT_OUT[sentence])) == sentence


def test_not_taken_in_stu3_form_is_left_out() -> None:
    assert refusal(read(statement(taken="n"))) == "The file says that it was not taken."


def test_the_medicine_may_be_contained() -> None:
    inside = {"resourceType": "Medication", "id": "m", "code": NAMED}
    given = statement(medicationCodeableConcept=None, medicationReference={"reference": "#m"})
    assert single(read(given | {"contained": [inside]})).name == "Sertraline 50 mg"


def test_the_medicine_may_be_a_resource_of_the_file() -> None:
    other = {"resourceType": "Medication", "id": "m", "code": NAMED}
    given = statement(
        medicationCodeableConcept=None, medicationReference={"reference": "Medication/m"}
    )
    file = read(other, given)
    assert [each.name for each in file.entries] == ["Sertraline 50 mg"]  # type: ignore[union-attr]
    assert [each.why for each in file.left_out] == [
        "A medicine by itself is not taken in, only what tells who takes it."
    ]


def test_the_medicine_may_be_named_by_the_reference_alone() -> None:
    elsewhere = {"reference": "Medication/elsewhere", "display": "Sertraline"}
    given = statement(medicationCodeableConcept=None, medicationReference=elsewhere)
    assert single(read(given)).name == "Sertraline"


@pytest.mark.parametrize(
    "nothing",
    [
        {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1"}]},
        {"text": "No known medications"},
        {"text": " "},
        None,
    ],
)
def test_what_names_no_medicine_is_left_out(nothing: dict[str, Any] | None) -> None:
    assert refusal(read(statement(medicationCodeableConcept=nothing))) == (
        "It does not name a medicine in words."
    )


def test_another_resource_is_no_medicine() -> None:
    inside = {"resourceType": "Substance", "id": "m", "code": NAMED}
    given = statement(medicationCodeableConcept=None, medicationReference={"reference": "#m"})
    assert refusal(read(given | {"contained": [inside]})) == "It does not name a medicine in words."
