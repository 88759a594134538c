"""The C-SSRS screener: levels by yes and no, and what an open question does to them."""

import pytest

from data.reference import instrument
from services.clinical.scoring import reading, score

NOBODY_DATED_IT = {"q1": 0, "q2": 0, "q6_lifetime": 1}


@pytest.mark.parametrize(
    ("answers", "level", "complete", "words"),
    [
        ({"q1": 0, "q2": 0, "q6_lifetime": 0}, "none", True, "none (complete, 3 of 3)"),
        ({"q1": 1, "q2": 0, "q6_lifetime": 0}, "low", True, "low (complete, 3 of 3)"),
        (
            {"q1": 0, "q2": 0, "q3": 1, "q6_lifetime": 0},
            "moderate",
            True,
            "moderate (complete, 4 of 4)",
        ),
        (
            {"q1": 0, "q2": 0, "q4": True, "q6_lifetime": False},
            "high",
            True,
            "high (complete, 4 of 4)",
        ),
        ({"q1": 0, "q2": 0, "q5": 1, "q6_lifetime": 0}, "high", True, "high (complete, 4 of 4)"),
        (
            {**NOBODY_DATED_IT, "q6_past_3_months": 0},
            "moderate",
            True,
            "moderate (complete, 4 of 4)",
        ),
        ({**NOBODY_DATED_IT, "q6_past_3_months": 1}, "high", True, "high (complete, 4 of 4)"),
        (NOBODY_DATED_IT, "high", False, "high (incomplete, 3 of 4)"),
        ({"q1": 1, "q2": 1, "q6_lifetime": 0}, "low", False, "at least low (incomplete, 3 of 6)"),
        ({"q1": 0, "q2": 0}, None, False, "incomplete, 2 of 4"),
        ({}, None, False, "incomplete, 0 of 7"),
    ],
)
def test_triage_takes_the_worst_yes_and_reassures_only_when_complete(
    answers: dict[str, int | None], level: str | None, complete: bool, words: str
) -> None:
    scored = score(instrument("cssrs_screen"), answers)
    assert (scored.severity, scored.complete, scored.total) == (level, complete, None)
    assert reading(scored) == words
