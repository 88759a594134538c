"""Eligible by rule only with two failed adequate trials: every combination of what was tried."""

from itertools import product

import pytest

from data.tables.vocabulary import Route
from tests.services.clinical.eligibility.patients import screened

INDICATIONS = ("depression", "acute_suicidality", "other")
COMBINATIONS = [
    {
        "adequate_trials_count": failed,
        "adequate_trials_all": adequate,
        "psychotherapy_tried": talked,
        "new_diagnosis": new,
        "indication": indication,
        "current_treatment_start": start,
    }
    for failed, adequate, talked, new, indication, start in product(
        range(4), range(5), (True, False), (True, False), INDICATIONS, ("2026-01-05", "2026-11-20")
    )
    if failed <= adequate
]


@pytest.mark.parametrize("route", [*Route, None])
def test_nobody_is_eligible_without_two_failed_adequate_trials(route):
    for tried in COMBINATIONS:
        result = screened(**tried, route=route)
        acute = tried["indication"] == "acute_suicidality"
        reviewed = acute and route is not Route.IV
        enough = tried["adequate_trials_count"] >= 2
        recent = tried["current_treatment_start"] == "2026-11-20"
        untried = tried["adequate_trials_all"] == 0 and tried["new_diagnosis"]
        if reviewed:
            expected = "review"
        elif recent or (untried and not tried["psychotherapy_tried"]):
            expected = "defer"
        elif not enough or tried["indication"] == "other":
            expected = "review"
        else:
            expected = "eligible"
        assert (result.disposition, result.escalate) == (expected, acute), tried


def test_exactly_one_of_the_rules_on_trials_explains_why_somebody_is_not_eligible():
    for tried in COMBINATIONS:
        if tried["indication"] != "depression":
            continue
        fired = {each.rule for each in screened(**tried).fired} - {"R04"}
        recent = tried["current_treatment_start"] == "2026-11-20"
        assert len(fired) == 1 or (recent and not fired), tried
