"""The sentences of the clinic's own page for patients, each with a patient and what comes out."""

import pytest

from data.reference.screening import shipped
from tests.services.clinical.eligibility.patients import days_ago, screened

UNTRIED = {
    "new_diagnosis": True,
    "adequate_trials_all": 0,
    "adequate_trials_count": 0,
    "psychotherapy_tried": False,
    "current_treatment": False,
}


@pytest.mark.parametrize(
    ("sentence", "patient", "disposition", "rule"),
    [
        (
            "Ketamine therapy is often an ideal treatment solution for patients who have been "
            "diagnosed with TRD. To receive this diagnosis, patients must have tried alternative "
            "treatments that have not produced optimal symptom relief.",
            {},
            "eligible",
            "R01",
        ),
        (
            "Patients with a history of suicidal ideation and/or attempts at self-harm may benefit "
            "from ketamine therapy to help alleviate their feelings and attempts of self-harm.",
            {"self_harm_history": True, "safety_plan": True},
            "eligible",
            "R26",
        ),
        (
            "The ideal ketamine therapy patient has a realistic understanding of what results they "
            "can expect",
            {"realistic_expectations": False},
            "review",
            "R27",
        ),
        (
            "and understands that this therapy is just one part of a comprehensive depression "
            "treatment plan.",
            {"comprehensive_plan": []},
            "review",
            "R27",
        ),
        (
            "if a patient relies solely upon ketamine therapy, they may not see much (if any) "
            "benefit.",
            {"comprehensive_plan": ["follow-up"]},
            "review",
            "R27",
        ),
        (
            "However, if they continue psychotherapy, remain on any prescribed antibiotics "
            "[antidepressants], and seek lifestyle improvements, they are far more likely to see "
            "the desired relief.",
            {
                "comprehensive_plan": [
                    *("psychotherapy", "antidepressant", "lifestyle", "follow-up"),
                ]
            },
            "eligible",
            "R01",
        ),
        (
            "It should never be done at home or recreationally.",
            {"home_dosing_requested": True},
            "not_recommended",
            "R32",
        ),
        (
            "It should never be done at home or recreationally.",
            {"substance_use": "active"},
            "not_recommended",
            "R22",
        ),
        (
            "In rare and severe cases, ketamine therapy may produce hallucinations and delusions "
            "(psychosis).",
            {"psychosis": "current"},
            "not_recommended",
            "R23",
        ),
        (
            "Patients who were recently diagnosed with depression and have yet to try any "
            "depression treatments should first seek relief with alternative treatments, such as "
            "psychotherapy and antidepressants.",
            UNTRIED,
            "defer",
            "R03",
        ),
        (
            "Patients who have recently begun an alternative treatment plan may also need to give "
            "the current treatment plan enough time to work before seeking ketamine therapy.",
            {"current_treatment_start": days_ago(20)},
            "defer",
            "R04",
        ),
        (
            "ketamine therapy is not recommended for depression treatment if the patient has a "
            "history of blood vessel concerns,",
            {"aneurysmal_vascular_disease": True},
            "not_recommended",
            "R06",
        ),
        ("has an alcohol addiction,", {"alcohol_addiction": True}, "not_recommended", "R19"),
        ("is pregnant,", {"pregnant": True}, "not_recommended", "R16"),
        (
            "or has high cerebrospinal fluid levels.",
            {"raised_intracranial_pressure": True},
            "not_recommended",
            "R10",
        ),
    ],
)
def test_what_the_page_promises_is_what_the_rules_say(sentence, patient, disposition, rule):
    for route in ("iv", "nasal", None):
        result = screened(**patient, route=route)
        assert result.disposition == disposition, sentence
        assert rule in {each.rule for each in result.fired}, sentence


def test_every_rule_that_names_the_page_as_its_source_is_among_its_sentences():
    (page,) = {
        source
        for rule in shipped().rules.values()
        for source in rule.source
        if "own page" in source
    }
    naming = {rule.id for rule in shipped().rules.values() if page in rule.source}
    (table,) = test_what_the_page_promises_is_what_the_rules_say.pytestmark
    assert naming == {row[3] for row in table.args[1]} - {"R22"}


def test_a_finding_tells_the_clinics_policy_from_the_label():
    result = screened(raised_intracranial_pressure=True, aneurysmal_vascular_disease=True)
    assert {each.rule: each.basis.value for each in result.fired} == {
        "R01": "consensus",
        "R06": "label",
        "R10": "clinic",
    }
