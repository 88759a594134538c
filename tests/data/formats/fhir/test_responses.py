"""Which response is a PHQ-9 or GAD-7, by whatever means its questions can be told."""

from typing import Any

import pytest

from data.reference import instrument
from tests.fhir_made import coded, item, items, only, patient, read, reasons, response

POINTS = (0, 1, 2, 3, 0, 1, 2, 3, 1)
CODES = [question.loinc for question in instrument("phq9").items]
WORDINGS = [question.wording for question in instrument("phq9").items]


def named(**elements: list[Any]) -> list[dict[str, Any]]:
    """Nine items with linkIds that say nothing and, each, its own value of these elements."""
    return [
        item(
            f"q{n}", {"valueInteger": points}, **{name: each[n] for name, each in elements.items()}
        )
        for n, points in enumerate(POINTS)
    ]


WAYS = {
    "the linkId": [item(str(c), {"valueInteger": p}) for c, p in zip(CODES, POINTS, strict=True)],
    "the linkId as a path": [
        item(f"/44249-1/{code}", {"valueInteger": p}) for code, p in zip(CODES, POINTS, strict=True)
    ],
    "the definition": named(definition=[f"http://loinc.orgfhir/DataElement/{c}" for c in CODES]),
    "the definition's fragment": named(definition=[f"http://x.example/phq#{c}" for c in CODES]),
    "the code": named(code=[coded(code)["coding"] for code in CODES]),
    "the text": named(text=WORDINGS),
    "the text as LOINC names it": named(
        text=[f"{words} in last 2 weeks [Reported.PHQ]" for words in WORDINGS]
    ),
}


@pytest.mark.parametrize("given", WAYS.values(), ids=WAYS.keys())
def test_a_phq9_is_known_by(given: list[dict[str, Any]]) -> None:
    record = only(read(response(given)))
    assert (record.instrument, record.answers) == ("phq9", POINTS)


def test_the_order_of_the_items_does_not_matter() -> None:
    assert only(read(response(items(POINTS)[::-1]))).answers == POINTS


def test_questions_are_found_in_groups_and_under_other_answers() -> None:
    first, *others = items(POINTS)
    under = {"valueString": "see below", "item": others}
    group = item("/44249-1", item=[first, item("remark", under)])
    assert only(read(response([group]))).answers == POINTS


def test_a_gad7_is_read_as_one() -> None:
    record = only(read(response(items((3, 2, 1, 0, 1, 2, 3), "gad7"))))
    assert (record.instrument, record.answers) == ("gad7", (3, 2, 1, 0, 1, 2, 3))


def test_a_response_with_both_gives_two_records() -> None:
    file = read(response([*items(POINTS), *items((1,) * 7, "gad7")]))
    assert [(each.instrument, each.source_id) for each in file.assessments] == [
        ("gad7", "QuestionnaireResponse/r1"),
        ("phq9", "QuestionnaireResponse/r1"),
    ]


def form(**elements: Any) -> dict[str, Any]:
    """A Questionnaire whose linkIds say nothing, with the codes of the PHQ-9."""
    option = {
        "valueCoding": {"system": "urn:example", "code": "sehr"},
        "extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 3}
        ],
    }
    asked = [
        {"linkId": f"q{n}", "code": coded(code)["coding"], "answerOption": [option]}
        for n, code in enumerate(CODES)
    ]
    made = {"resourceType": "Questionnaire", "id": "form", "url": "http://x.example/phq"}
    return made | {"item": [{"linkId": "group", "item": asked}]} | elements


@pytest.mark.parametrize(
    "reference",
    ["http://x.example/phq", "http://x.example/phq|1.0", {"reference": "Questionnaire/form"}],
    ids=["by its address", "by address and version", "by reference, as in STU3"],
)
def test_the_form_in_the_same_file_tells_the_questions(reference: Any) -> None:
    file = read(form(), response(named(), questionnaire=reference))
    assert [each.answers for each in file.assessments] == [POINTS]
    assert [each.what for each in file.left_out] == ["Questionnaire"]


def test_the_form_inside_the_response_tells_the_questions() -> None:
    whole = response(named(), contained=[form(id="f")], questionnaire="#f")
    assert only(read(whole)).answers == POINTS


def test_the_form_gives_the_points_of_its_own_answer_codes() -> None:
    given = [
        item(f"q{n}", {"valueCoding": {"system": "urn:example", "code": "sehr"}}) for n in range(9)
    ]
    file = read(form(), response(given, questionnaire="http://x.example/phq"))
    assert [each.answers for each in file.assessments] == [(3,) * 9]


def test_numbered_items_without_codes_or_known_words_are_not_guessed() -> None:
    (why,) = reasons(read(response(named())))
    assert why == "No question of the PHQ-9, GAD-7 or AUDIT-C was recognised in it."


def test_a_question_answered_twice_refuses_the_response() -> None:
    (why,) = reasons(read(response([*items(POINTS), *items(POINTS)[:1]])))
    assert why == "The file answers question 1 of the PHQ-9 more than once."


def test_two_answers_to_one_question_refuse_the_response() -> None:
    given = items(POINTS)
    given[8] = item("/44260-8", {"valueInteger": 0}, {"valueInteger": 1})
    (why,) = reasons(read(response(given)))
    assert why == "The file answers question 9 of the PHQ-9 more than once."


def test_a_question_marked_as_two_refuses_the_response() -> None:
    given = [*items(POINTS)[:8], item("/44260-8", {"valueInteger": 0}, text=WORDINGS[0])]
    (why,) = reasons(read(response(given)))
    assert why == "One of its questions is marked as two different ones."


def test_two_different_totals_refuse_the_response() -> None:
    totals = [item("44261-6", {"valueInteger": total}) for total in (12, 13)]
    (why,) = reasons(read(response([*items(POINTS), *totals])))
    assert why == "The file records two different totals for it."


def test_a_refused_instrument_leaves_the_other_one_of_the_response() -> None:
    file = read(response([*items(POINTS), *items((9,) * 7, "gad7")]))
    assert [each.instrument for each in file.assessments] == ["phq9"]
    assert [each.why for each in file.left_out] == [
        "The answer to question 1 of the GAD-7 is not from 0 to 3."
    ]


@pytest.mark.parametrize("status", ["in-progress", "stopped", "entered-in-error", None, "final"])
def test_what_is_not_finished_by_its_own_status_is_left_out(status: str | None) -> None:
    given = response(items(POINTS))
    del given["status"]
    (why,) = reasons(read(given | ({"status": status} if status else {})))
    assert why == "Its own status says that it is not a finished questionnaire."


def test_an_amended_response_is_taken() -> None:
    assert only(read(response(items(POINTS), status="amended"))).answers == POINTS


def test_a_total_alone_is_an_assessment_with_unknown_answers() -> None:
    record = only(read(response([item("44261-6", {"valueInteger": 14})])))
    assert (record.answers, record.recorded_total) == (None, 14)


def test_a_blank_form_is_left_out() -> None:
    assert reasons(read(response(items([None] * 9)))) == ["None of its questions is answered."]


def test_a_phq2_is_not_taken_for_a_phq9_with_gaps() -> None:
    (why,) = reasons(read(response(items((2, 1)))))
    assert why.startswith("It holds only the first two questions")


def test_two_answers_with_the_total_of_a_phq9_are_a_phq9_with_gaps() -> None:
    record = only(read(response([*items((2, 1)), item("44261-6", {"valueInteger": 9})])))
    assert record.answers == (2, 1, *(None,) * 7)


def test_eight_questions_are_noted_as_a_possible_phq8() -> None:
    record = only(read(response(items((1,) * 8))))
    assert record.answers == (*(1,) * 8, None)
    assert any("PHQ-8" in note for note in record.notes)


def test_a_question_left_blank_does_not_make_a_phq8() -> None:
    record = only(read(response(items((*(1,) * 8, None)))))
    assert not any("PHQ-8" in note for note in record.notes)


def test_a_valid_response_of_a_known_person_needs_no_note() -> None:
    file = read(patient(), response(items(POINTS)))
    assert [each.notes for each in file.assessments] == [()]


def test_a_response_in_stu3_form_needs_no_note() -> None:
    form_reference = {"reference": "Questionnaire/elsewhere"}
    file = read(patient(), response(items(POINTS), questionnaire=form_reference))
    assert [each.notes for each in file.assessments] == [()]


def test_a_response_that_is_not_quite_fhir_is_read_with_a_note() -> None:
    file = read(patient(), response(WAYS["the code"]))
    (note,) = file.assessments[0].notes
    assert note == "Not valid as FHIR R4 or STU3 (see item.0.code), but clear enough to read."


def test_what_the_fhir_library_trips_over_is_read_with_a_note() -> None:
    strange = {"resourceType": "Nonsense", "id": "n"}
    file = read(patient(), response(items(POINTS), contained=[strange]))
    assert [each.answers for each in file.assessments] == [POINTS]
    assert file.assessments[0].notes[0].startswith("Not valid as FHIR")


@pytest.mark.parametrize(
    "told",
    [
        {"questionnaire": "http://loinc.org/q/89206-7|2.73"},
        {"questionnaire": {"reference": "Questionnaire/89206-7"}},
        {"item": [item("/89206-7", item=items(POINTS))]},
        {"item": [*items(POINTS), item("/89204-2", {"valueInteger": 13})]},
    ],
)
def test_a_teen_form_is_a_phq9_with_a_note(told: dict[str, Any]) -> None:
    record = only(read(response(items(POINTS), **told)))
    assert (record.instrument, record.answers) == ("phq9", POINTS)
    assert "The file calls it a PHQ-9 modified for teens; it was taken as a PHQ-9." in record.notes
