"""Severity at every cut, gaps, and how a score is read out."""

import pytest

from data.reference import instrument
from services.clinical.scoring import reading, score
from tests.services.clinical.questionnaires import adding_up_to


@pytest.mark.parametrize(
    ("instrument_id", "highest", "totals"),
    [
        ("phq9", 3, {"minimal": (0, 4), "mild": (5, 9), "moderate": (10, 14)}),
        ("phq9", 3, {"moderately_severe": (15, 19), "severe": (20, 27)}),
        ("phq8", 3, {"minimal": (0, 4), "mild": (5, 9), "moderate": (10, 14)}),
        ("phq8", 3, {"moderately_severe": (15, 19), "severe": (20, 24)}),
        ("gad7", 3, {"minimal": (0, 4), "mild": (5, 9), "moderate": (10, 14), "severe": (15, 21)}),
        ("madrs", 6, {"minimal": (0, 6), "mild": (7, 19), "moderate": (20, 34)}),
        ("madrs", 6, {"severe": (35, 60)}),
        ("isi", 4, {"none": (0, 7), "subthreshold": (8, 14), "moderate": (15, 21)}),
        ("isi", 4, {"severe": (22, 28)}),
        ("moaas", 5, {"loss_of_consciousness": (0, 0), "sedation": (1, 4), "alert": (5, 5)}),
    ],
)
def test_a_score_on_the_cut_off_belongs_to_the_band_that_begins_there(
    instrument_id: str, highest: int, totals: dict[str, tuple[int, int]]
) -> None:
    chosen = instrument(instrument_id)
    for severity, edges in totals.items():
        for total in edges:
            scored = score(chosen, adding_up_to(total, len(chosen.items), highest))
            assert (scored.total, scored.severity) == (total, severity)


@pytest.mark.parametrize("item", range(9))
def test_one_unanswered_item_leaves_no_total_and_no_severity(item: int) -> None:
    answers: list[int | None] = [3] * 9
    answers[item] = None
    scored = score(instrument("phq9"), answers)
    assert (scored.total, scored.severity, scored.complete) == (None, None, False)
    assert (scored.answered, scored.of, scored.missing) == (8, 9, (str(item + 1),))


def test_nothing_answered_is_not_a_score_of_zero() -> None:
    scored = score(instrument("phq9"), [None] * 9)
    assert (scored.total, scored.severity, scored.answered) == (None, None, 0)
    assert scored.flags == {"item9_unknown"}


@pytest.mark.parametrize(
    ("answers", "words"),
    [([2] * 7 + [0, 0], "14 (9 of 9)"), ([2] * 7 + [0, None], "incomplete, 8 of 9")],
)
def test_a_total_is_never_read_bare(answers: list[int | None], words: str) -> None:
    assert reading(score(instrument("phq9"), answers)) == words
