"""What a prescriber may sign, and when it is an override."""

import pytest

from data.tables.vocabulary import Disposition
from services.clinical.eligibility import is_override, may_sign
from tests.services.clinical.eligibility.patients import screened

ELIGIBLE, REVIEW = Disposition.ELIGIBLE, Disposition.REVIEW
DEFER, DECLINE = Disposition.DEFER, Disposition.NOT_RECOMMENDED
RISK = "Assess risk first: PHQ-9 item 9 is 2. Nobody is deferred or declined before."


@pytest.mark.parametrize(
    ("changes", "verdict", "assessed", "why_not"),
    [
        ({}, ELIGIBLE, False, None),
        ({}, DEFER, False, None),
        ({"phq9_item9": 2}, DEFER, False, RISK),
        ({"phq9_item9": 2}, DECLINE, False, RISK),
        ({"phq9_item9": 2}, DEFER, True, None),
        ({"phq9_item9": 2}, DECLINE, True, None),
        ({"phq9_item9": 2}, REVIEW, False, None),
        ({"phq9_item9": 1}, DEFER, False, None),
        ({"pregnant": True, "phq9_item9": 2}, DECLINE, False, RISK),
        ({"raised_intracranial_pressure": True}, ELIGIBLE, False, None),
        ({"psychosis": None}, REVIEW, False, None),
        ({"psychosis": None}, DEFER, False, None),
        (
            {"psychosis": None, "audit_c": "unknown"},
            ELIGIBLE,
            True,
            "Nobody is eligible while something required is missing: AUDIT-C, psychosis.",
        ),
        (
            {"pregnant": True, "psychosis": None},
            ELIGIBLE,
            False,
            "Nobody is eligible while something required is missing: psychosis.",
        ),
        (
            {"home_dosing_requested": True},
            ELIGIBLE,
            False,
            "Dosing at home was asked for: refused. Treatment is given at the clinic only.",
        ),
        ({"home_dosing_requested": True}, DECLINE, False, None),
        ({"indication": "acute_suicidality"}, ELIGIBLE, False, None),
    ],
)
def test_a_verdict_is_signed_or_refused_with_the_reason(changes, verdict, assessed, why_not):
    assert may_sign(screened(**changes), verdict, assessed) == why_not


def test_incomplete_is_no_decision():
    said = may_sign(screened(psychosis=None), Disposition.INCOMPLETE, True)
    assert said is not None
    assert said.startswith("Incomplete is not a decision")


@pytest.mark.parametrize(
    ("changes", "verdict", "override"),
    [
        ({}, ELIGIBLE, False),
        ({}, REVIEW, True),
        ({"raised_intracranial_pressure": True}, DECLINE, False),
        ({"raised_intracranial_pressure": True}, ELIGIBLE, True),
        ({"psychosis": None}, REVIEW, True),
        ({"indication": "acute_suicidality"}, REVIEW, False),
        ({"indication": "acute_suicidality"}, ELIGIBLE, True),
    ],
)
def test_another_verdict_than_the_rules_is_an_override(changes, verdict, override):
    assert is_override(screened(**changes), verdict) is override
