"""The AUDIT-C comes in by its codes, each question with an answer list of its own."""

import pytest

from tests.fhir_made import (
    answered_one_by_one,
    coded,
    item,
    items,
    observation,
    only,
    read,
    reasons,
    response,
)

NEVER, MONTHLY_OR_LESS, FIVE_OR_SIX, WEEKLY = "LA6270-8", "LA18926-8", "LA18930-0", "LA18891-4"
QUESTIONS = ("68518-0", "68519-8", "68520-6")


def test_a_total_alone_is_an_assessment_whose_answers_are_unknown() -> None:
    record = only(read(observation("75626-2", 5)))
    assert (record.instrument, record.answers, record.recorded_total) == ("audit_c", None, 5)


def test_answers_of_one_time_and_their_total_are_one_form() -> None:
    record = only(read(*answered_one_by_one((1, 2, 3), "audit_c"), observation("75626-2", 6)))
    assert (record.answers, record.recorded_total) == ((1, 2, 3), 6)


def test_a_panel_draws_in_its_members() -> None:
    members = answered_one_by_one((1, 2, 3), "audit_c")
    refer = [{"reference": f"Observation/{each['id']}"} for each in members]
    record = only(read(*members, observation("72109-2", id="panel", hasMember=refer)))
    assert (record.source_id, record.answers) == ("Observation/panel", (1, 2, 3))


def test_a_response_is_read_by_its_codes() -> None:
    assert only(read(response(items((4, 0, 1), "audit_c")))).answers == (4, 0, 1)


def test_coded_answers_are_worth_what_the_list_of_their_question_says() -> None:
    answers = zip(QUESTIONS, (MONTHLY_OR_LESS, FIVE_OR_SIX, WEEKLY), strict=True)
    given = [
        item(question, {"valueCoding": coded(code)["coding"][0]}) for question, code in answers
    ]
    assert only(read(response(given))).answers == (1, 2, 3)


@pytest.mark.parametrize("question", QUESTIONS)
def test_never_is_nothing_where_it_is_an_answer(question: str) -> None:
    given = response([item(question, {"valueCoding": coded(NEVER)["coding"][0]})])
    if question == "68519-8":
        assert reasons(read(given)) == ["The answer to question 2 of the AUDIT-C is unknown."]
    else:
        assert 0 in (only(read(given)).answers or ())


def test_two_of_its_three_questions_are_no_screening_pair() -> None:
    assert only(read(*answered_one_by_one((1, 2, 3), "audit_c")[:2])).answers == (1, 2, None)
