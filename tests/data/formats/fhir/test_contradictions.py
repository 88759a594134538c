"""A code beside which stands the name of something else is not taken for either."""

from typing import Any

import pytest

from data.reference import instrument
from tests.fhir_made import item, observation, quantity, read, refusal, response, single

CONTRADICTION = "Its code and the name beside it contradict each other."
PHQ9, GAD7 = instrument("phq9").items, instrument("gad7").items


def concept(code: str, display: str, **elements: Any) -> dict[str, Any]:
    return {"coding": [{"system": "http://loinc.org", "code": code, "display": display}]} | elements


CONTRARY = {
    "systolic and diastolic": concept("8480-6", "Diastolic blood pressure"),
    "a pressure and a pulse": concept("8462-4", "Pulse"),
    "a panel and a reading": concept("85354-9", "Heart rate"),
    "a code and a text": {"coding": [{"code": "8867-4"}], "text": "Respiratory rate"},
    "two questions": concept(str(PHQ9[0].loinc), str(PHQ9[1].wording)),
    "two questionnaires": concept(str(PHQ9[0].loinc), str(GAD7[0].wording)),
    "two totals": concept("44261-6", "Generalized anxiety disorder 7 item (GAD-7) total score"),
    "a question and a total": concept(str(GAD7[0].loinc), "PHQ-9 total score"),
    "a total and a reading": concept("44261-6", "Body weight"),
    "one display of two": {
        "coding": [
            {"code": "8480-6", "display": "Systolic blood pressure"},
            {"system": "http://snomed.info/sct", "code": "1", "display": "Diastolic BP"},
        ]
    },
}


@pytest.mark.parametrize("code", CONTRARY.values(), ids=CONTRARY.keys())
def test_a_code_with_the_name_of_another_is_refused(code: dict[str, Any]) -> None:
    given = observation(None, code=code, valueQuantity=quantity(80, "mm[Hg]"))
    assert refusal(read(given)) == CONTRADICTION


def test_a_component_with_the_name_of_another_refuses_the_whole() -> None:
    parts = [
        {"code": concept(code, display), "valueQuantity": quantity(value, "mm[Hg]")}
        for code, display, value in (("8480-6", "Diastolic", 70), ("8462-4", "Systolic", 120))
    ]
    given = observation(None, code=concept("85354-9", "Blood pressure"), component=parts)
    assert refusal(read(given)) == CONTRADICTION


def test_a_question_with_the_name_of_another_refuses_the_response() -> None:
    contrary = concept(str(PHQ9[0].loinc), str(PHQ9[1].wording))["coding"]
    assert (
        refusal(read(response([item("q1", {"valueInteger": 1}, code=contrary)]))) == CONTRADICTION
    )


AGREEING = {
    "its own name": concept("8867-4", "Heart Rate", text="heart_rate"),
    "words of the sender": concept("8867-4", "Puls", text="Herzfrequenz"),
    "no name": concept("8867-4", ""),
}


@pytest.mark.parametrize("code", AGREEING.values(), ids=AGREEING.keys())
def test_a_code_with_its_own_or_an_unknown_name_is_taken(code: dict[str, Any]) -> None:
    given = observation(None, code=code, valueQuantity=quantity(80, "/min"))
    assert single(read(given)).hr == 80


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("phq9", "Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]"),
        ("phq9", "PHQ-9 quick depression assessment Total score"),
        ("gad7", "Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]"),
        ("audit_c", "Total score [AUDIT-C]"),
    ],
)
def test_the_names_that_loinc_gives_totals_are_their_own(id: str, name: str) -> None:
    given = observation(None, 5, code=concept(str(instrument(id).loinc.total), name))
    assert single(read(given)).instrument == id
