"""The screening form: every question whole, and asked of whom it should be."""

import pytest

from data.reference.screening import Kind, form, shipped
from data.tables.vocabulary import CareKind, Route

QUESTIONS = list(form().questions.values())
BY_ID = form().questions


def test_ids_and_sections_are_there_once():
    listed = [question.id for section in form().sections for question in section.questions]
    assert len(set(listed)) == len(listed) == len(QUESTIONS)
    sections = [section.id for section in form().sections]
    assert sections == [
        *("why_now", "heart", "contraindications", "pregnancy", "substances"),
        *("mind", "medicines", "plan", "practical"),
    ]
    assert all(section.label for section in form().sections)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_question_is_whole(question):
    assert question.label[0].isupper()
    assert question.name
    assert bool(question.options) == (question.kind in (Kind.CHOICE, Kind.SEVERAL))
    assert (question.low is not None) == (question.kind is Kind.NUMBER)
    assert (question.readings is not None) == (question.kind is Kind.PRESSURES)
    assert "unknown" not in question.options
    if question.kind in (Kind.NUMBER, Kind.PRESSURES):
        assert question.unit
    if question.low is not None:
        assert question.high > question.low


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_conditions_name_answers_that_there_are(question):
    before = list(BY_ID)[: list(BY_ID).index(question.id)]
    for other, values in (*question.where.items(), *question.unless.items()):
        assert other in before or other == question.id
        for value in values:
            known = BY_ID[other]
            assert (
                (known.kind is Kind.YES_NO and type(value) is bool)
                or (known.kind is Kind.CHOICE and value in known.options)
                or (known.kind is Kind.NUMBER and type(value) is int)
                or (known.absent and value == "absent")
            )


def test_every_question_but_a_few_is_looked_at_by_a_rule():
    looked_at = {id for rule in shipped().rules.values() for id in rule.inputs}
    kept_only = {"treatments_told", "episode_began", "weight"}
    assert set(BY_ID) - looked_at == {"outside_records", "phq9_item9", "remarks"} | kept_only


def test_what_the_record_tells_is_not_asked():
    derived = {question.id: question.derived for question in QUESTIONS if question.derived}
    assert set(derived.values()) == {
        *("recorded treatment trials", "recorded questionnaires", "recorded medicines"),
        *("patient", "birth date"),
    }
    assert derived["age"] == "birth date"
    assert {"phq9", "phq9_item9", "audit_c", "cssrs_screen", "adequate_trials_count"} <= set(
        derived
    )


def test_old_screenings_names_are_kept():
    assert {
        *("aneurysmal_vascular_disease", "arteriovenous_malformation", "hypersensitivity"),
        *("intracerebral_hemorrhage_history", "raised_intracranial_pressure"),
        *("hypertensive_encephalopathy_history", "alcohol_addiction", "home_dosing_requested"),
        *("adequate_trials_count", "age", "screening_bp", "audit_c", "phq9"),
        *("interacting_medicines", "pregnant", "ride_home_arranged"),
        *("realistic_expectations", "comprehensive_plan"),
    } <= set(BY_ID)
    parts = set(BY_ID["comprehensive_plan"].options)
    assert parts == {*CareKind, "follow-up"}


def test_nobody_is_asked_for_antibiotics():
    assert "antibiotic" not in " ".join(question.label for question in QUESTIONS).casefold()


@pytest.mark.parametrize(
    ("id", "answers", "asked"),
    [
        ("pregnant", {}, True),
        ("pregnant", {"sex": "male"}, False),
        ("pregnant", {"sex": "female", "childbearing_potential": False}, False),
        ("pregnant", {"sex": "female", "childbearing_potential": True}, True),
        ("pregnancy_test_on", {}, False),
        ("pregnancy_test_on", {"pregnant": False}, True),
        ("pregnancy_test_on", {"pregnant": True}, False),
        ("heart_attack_on", {}, False),
        ("heart_attack_on", {"heart_attack": True}, True),
        ("psychotherapy_tried", {"adequate_trials_all": 0}, True),
        ("psychotherapy_tried", {"adequate_trials_all": 1}, False),
        ("phq9_on", {}, True),
        ("phq9_on", {"phq9": "absent"}, False),
    ],
)
def test_a_question_is_asked_where_other_answers_make_it_one(id, answers, asked):
    for route in (None, *Route):
        assert BY_ID[id].is_asked(answers, route) is asked
