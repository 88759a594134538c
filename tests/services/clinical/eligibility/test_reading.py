"""What is no answer is refused with a sentence, and nothing is converted."""

from datetime import UTC, datetime

import pytest

from services.clinical.eligibility import AnswerRefused
from tests.services.clinical.eligibility.patients import screened

BP = "Blood pressure takes readings in mmHg, possible ones, the systolic above the diastolic."
SECOND = "a date, not after the day of the screening, 26 Nov 2026."


@pytest.mark.parametrize(
    ("id", "value", "words"),
    [
        ("psychosiss", "none", "The screening form has no question called 'psychosiss'."),
        ("stroke_history", 0, "Stroke takes yes, no or unknown."),
        ("stroke_history", "no", "Stroke takes yes, no or unknown."),
        ("stroke_history", "", "Stroke takes yes, no or unknown."),
        ("psychosis", True, "Psychosis takes one of none, history, current or unknown."),
        ("psychosis", "past", "Psychosis takes one of none, history, current or unknown."),
        ("audit_c", 13, "AUDIT-C takes a whole number from 0 to 12 points."),
        ("audit_c", -1, "AUDIT-C takes a whole number from 0 to 12 points."),
        ("audit_c", 4.0, "AUDIT-C takes a whole number from 0 to 12 points."),
        ("audit_c", True, "AUDIT-C takes a whole number from 0 to 12 points."),
        ("audit_c", "4", "AUDIT-C takes a whole number from 0 to 12 points."),
        ("audit_c", "absent", "AUDIT-C takes a whole number from 0 to 12 points."),
        ("age", 121, "Age takes a whole number from 0 to 120 years."),
        ("heart_attack_on", "2026-11-27", f"Date of the heart attack takes {SECOND}"),
        ("heart_attack_on", "1899-12-31", f"Date of the heart attack takes {SECOND}"),
        ("heart_attack_on", "2026-02-30", f"Date of the heart attack takes {SECOND}"),
        ("heart_attack_on", 20261101, f"Date of the heart attack takes {SECOND}"),
        (
            "heart_attack_on",
            datetime(2026, 11, 1, 23, tzinfo=UTC),
            f"Date of the heart attack takes {SECOND}",
        ),
        ("screening_bp", [[82, 128], [80, 124]], BP),
        ("screening_bp", [[128, 128], [124, 80]], BP),
        ("screening_bp", [[301, 82], [124, 80]], BP),
        ("screening_bp", [[128, 19], [124, 80]], BP),
        ("screening_bp", [[128.5, 82], [124, 80]], BP),
        ("screening_bp", [[128, None], [124, 80]], BP),
        ("screening_bp", [[128, 82, 70], [124, 80]], BP),
        ("screening_bp", "128/82", BP),
        ("screening_bp", 128, BP),
        (
            "comprehensive_plan",
            ["antibiotics"],
            "Plan besides ketamine takes any of psychotherapy, antidepressant, lifestyle, "
            "follow-up, each once.",
        ),
        (
            "comprehensive_plan",
            "lifestyle",
            "Plan besides ketamine takes a list of words, each once.",
        ),
        (
            "interacting_medicines",
            [""],
            "Medicines that interact takes a list of words, each once.",
        ),
        ("interacting_medicines", [1], "Medicines that interact takes a list of words, each once."),
        (
            "interacting_medicines",
            ["Lorazepam", "Lorazepam"],
            "Medicines that interact takes a list of words, each once.",
        ),
        ("remarks", 5, "Remarks takes text."),
        ("adequate_trials_all", 1, "More adequate trials failed than there were."),
    ],
)
def test_what_is_no_answer_is_refused_in_a_sentence(id, value, words):
    with pytest.raises(AnswerRefused) as refused:
        screened(**{id: value})
    assert str(refused.value) == words


def test_answers_of_old_screenings_are_read():
    result = screened(
        screening_bp=[168, 102],
        interacting_medicines=["Lorazepam"],
        comprehensive_plan=["psychotherapy", "antidepressant", "follow-up"],
        substance_use="history",
        psychosis="current",
        sleep_apnoea=True,
    )
    assert {each.rule for each in result.fired} == {
        *("R01", "R11", "R12", "R22", "R23", "R30", "R31")
    }


def test_on_the_day_of_the_screening_is_not_after_it():
    assert screened(phq9_on="2026-11-26", medicines_asked_on="2026-11-26").missing == ()


def test_the_ends_of_what_is_possible_are_possible():
    for reading in ([300, 200], [40, 20]):
        assert "screening_bp" not in screened(screening_bp=[reading, reading]).missing
    assert screened(heart_attack_on="1900-01-01").missing == ()
