"""Observations are put together to forms, and no form is counted twice."""

from typing import Any

import pytest

from tests.fhir_made import (
    answered_one_by_one,
    coded,
    items,
    observation,
    only,
    patient,
    read,
    reasons,
    response,
)

POINTS = (0, 1, 2, 3, 0, 1, 2, 3, 1)
NOT_OURS = "Neither a questionnaire nor a vital sign that is taken in."
TOTAL = "44261-6"
PANEL = "44249-1"
LATER = "2026-03-02T09:31:00Z"


def refer(*ids: str) -> list[dict[str, str]]:
    return [{"reference": f"Observation/{id}"} for id in ids]


def test_answers_of_one_person_at_one_time_are_one_form() -> None:
    record = only(read(*answered_one_by_one(POINTS)))
    assert (record.instrument, record.answers) == ("phq9", POINTS)


def test_answers_at_another_time_are_another_form() -> None:
    first, *others = answered_one_by_one(POINTS)
    file = read(first | {"effectiveDateTime": LATER}, *others)
    assert {each.answers for each in file.assessments} == {
        (0, *(None,) * 8),
        (None, *POINTS[1:]),
    }


def test_answers_of_another_person_are_another_form() -> None:
    first, *others = answered_one_by_one(POINTS)
    file = read(first | {"subject": {"reference": "Patient/ben"}}, *others)
    assert len(file.assessments) == 2


def test_answers_of_nobody_in_particular_are_not_put_together() -> None:
    nameless = [
        {name: value for name, value in each.items() if name != "subject"}
        for each in answered_one_by_one(POINTS)
    ]
    assert len(read(*nameless).assessments) == 9


def test_answers_about_a_contained_person_who_is_not_there_are_not_put_together() -> None:
    pieces = answered_one_by_one(POINTS)
    assert len(read(*[each | {"subject": {"reference": "#p"}} for each in pieces]).assessments) == 9


def test_one_answer_alone_leaves_the_others_unknown() -> None:
    record = only(read(observation("44260-8", 0)))
    assert record.answers == (*(None,) * 8, 0)


def test_the_first_two_alone_are_a_phq2() -> None:
    (why,) = reasons(read(*answered_one_by_one(POINTS)[:2]))
    assert why.startswith("It holds only the first two questions")


def test_a_panel_draws_in_its_members() -> None:
    members = answered_one_by_one(POINTS)
    members[3]["effectiveDateTime"] = LATER
    panel = observation(PANEL, id="panel", hasMember=refer(*[each["id"] for each in members]))
    record = only(read(*members, panel))
    assert (record.source_id, record.answers) == ("Observation/panel", POINTS)


def test_a_panel_in_stu3_form_draws_in_its_members() -> None:
    members = answered_one_by_one(POINTS)
    members[3]["effectiveDateTime"] = LATER
    related = [
        {"type": "has-member", "target": target}
        for target in refer(*[each["id"] for each in members])
    ]
    assert only(read(*members, observation(PANEL, id="panel", related=related))).answers == POINTS


def test_a_panel_does_not_draw_in_what_is_about_someone_else() -> None:
    other = observation("44260-8", 3, subject={"reference": "Patient/ben"})
    panel = observation(PANEL, id="panel", hasMember=refer("o1"))
    file = read(other, panel)
    assert [each.source_id for each in file.assessments] == ["Observation/o1"]
    assert [each.why for each in file.left_out] == [
        "It is a panel whose answers are not in this file."
    ]


def test_a_panel_with_components_is_a_form() -> None:
    parts = [
        {"code": each["code"], "valueInteger": each["valueInteger"]}
        for each in answered_one_by_one(POINTS)
    ]
    total = {"code": coded(TOTAL), "valueQuantity": {"value": 13}}
    record = only(read(observation(PANEL, component=[*parts, total])))
    assert (record.answers, record.recorded_total) == (POINTS, 13)


def test_a_total_alone_is_an_assessment_whose_answers_are_unknown() -> None:
    record = only(read(observation("70274-6", 12)))
    assert (record.instrument, record.answers, record.recorded_total) == ("gad7", None, 12)


def test_a_total_joins_the_answers_of_its_time() -> None:
    record = only(read(observation(TOTAL, 14), *answered_one_by_one(POINTS)))
    assert (record.answers, record.recorded_total) == (POINTS, 14)


JOINING = {
    "derived from it": {"derivedFrom": [{"reference": "QuestionnaireResponse/r1"}]},
    "derived from it, later": {
        "derivedFrom": [{"reference": "QuestionnaireResponse/r1"}],
        "effectiveDateTime": LATER,
    },
    "derived from it, in STU3 form": {
        "related": [{"type": "derived-from", "target": {"reference": "QuestionnaireResponse/r1"}}],
        "effectiveDateTime": LATER,
    },
    "of the same person and time": {},
}


@pytest.mark.parametrize("tie", JOINING.values(), ids=JOINING.keys())
def test_a_total_of_a_response_becomes_its_recorded_total(tie: dict[str, Any]) -> None:
    record = only(read(response(items(POINTS)), observation(TOTAL, 14, **tie)))
    assert record.source_id == "QuestionnaireResponse/r1"
    assert (record.answers, record.recorded_total) == (POINTS, 14)


def test_answers_repeated_as_observations_are_not_a_second_form() -> None:
    file = read(patient(), response(items(POINTS)), *answered_one_by_one(POINTS))
    assert [(each.answers, each.notes) for each in file.assessments] == [(POINTS, ())]


def test_where_observations_contradict_the_response_the_response_stands_with_a_note() -> None:
    others = answered_one_by_one((3,) * 9)
    record = only(read(response(items(POINTS)), *others))
    assert record.answers == POINTS
    assert any("Observations in the file give other results" in note for note in record.notes)


def test_a_response_of_a_total_alone_takes_its_answers_from_observations() -> None:
    bare = response([{"linkId": TOTAL, "answer": [{"valueInteger": 13}]}])
    record = only(read(bare, *answered_one_by_one(POINTS)))
    assert (record.answers, record.recorded_total) == (POINTS, 13)


def test_a_total_at_another_time_is_an_assessment_of_its_own() -> None:
    file = read(response(items(POINTS)), observation(TOTAL, 14, effectiveDateTime=LATER))
    assert [each.answers for each in file.assessments] == [POINTS, None]


def test_the_total_of_a_refused_response_does_not_come_in_by_itself() -> None:
    refused = response(items((9,) * 9))
    total = observation(TOTAL, 9, derivedFrom=[{"reference": "QuestionnaireResponse/r1"}])
    assert reasons(read(refused, total)) == [
        "The answer to question 1 of the PHQ-9 is not from 0 to 3.",
        "It was derived from a questionnaire that is left out.",
    ]


def test_the_total_of_an_unrecognised_response_comes_in_as_a_total() -> None:
    unknown = response([{"linkId": "1", "answer": [{"valueInteger": 3}]}])
    total = observation(TOTAL, 9, derivedFrom=[{"reference": "QuestionnaireResponse/r1"}])
    assert [each.recorded_total for each in read(unknown, total).assessments] == [9]


def test_the_loinc_system_may_be_given_as_an_oid() -> None:
    code = {"coding": [{"system": "urn:oid:2.16.840.1.113883.6.1", "code": TOTAL}]}
    assert only(read(observation(None, 9, code=code))).recorded_total == 9


WORDING = "Feeling tired or having little energy"


def test_an_observation_without_a_code_is_known_by_its_text() -> None:
    record = only(read(observation(None, 2, code={"text": WORDING})))
    assert record.answers == (None, None, None, 2, *(None,) * 5)


@pytest.mark.parametrize("system", ["http://loinc.org", "urn:example"])
def test_an_observation_of_another_code_is_not_taken_for_its_text(system: str) -> None:
    code = {"coding": [{"system": system, "code": "00000-0"}], "text": WORDING}
    assert reasons(read(observation(None, 2, code=code))) == [NOT_OURS]


def test_an_observation_marked_as_two_questions_is_left_out() -> None:
    code = {"coding": [*coded("44250-9")["coding"], *coded("44255-8")["coding"]]}
    (why,) = reasons(read(observation(None, 2, code=code)))
    assert why == "It is marked as two different questions."


def test_one_question_answered_twice_refuses_the_whole_form() -> None:
    file = read(*answered_one_by_one(POINTS), observation("44250-9", 0, id="again"))
    assert reasons(file) == ["The file answers question 1 of the PHQ-9 more than once."]
    assert file.left_out[0].count == 10


def test_two_different_totals_at_one_time_refuse_each_other() -> None:
    file = read(observation(TOTAL, 9), observation(TOTAL, 10, id="o2"))
    assert reasons(file) == ["The file records two different totals for it."]


def test_a_total_that_is_no_number_is_left_out() -> None:
    (why,) = reasons(read(observation(TOTAL, valueString="mild")))
    assert why == "The recorded total is not a whole number, so it was passed over."


@pytest.mark.parametrize("status", ["preliminary", "entered-in-error", "cancelled", "unknown"])
def test_what_is_not_final_is_left_out(status: str) -> None:
    (why,) = reasons(read(observation(TOTAL, 9, status=status)))
    assert why == "Its own status says that it is not a final result."


@pytest.mark.parametrize("status", ["final", "amended", "corrected"])
def test_what_is_final_is_taken(status: str) -> None:
    assert only(read(observation(TOTAL, 9, status=status))).recorded_total == 9


def test_an_observation_over_a_period_happened_at_its_start() -> None:
    given = observation(TOTAL, 9, effectivePeriod={"start": LATER})
    del given["effectiveDateTime"]
    record = only(read(given))
    assert record.happened_at.isoformat() == "2026-03-02T09:31:00+00:00"
    assert any("period" in note for note in record.notes)


def test_an_observation_without_a_time_is_left_out() -> None:
    given = observation(TOTAL, 9)
    del given["effectiveDateTime"]
    assert reasons(read(given)) == ["It does not say when it was filled in."]


def test_an_answer_that_was_not_given_stays_unknown() -> None:
    *first, last = answered_one_by_one(POINTS)
    del last["valueInteger"]
    record = only(read(*first, last | {"dataAbsentReason": {"text": "declined"}}))
    assert record.answers == (*POINTS[:8], None)


TEEN_FORM = "The file calls it a PHQ-9 modified for teens; it was taken as a PHQ-9."


def test_a_total_under_the_code_of_the_teen_form_is_a_phq9_with_a_note() -> None:
    record = only(read(observation("89204-2", 12)))
    assert (record.instrument, record.recorded_total) == ("phq9", 12)
    assert TEEN_FORM in record.notes


def test_a_panel_under_the_code_of_the_teen_form_is_a_phq9_with_a_note() -> None:
    members = answered_one_by_one(POINTS)
    panel = observation("89206-7", id="panel", hasMember=refer(*[each["id"] for each in members]))
    record = only(read(*members, panel))
    assert (record.instrument, record.answers) == ("phq9", POINTS)
    assert TEEN_FORM in record.notes


def test_a_gad7_panel_draws_in_its_members() -> None:
    members = answered_one_by_one((1,) * 7, "gad7")
    panel = observation("69737-5", id="panel", hasMember=refer(*[each["id"] for each in members]))
    record = only(read(*members, panel))
    assert (record.source_id, record.answers) == ("Observation/panel", (1,) * 7)


@pytest.mark.parametrize(
    ("panel", "instrument"), [("44249-1", "phq9"), ("69737-5", "gad7"), ("72109-2", "audit_c")]
)
def test_a_number_under_the_code_of_a_panel_is_its_total_with_a_note(
    panel: str, instrument: str
) -> None:
    record = only(read(observation(panel, 11)))
    assert (record.instrument, record.answers, record.recorded_total) == (instrument, None, 11)
    assert (
        "Its value stands under the code of the whole questionnaire; it was taken as the total."
        in record.notes
    )


def test_a_panel_that_says_its_total_twice_says_it_once() -> None:
    members = [*answered_one_by_one(POINTS), observation(TOTAL, 13, id="total")]
    panel = observation(PANEL, 13, id="panel", hasMember=refer(*[each["id"] for each in members]))
    record = only(read(*members, panel))
    assert (record.answers, record.recorded_total) == (POINTS, 13)


def test_a_panel_whose_total_is_not_its_members_is_refused() -> None:
    panel = observation(PANEL, 14, id="panel", hasMember=refer("total"))
    assert reasons(read(observation(TOTAL, 13, id="total"), panel)) == [
        "The file records two different totals for it."
    ]
