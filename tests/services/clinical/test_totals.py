"""How totals come about: sums, domains, multiples, and totals that came alone."""

import pytest

from data.reference import instrument
from data.tables.vocabulary import Sex
from services.clinical.scoring import AnswerRefused, band, reading, score, score_of_total


def test_qids_counts_the_highest_item_of_each_domain() -> None:
    answers = [1, 2, 3, 0, 1, 2, 1, 0, 3, 0, 0, 0, 0, 2, 1, 2]
    scored = score(instrument("qids_sr16"), answers)
    assert (scored.total, scored.severity) == (3 + 1 + 3 + 0 + 0 + 0 + 0 + 2 + 2, "moderate")
    assert score(instrument("qids_sr16"), [3] * 16).total == 27


@pytest.mark.parametrize(
    ("total", "severity"),
    [
        *[(5, "none"), (6, "mild"), (10, "mild"), (11, "moderate"), (15, "moderate")],
        *[(16, "severe"), (20, "severe"), (21, "very_severe"), (27, "very_severe")],
    ],
)
def test_qids_bands_begin_on_their_cuts(total: int, severity: str) -> None:
    reached = band(instrument("qids_sr16"), total)
    assert reached is not None
    assert reached.id == severity


def test_qids_asks_for_one_of_each_pair_of_appetite_and_weight() -> None:
    items = {str(number): 0 for number in range(1, 17)}
    one_each = {**items, "6": None, "8": 2, "9": None}
    scored = score(instrument("qids_sr16"), one_each)
    assert (scored.total, scored.of, scored.complete) == (2, 14, True)
    neither = {**items, "6": None, "7": None}
    assert score(instrument("qids_sr16"), neither).missing == ("6", "7")


def test_wsas_without_work_is_out_of_thirty_two() -> None:
    scored = score(instrument("wsas"), [None, 4, 4, 4, 4], not_applicable=["1"])
    assert (scored.total, scored.maximum, reading(scored)) == (16, 32, "16 (4 of 4)")
    answered = score(instrument("wsas"), [8, 4, 4, 4, 4], not_applicable=["1"])
    assert (answered.total, answered.maximum) == (16, 32)
    assert score(instrument("wsas"), [None, 4, 4, 4, 4]).missing == ("1",)
    assert score(instrument("wsas"), [8] * 5).maximum == 40


@pytest.mark.parametrize(
    ("answers", "total", "severity"),
    [
        ([0, 0, 0, 0, 0], 0, "poor"),
        ([3, 3, 2, 2, 2], 48, "poor"),
        ([3, 3, 3, 2, 2], 52, "not_poor"),
        ([5, 5, 5, 5, 5], 100, "not_poor"),
    ],
)
def test_who5_is_four_times_the_sum_and_better_when_higher(
    answers: list[int], total: int, severity: str
) -> None:
    scored = score(instrument("who5"), answers)
    assert (scored.total, scored.severity, scored.maximum) == (total, severity, 100)
    assert instrument("who5").direction == "higher_is_better"


def test_a_profile_has_no_total() -> None:
    scored = score(instrument("eq5d5l"), [1, 1, 2, 3, 1, 70])
    assert (scored.total, scored.severity, scored.complete) == (None, None, True)
    assert reading(scored) == "complete, 6 of 6"


def test_a_total_without_items_knows_nothing_of_item_nine() -> None:
    scored = score_of_total(instrument("phq9"), 20)
    assert (scored.total, scored.severity, scored.answered, scored.complete) == (
        20,
        "severe",
        0,
        False,
    )
    assert scored.flags == {"item9_unknown"}
    assert reading(scored) == "20 (total only)"


def test_a_total_without_items_is_still_cut_by_sex() -> None:
    assert score_of_total(instrument("audit_c"), 3, sex=Sex.FEMALE).flags == {"positive"}
    assert score_of_total(instrument("audit_c"), 3, sex=Sex.MALE).flags == set()


def test_an_instrument_kept_as_a_total_is_complete_with_it() -> None:
    scored = score_of_total(instrument("hamd17"), 20)
    assert scored == score(instrument("hamd17"), [20])
    assert (scored.total, scored.complete, reading(scored)) == (20, True, "20 (total only)")
    assert score(instrument("hamd17"), [None]).total is None


@pytest.mark.parametrize(
    ("instrument_id", "total", "why"),
    [
        ("phq9", -1, "A PHQ-9 total is a whole number from 0 to 27."),
        ("phq9", 28, "A PHQ-9 total is a whole number from 0 to 27."),
        ("phq9", 14.0, "A PHQ-9 total is a whole number from 0 to 27."),
        ("who5", 50, "A WHO-5 total is a whole number from 0 to 100 in steps of 4."),
        ("cssrs_screen", 1, "C-SSRS Screener has no total."),
        ("hamd17", 53, "HAM-D17 item total takes a whole number from 0 to 52."),
    ],
)
def test_a_total_out_of_reach_is_refused(instrument_id: str, total: int, why: str) -> None:
    with pytest.raises(AnswerRefused) as refused:
        score_of_total(instrument(instrument_id), total)
    assert str(refused.value) == why
