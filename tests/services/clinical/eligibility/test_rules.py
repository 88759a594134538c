"""Every screening rule: one below, on and one above each cut, and each answer it turns on."""

import re
from copy import deepcopy
from datetime import date

import pytest

from data.reference.screening import policy_of, shipped
from data.reference.screening.policy_file import read
from data.tables.vocabulary import Route
from tests.services.clinical.eligibility.patients import (
    ON,
    days_ago,
    found,
    screened,
    state,
    verdicts,
)

NONE, E, R, D, N = [], ["eligible"], ["review"], ["defer"], ["not_recommended"]
UNTRIED = {"adequate_trials_all": 0, "adequate_trials_count": 0, "psychotherapy_tried": False}


def test_the_patient_of_these_tests_is_eligible_on_every_route():
    for route in (*Route, None):
        result = screened(route=route)
        assert result.disposition == "eligible"
        assert [each.rule for each in result.fired] == ["R01"]
        assert (result.missing, result.escalate) == ((), False)


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        ("R01", {"adequate_trials_count": 1}, NONE),
        ("R01", {"adequate_trials_count": 2}, E),
        ("R01", {"adequate_trials_all": 3, "adequate_trials_count": 3}, E),
        ("R02", {"adequate_trials_all": 0, "adequate_trials_count": 0}, NONE),
        ("R02", {"adequate_trials_all": 1, "adequate_trials_count": 0}, R),
        ("R02", {"adequate_trials_all": 1, "adequate_trials_count": 1}, R),
        ("R02", {"adequate_trials_all": 2, "adequate_trials_count": 1}, NONE),
        ("R03", UNTRIED | {"new_diagnosis": True}, D),
        ("R03", UNTRIED | {"new_diagnosis": False}, NONE),
        ("R03", UNTRIED | {"new_diagnosis": True, "psychotherapy_tried": True}, NONE),
        ("R03", UNTRIED | {"new_diagnosis": True, "adequate_trials_all": 1}, NONE),
        ("R03b", UNTRIED | {"new_diagnosis": True}, NONE),
        ("R03b", UNTRIED | {"new_diagnosis": True, "psychotherapy_tried": True}, R),
        ("R03b", UNTRIED | {"new_diagnosis": False}, R),
        ("R03b", {"adequate_trials_all": 2, "adequate_trials_count": 1}, R),
        ("R03b", {"adequate_trials_all": 2, "adequate_trials_count": 2}, NONE),
        ("R03b", {"adequate_trials_all": 1, "adequate_trials_count": 1}, NONE),
        ("R03b", UNTRIED | {"current_treatment_start": days_ago(3)}, NONE),
        ("R03b", {"indication": "other"}, R),
        ("R04", {"current_treatment_start": days_ago(0)}, D),
        ("R04", {"current_treatment_start": days_ago(41)}, D),
        ("R04", {"current_treatment_start": days_ago(42)}, NONE),
        ("R04", {"current_treatment_start": days_ago(43)}, NONE),
        ("R04", {"current_treatment": False, "current_treatment_start": days_ago(3)}, NONE),
        ("R05", {"indication": "acute_suicidality"}, R),
        ("R05", {"indication": "other"}, NONE),
        ("R06", {"aneurysmal_vascular_disease": True}, N),
        ("R07", {"arteriovenous_malformation": True}, N),
        ("R08", {"intracerebral_hemorrhage_history": True}, N),
        ("R09", {"hypersensitivity": True}, N),
        ("R10", {"raised_intracranial_pressure": True}, N),
        ("R11", {"screening_bp": [[140, 90], [140, 90]]}, NONE),
        ("R11", {"screening_bp": [[141, 90], [140, 90]]}, R),
        ("R11", {"screening_bp": [[139, 90], [141, 90]]}, NONE),
        ("R11", {"screening_bp": [[120, 91], [120, 90]]}, R),
        ("R11", {"screening_bp": [[160, 80], [119, 80]]}, NONE),
        ("R12", {"screening_bp": [[160, 80], [159, 80]]}, NONE),
        ("R12", {"screening_bp": [[160, 80], [160, 80]]}, D),
        ("R12", {"screening_bp": [[150, 100], [150, 99]]}, NONE),
        ("R12", {"screening_bp": [[150, 101], [150, 99]]}, D),
        ("R12", {"screening_bp": [168, 102]}, D),
        ("R12", {"uncontrolled_hypertension": True}, D),
        ("R13", {"heart_attack_on": days_ago(0)}, D),
        ("R13", {"heart_attack_on": days_ago(41)}, D),
        ("R13", {"heart_attack_on": days_ago(42)}, D),
        ("R13", {"heart_attack_on": days_ago(43)}, NONE),
        ("R13", {"heart_attack": False, "heart_attack_on": days_ago(3)}, NONE),
        ("R14", {"severe_coronary_disease": True}, R),
        ("R14", {"decompensated_heart_failure": True}, R),
        ("R14", {"severe_valve_disease": True}, R),
        ("R14", {"stroke_history": True}, R),
        ("R14", {"cerebral_trauma": True}, R),
        ("R15", {"hypertensive_encephalopathy_history": True}, R),
        ("R16", {"pregnant": True}, N),
        ("R16", {"pregnant": True, "childbearing_potential": False}, N),
        ("R17", {"breastfeeding": True}, N),
        ("R18", {"contraception_plan": False}, R),
        ("R18", {"contraception_plan": False, "childbearing_potential": False}, NONE),
        ("R19", {"alcohol_addiction": True}, N),
        ("R20", {"audit_c": 2}, NONE),
        ("R20", {"audit_c": 3}, R),
        ("R20", {"audit_c": 4}, R),
        ("R20", {"audit_c": 3, "sex": "male"}, NONE),
        ("R20", {"audit_c": 4, "sex": "male"}, R),
        ("R20", {"audit_c": 5, "sex": "male"}, R),
        ("R20", {"audit_c": 2, "sex": None}, NONE),
        ("R20", {"audit_c": 3, "sex": None}, R),
        ("R20", {"audit_c": 3, "sex": "unknown"}, R),
        ("R21", {"audit_c": 7}, NONE),
        ("R21", {"audit_c": 8}, D),
        ("R21", {"audit_c": 9}, D),
        ("R22", {"substance_use": "history"}, R),
        ("R22", {"substance_use": "active"}, N),
        ("R22", {"urine_drug_screen": "negative"}, NONE),
        ("R22", {"urine_drug_screen": "not_done"}, NONE),
        ("R22", {"urine_drug_screen": "positive"}, N),
        ("R23", {"psychosis": "history"}, R),
        ("R23", {"psychosis": "current"}, N),
        ("R24", {"bipolar": "history"}, R),
        ("R24", {"bipolar": "current"}, N),
        ("R25", {"cssrs_screen": "low"}, NONE),
        ("R25", {"cssrs_screen": "moderate"}, NONE),
        ("R25", {"cssrs_screen": "high"}, R),
        ("R26", {"self_harm_history": True}, E),
        ("R26", {"self_harm_history": True, "safety_plan": True}, E),
        ("R26", {"self_harm_history": True, "cssrs_screen": "high"}, NONE),
        ("R26", {"self_harm_history": True, "indication": "acute_suicidality"}, NONE),
        ("R27", {"realistic_expectations": False}, R),
        ("R27", {"comprehensive_plan": []}, R + R),
        ("R27", {"comprehensive_plan": ["follow-up"]}, R),
        ("R27", {"comprehensive_plan": ["lifestyle", "antidepressant", "psychotherapy"]}, R),
        ("R27", {"comprehensive_plan": ["lifestyle", "follow-up"]}, NONE),
        ("R28", {"age": 17}, N),
        ("R28", {"age": 18}, NONE),
        ("R28", {"age": 19}, NONE),
        ("R28", {"age": 64}, NONE),
        ("R28", {"age": 65}, R),
        ("R28", {"age": 66}, R),
        ("R29", {"hepatic_impairment": "mild"}, NONE),
        ("R29", {"hepatic_impairment": "moderate"}, R),
        ("R29", {"hepatic_impairment": "severe"}, N),
        ("R30", {"interacting_medicines": ["Lorazepam"]}, R),
        ("R30", {"interacting_medicines": ["Lorazepam", "Oxycodone"]}, R + R),
        ("R31", {"untreated_hyperthyroidism": True}, R),
        ("R31", {"respiratory_disease": True}, R),
        ("R31", {"sleep_apnoea": True}, R),
        ("R31", {"seizure_disorder": True}, R),
        ("R31", {"bladder_disease": True}, R),
        ("R32", {"ride_home_arranged": False}, E),
        ("R32", {"home_dosing_requested": True}, N),
        ("R33", {"phq9": 9}, R),
        ("R33", {"phq9": 10}, NONE),
        ("R33", {"phq9": 11}, NONE),
        ("R33", {"phq9_on": days_ago(29)}, NONE),
        ("R33", {"phq9_on": days_ago(30)}, NONE),
        ("R33", {"phq9_on": days_ago(31)}, R),
        ("R33", {"phq9": "absent", "phq9_on": None}, R),
        ("R33", {"phq9": 9, "madrs": 20, "madrs_on": days_ago(3)}, R + R),
        ("R33", {"phq9": 9, "madrs": 21, "madrs_on": days_ago(3)}, NONE),
        ("R33", {"phq9": 9, "madrs": 22, "madrs_on": days_ago(30)}, NONE),
        ("R33", {"phq9": 9, "madrs": 22, "madrs_on": days_ago(31)}, R + R),
        ("R33", {"phq9": 9, "madrs": 22}, R),
        ("R33", {"phq9": 9, "madrs": "absent"}, R + R),
        ("R33", {"phq9": None, "madrs": 22, "madrs_on": days_ago(3)}, NONE),
    ],
)
def test_a_rule_fires_from_its_cut_on_and_not_before(rule, changes, expected):
    assert verdicts(rule, **changes) == expected


def test_every_case_of_every_rule_is_among_them():
    (table,) = test_a_rule_fires_from_its_cut_on_and_not_before.pytestmark
    seen = {
        (each.rule, each.basis, name)
        for rule, changes, _ in table.args[1]
        for each in found(rule, **changes)
        for name, case in shipped().rules[rule].cases.items()
        if each.basis is case.basis and re.fullmatch(as_pattern(case.words), each.words)
    }
    assert seen == {
        (rule.id, case.basis, name)
        for rule in shipped().rules.values()
        for name, case in rule.cases.items()
    }


def as_pattern(words: str) -> str:
    return re.sub(r"\\{\w+\\}", ".+", re.escape(words))


@pytest.mark.parametrize("days", [0, 17, 41])
def test_a_new_treatment_is_given_six_weeks_and_the_day_they_end_is_told(days):
    (finding,) = found("R04", current_treatment_start=days_ago(days))
    assert finding.until is not None
    assert (finding.until - ON).days == 42 - days
    assert verdicts("R04", current_treatment_start=days_ago(days), on=finding.until) == []


@pytest.mark.parametrize("days", [0, 17, 42])
def test_a_heart_attack_defers_to_the_first_day_beyond_six_weeks(days):
    (finding,) = found("R13", heart_attack_on=days_ago(days))
    assert finding.until is not None
    assert (finding.until - ON).days == 43 - days
    fresh = {"phq9_on": "2026-11-26", "on": finding.until}
    assert verdicts("R13", heart_attack_on=days_ago(days), **fresh) == []


def test_the_mean_of_both_readings_is_cut_and_not_the_worse_one():
    (finding,) = found("R11", screening_bp=[[168, 102], [121, 84]])
    assert finding.row()["input"] == {"screening_bp": [144.5, 93]}
    assert finding.words == "Blood pressure 144.5/93, above 140/90: measure again and treat."


def test_high_blood_pressure_is_told_by_both_rules_it_breaks():
    result = screened(screening_bp=[[168, 102], [164, 98]])
    assert [each.rule for each in result.fired] == ["R12", "R11", "R01"]


@pytest.mark.parametrize("route", [Route.NASAL, None])
def test_acute_suicidality_needs_no_earlier_trials_and_is_reviewed_today(route):
    result = screened(**UNTRIED, indication="acute_suicidality", new_diagnosis=True, route=route)
    assert (result.disposition, result.escalate) == ("review", True)
    assert [each.rule for each in result.fired] == ["R05"]
    assert "today" in result.fired[0].words
    assert result.not_evaluated == ("R01", "R02", "R03", "R03b", "R04")


def test_without_the_indication_for_iv_the_trials_count_but_risk_is_assessed_all_the_same():
    result = screened(**UNTRIED, indication="acute_suicidality", new_diagnosis=True, route=Route.IV)
    assert state("R05", indication="acute_suicidality", route=Route.IV) == "not for this route"
    assert (result.disposition, result.escalate) == ("defer", True)
    assert result.words == "would be deferred for alternatives not yet tried; assess risk first"


def test_what_no_longer_counts_is_not_missing_either():
    unasked = dict.fromkeys(
        ["adequate_trials_all", "adequate_trials_count", "new_diagnosis", "current_treatment"]
    )
    assert screened(indication="acute_suicidality", **unasked).missing == ()
    assert set(screened(**unasked).missing) == set(unasked)


@pytest.mark.parametrize("rule", ["R16", "R17", "R18"])
def test_pregnancy_is_not_asked_of_men(rule):
    unasked = dict.fromkeys(
        (
            *("childbearing_potential", "pregnant", "pregnancy_test_on"),
            *("breastfeeding", "contraception_plan"),
        )
    )
    assert screened(sex="male", **unasked).disposition == "eligible"
    assert state(rule, sex="male", **unasked) == "does not apply"
    assert screened(sex=None, **unasked).disposition == "incomplete"
    assert state(rule, sex=None, **unasked) == "unknown"


def test_a_test_is_dated_where_pregnancy_is_possible_and_only_there():
    untested = {"pregnancy_test_on": None}
    assert screened(**untested).missing == ("pregnancy_test_on",)
    assert screened(**untested, childbearing_potential=False).missing == ()
    assert screened(**untested, pregnant=True).missing == ()


def test_no_medicine_is_only_believed_with_the_day_of_asking():
    assert state("R30", medicines_asked_on=None) == "unknown"
    result = screened(interacting_medicines=["Lorazepam"], medicines_asked_on=None)
    assert (result.disposition, result.missing) == ("review", ("medicines_asked_on",))


def test_an_oral_antidepressant_is_no_condition():
    assert screened(comprehensive_plan=["psychotherapy", "follow-up"]).disposition == "eligible"


def test_a_ride_home_that_nobody_asked_about_holds_up_no_decision():
    result = screened(ride_home_arranged=None)
    assert (result.disposition, result.missing) == ("eligible", ())
    assert state("R32", ride_home_arranged=None) == "unknown"


def test_dates_come_as_dates_too():
    assert verdicts("R13", heart_attack_on=date(2026, 11, 1)) == D


def test_a_clinics_own_cuts_are_the_ones_that_count():
    body = deepcopy(read("rules.toml")) | {"version": "clinic 1"}
    rules = {rule["id"]: rule for rule in body["rule"]}
    rules["R01"]["thresholds"]["trials"] = 3
    rules["R01"]["results"]["met"]["basis"] = "clinic"
    rules["R04"]["thresholds"]["weeks"] = 12
    own = policy_of(body)
    assert verdicts("R01", policy=own) == NONE
    assert verdicts("R03b", policy=own) == R
    assert verdicts("R04", policy=own, current_treatment_start=days_ago(83)) == D
    assert verdicts("R04", policy=own, current_treatment_start=days_ago(84)) == NONE
    assert screened(policy=own).policy_version == "clinic 1"
