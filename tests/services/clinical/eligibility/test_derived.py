"""Answers that come from the record: what it does not say stays unknown."""

from datetime import date

import pytest

from data.reference import instrument
from data.reference.screening import shipped
from services.clinical.eligibility import derived
from services.clinical.scoring import score
from tests.services.clinical.eligibility.patients import ON, days_ago

COUNTED = {
    "adequate_trials_count": 2,
    "adequate_trials_all": 3,
    "trials_unclear": 0,
    "psychotherapy_tried": True,
    "current_treatment_start": None,
    "current_treatments_undated": 0,
}


def of_trials(**changes):
    return derived.of_trials(COUNTED | changes, shipped(), ON)


def test_trials_that_nobody_asked_about_are_not_no_trials():
    answers = derived.of_trials(dict.fromkeys(COUNTED), shipped(), ON)
    assert set(answers.values()) == {None}


@pytest.mark.parametrize(
    ("failed", "unclear", "counts"),
    [
        (0, 0, (0, 3)),
        (1, 0, (1, 3)),
        (1, 1, ("unknown", "unknown")),
        (0, 1, ("unknown", "unknown")),
        (2, 1, (2, 3)),
        (3, 4, (3, 3)),
    ],
)
def test_a_count_that_could_still_grow_is_unknown_unless_it_is_enough(failed, unclear, counts):
    answers = of_trials(adequate_trials_count=failed, trials_unclear=unclear)
    assert (answers["adequate_trials_count"], answers["adequate_trials_all"]) == counts


@pytest.mark.parametrize(
    ("start", "undated", "current", "since"),
    [
        (None, 0, False, None),
        (None, 1, True, "unknown"),
        (days_ago(41), 0, True, days_ago(41)),
        (days_ago(41), 1, True, days_ago(41)),
        (days_ago(42), 0, True, days_ago(42)),
        (days_ago(42), 1, True, "unknown"),
        (days_ago(400), 1, True, "unknown"),
    ],
)
def test_an_undated_treatment_may_be_the_newest(start, undated, current, since):
    answers = of_trials(current_treatment_start=start, current_treatments_undated=undated)
    assert (answers["current_treatment"], answers["current_treatment_start"]) == (current, since)


def test_a_phq9_without_a_total_was_asked_for_and_is_absent():
    day = date(2026, 11, 20)
    whole, broken = {"total": 18, "item9": 2}, {"total": None, "item9": None}
    assert derived.of_phq9(whole, day) == {"phq9": 18, "phq9_on": day, "phq9_item9": 2}
    assert derived.of_phq9(broken, day)["phq9"] == "absent"
    assert derived.of_phq9({"total": 18, "item9": None}, day)["phq9_item9"] is None
    assert set(derived.of_phq9(None, None).values()) == {None}


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({"q1": 0, "q2": 0, "q6_lifetime": 0}, "none"),
        ({"q1": 1, "q2": 0, "q6_lifetime": 0}, "low"),
        ({"q1": 1, "q2": 1}, None),
        ({"q1": 1, "q2": 1, "q3": 1}, None),
        ({"q4": 1}, "high"),
        ({}, None),
    ],
)
def test_the_floor_of_an_incomplete_screen_reassures_nobody(answers, level):
    screen = score(instrument("cssrs_screen"), answers)
    kept = {"severity": screen.severity, "complete": screen.complete}
    assert derived.of_cssrs(kept) == level
    assert derived.of_cssrs(None) is None
