"""What is read and kept of a result."""

import json

import pytest

from data.reference.screening import shipped
from tests.services.clinical.eligibility.patients import days_ago, screened

BP = [[168, 102], [164, 98]]


def test_a_finding_is_kept_with_its_rule_result_input_words_and_basis():
    (finding, _) = screened(heart_attack_on="2026-11-01").fired
    assert json.loads(json.dumps(finding.row())) == {
        "rule": "R13",
        "result": "defer",
        "input": {"heart_attack_on": "2026-11-01"},
        "words": "Heart attack on 1 Nov 2026, within 6 weeks: not before 14 Dec 2026.",
        "basis": "label",
    }
    assert finding.source == shipped().rules["R13"].source


@pytest.mark.parametrize(
    ("changes", "input", "words"),
    [
        ({"screening_bp": BP}, [166, 100], "Blood pressure 166/100, at or above 160/100: "),
        ({"audit_c": 9}, 9, "AUDIT-C 9, at or above 8: an assessment of drinking comes first."),
        ({"audit_c": 5}, 5, "AUDIT-C 5, positive from 3."),
        ({"audit_c": 5, "sex": "male"}, 5, "AUDIT-C 5, positive from 4."),
        ({"audit_c": 5, "sex": None}, 5, "AUDIT-C 5, positive from 3."),
        ({"age": 17}, 17, "17 years old, below 18: not approved."),
        ({"comprehensive_plan": []}, [], "Asked, and treatments in the plan besides ketamine: 0,"),
        (
            {"interacting_medicines": ["Lorazepam"]},
            "Lorazepam",
            "Takes Lorazepam: flagged at every session.",
        ),
        ({"phq9": 8}, 8, "PHQ-9 8, below 10."),
        ({"phq9_on": "2026-10-01"}, 18, "PHQ-9 18 of 1 Oct 2026 is older than 30 days."),
        ({"phq9": "absent"}, "absent", "PHQ-9 was asked for and is not there."),
    ],
)
def test_a_finding_says_this_patients_value_and_the_cut(changes, input, words):
    finding = screened(**changes).fired[0]
    assert next(iter(finding.row()["input"].values())) == input
    assert finding.words.startswith(words)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "eligible"),
        ({"psychosis": None}, "incomplete"),
        ({"stroke_history": True}, "needs review: severe disease of heart or brain"),
        (
            {"stroke_history": True, "cerebral_trauma": True, "age": 70},
            "needs review: severe disease of heart or brain and age",
        ),
        ({"screening_bp": BP}, "deferred for high blood pressure"),
        (
            {"screening_bp": BP, "phq9_item9": 2},
            "would be deferred for high blood pressure; assess risk first",
        ),
        ({"pregnant": True, "phq9_item9": 2}, "not recommended: pregnancy"),
    ],
)
def test_the_disposition_reads_as_words(changes, words):
    assert screened(**changes).words == words


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"phq9_item9": 1}, ()),
        ({"phq9_item9": 2}, ("PHQ-9 item 9 is 2.",)),
        ({"phq9_item9": 3}, ("PHQ-9 item 9 is 3.",)),
        ({"phq9_item9": None}, ()),
        ({"cssrs_screen": "moderate"}, ()),
        ({"cssrs_screen": "high"}, ("C-SSRS: high risk.",)),
        (
            {"indication": "acute_suicidality", "phq9_item9": 2},
            (
                "The indication is acute suicidal ideation or behaviour.",
                "PHQ-9 item 9 is 2.",
            ),
        ),
    ],
)
def test_risk_is_told_apart_with_its_reasons(changes, reasons):
    assert screened(**changes).escalation == reasons
    assert screened(**changes, pregnant=True).escalation == reasons


def test_escalating_alone_changes_no_disposition():
    assert screened(phq9_item9=3).disposition == "eligible"


@pytest.mark.parametrize(
    ("changes", "until"),
    [
        ({}, None),
        ({"current_treatment_start": days_ago(10)}, days_ago(-32)),
        (
            {"current_treatment_start": days_ago(10), "heart_attack_on": days_ago(3)},
            days_ago(-40),
        ),
        ({"current_treatment_start": days_ago(10), "screening_bp": BP}, None),
    ],
)
def test_a_deferral_ends_when_the_last_rule_does_if_all_can_tell(changes, until):
    found = screened(**changes).until
    assert (found and found.isoformat()) == until


def test_a_finding_says_for_which_routes_it_speaks():
    result = screened(indication="acute_suicidality", age=70, route=None)
    routes = {each.rule: [route.value for route in each.routes] for each in result.fired}
    assert routes == {"R05": ["nasal"], "R28": ["iv", "nasal"]}


def test_the_policy_that_judged_is_named():
    assert screened().policy_version == shipped().version
