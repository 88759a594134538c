"""What is not known is listed, never taken for no, and never lets anybody through."""

import pytest

from services.clinical.eligibility import Gap
from tests.services.clinical.eligibility.patients import ASKED, REQUIRED, screened, state

UNTRIED = {"adequate_trials_all": 0, "adequate_trials_count": 0, "new_diagnosis": True}


@pytest.mark.parametrize("id", ASKED)
@pytest.mark.parametrize("gap", [Gap.NOT_ASKED, Gap.UNKNOWN])
def test_one_required_answer_less_is_incomplete_and_says_which_and_why(id, gap):
    result = screened(**{id: None if gap is Gap.NOT_ASKED else "unknown"})
    assert result.disposition == "incomplete"
    assert id in result.missing
    assert result.gaps[id] is gap
    assert set(result.missing) == set(result.gaps)


@pytest.mark.parametrize("id", ASKED)
def test_one_required_answer_less_softens_nothing_that_fired(id):
    told = "stroke_history" if id != "stroke_history" else "cerebral_trauma"
    result = screened(**{told: True, id: None})
    assert result.disposition == "review"
    assert id in result.missing


def test_every_required_question_is_tried_here():
    assert set(REQUIRED) - set(ASKED) == {"psychotherapy_tried"}
    result = screened(**UNTRIED)
    assert (result.disposition, result.missing) == ("incomplete", ("psychotherapy_tried",))
    assert screened(**UNTRIED, psychotherapy_tried="unknown").disposition == "incomplete"


def test_an_answer_left_out_is_an_answer_not_asked():
    assert screened(psychosis=None).gaps == {"psychosis": Gap.NOT_ASKED}


def test_one_reading_is_not_two():
    result = screened(screening_bp=[[182, 112]])
    assert (result.disposition, result.gaps) == ("incomplete", {"screening_bp": Gap.TOO_FEW})
    assert screened(screening_bp=[]).gaps == {"screening_bp": Gap.NOT_ASKED}
    assert screened(screening_bp=[182, 112]).disposition == "defer"


def test_a_rule_that_lacks_an_answer_says_which():
    result = screened(stroke_history=None, severe_valve_disease="unknown")
    (standing,) = [each for each in result.standings if each.rule.id == "R14"]
    assert standing.words == "Not asked: stroke. Unknown: severe valve disease."
    assert standing.findings == ()


def test_a_rule_that_fired_still_says_what_it_lacks():
    result = screened(cerebral_trauma=True, stroke_history="unknown")
    (standing,) = [each for each in result.standings if each.rule.id == "R14"]
    assert (standing.state.value, standing.lacks) == ("fired", {"stroke_history": Gap.UNKNOWN})


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("R01", {"adequate_trials_count": None}),
        ("R02", {"adequate_trials_all": None}),
        ("R03", UNTRIED | {"psychotherapy_tried": None}),
        ("R03", {"adequate_trials_all": None, "new_diagnosis": True}),
        ("R03b", {"adequate_trials_count": None}),
        ("R03b", {"indication": None}),
        ("R03b", {"adequate_trials_count": 1, "current_treatment": None}),
        ("R04", {"current_treatment": None}),
        ("R04", {"current_treatment_start": "unknown"}),
        ("R05", {"indication": "unknown"}),
        ("R13", {"heart_attack_on": "unknown"}),
        ("R16", {"pregnant": "unknown"}),
        ("R18", {"childbearing_potential": "unknown"}),
        ("R26", {"self_harm_history": None}),
        ("R27", {"comprehensive_plan": "unknown"}),
        ("R33", {"phq9": None}),
        ("R33", {"phq9_on": None}),
        ("R33", {"phq9": None, "madrs": 12, "madrs_on": "2026-11-20"}),
    ],
)
def test_a_rule_is_unknown_while_an_answer_could_still_make_it_fire(rule, changes):
    assert state(rule, **changes) == "unknown"
    assert screened(**changes).disposition == "incomplete"


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        ("R01", {"adequate_trials_count": 1}, "not met"),
        ("R03", {"new_diagnosis": False, "adequate_trials_all": None}, "passes"),
        ("R03", {"adequate_trials_all": 2, "new_diagnosis": None}, "passes"),
        ("R03b", {"new_diagnosis": None}, "passes"),
        ("R12", {"uncontrolled_hypertension": True, "screening_bp": None}, "fired"),
        ("R33", {"phq9": None, "madrs": 30, "madrs_on": "2026-11-20"}, "passes"),
    ],
)
def test_a_rule_that_no_answer_could_change_is_settled(rule, changes, expected):
    assert state(rule, **changes) == expected


def test_a_screening_in_which_nothing_was_asked_is_incomplete():
    result = screened(**dict.fromkeys(REQUIRED))
    assert result.disposition == "incomplete"
    assert not result.fired
    assert set(result.gaps.values()) == {Gap.NOT_ASKED}
