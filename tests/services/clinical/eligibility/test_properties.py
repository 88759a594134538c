"""What holds of every screening, whatever was answered."""

import time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from data.reference.screening import form, shipped
from data.tables.vocabulary import Disposition, Route
from services.clinical.eligibility import AnswerRefused, ScreeningResult, screen
from tests.services.clinical.eligibility.patients import ELIGIBLE, ON, possible

SEVERITY = list(Disposition)
ESCALATES = {"indication", "cssrs_screen", "phq9_item9"}
ROUTES = st.sampled_from([None, *Route])
CHANGES = st.dictionaries(
    st.sampled_from(sorted(form().questions)), st.integers(0, 10_000), max_size=12
)


def answered(changes: dict[str, int]) -> dict[str, Any]:
    """The eligible patient with some answers changed, each among possible ones and no answer."""
    answers = dict(ELIGIBLE)
    for id, number in changes.items():
        sort = [*possible(form().questions[id]), None, "unknown"]
        answers[id] = sort[number % len(sort)]
    failed, adequate = answers["adequate_trials_count"], answers["adequate_trials_all"]
    if isinstance(failed, int) and isinstance(adequate, int):
        answers["adequate_trials_all"] = max(failed, adequate)
    return answers


def screened(answers: dict[str, Any], route: Route | None) -> ScreeningResult:
    return screen(answers, shipped(), route=route, on=ON)


@given(CHANGES, ROUTES)
def test_the_disposition_is_the_worst_rule_that_fired(changes, route):
    result = screened(answered(changes), route)
    worst = max((SEVERITY.index(each.result) for each in result.fired), default=0)
    assert SEVERITY.index(result.disposition) >= worst
    if worst:
        assert result.disposition is SEVERITY[worst]
    else:
        assert result.disposition in (Disposition.ELIGIBLE, Disposition.INCOMPLETE)


@given(CHANGES, ROUTES)
def test_nobody_is_eligible_with_anything_required_unknown_or_without_r01(changes, route):
    result = screened(answered(changes), route)
    if result.disposition is Disposition.ELIGIBLE:
        assert result.missing == ()
        assert "R01" in {each.rule for each in result.fired}
        open_rules = [each for each in result.standings if each.state.value == "unknown"]
        assert {id for each in open_rules for id in each.lacks} <= {"ride_home_arranged"}


@given(CHANGES, ROUTES)
def test_escalation_rests_on_three_answers_and_no_other(changes, route):
    answers = answered(changes)
    alone = {id: answers[id] for id in ESCALATES}
    result = screened(answers, route)
    assert result.escalation == screened(alone, None).escalation
    item9 = alone["phq9_item9"]
    assert result.escalate == (
        alone["indication"] == "acute_suicidality"
        or alone["cssrs_screen"] == "high"
        or item9 in (2, 3)
    )


@given(CHANGES, ROUTES)
def test_every_rule_stands_somehow_and_says_so_in_a_sentence(changes, route):
    result = screened(answered(changes), route)
    assert [each.rule.id for each in result.standings] == list(shipped().rules)
    for standing in result.standings:
        assert standing.words.endswith((".", "?"))
        assert "{" not in standing.words
        assert "None is" not in standing.words
        assert (standing.state.value == "fired") == bool(standing.findings)
        assert (standing.state.value == "unknown") <= bool(standing.lacks)


@given(CHANGES, ROUTES)
def test_the_order_of_answers_and_a_second_look_change_nothing(changes, route):
    answers = answered(changes)
    turned = dict(reversed(answers.items()))
    assert screened(answers, route).fired == screened(turned, route).fired


@given(
    st.dictionaries(
        st.sampled_from(sorted(form().questions)),
        st.one_of(
            st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates(),
            st.lists(st.one_of(st.integers(), st.text(), st.lists(st.integers(), max_size=3))),
            st.dictionaries(st.text(), st.integers()),
        ),
    )
)  # fmt: skip
def test_whatever_comes_is_screened_or_refused_with_a_sentence(answers):
    try:
        said = screened(answers, None).words
    except AnswerRefused as refused:
        said = str(refused)
        assert said.endswith(".")
    assert said != "eligible"


def test_one_screening_takes_about_a_millisecond():
    took = []
    for _ in range(20):
        start = time.perf_counter()
        screened(ELIGIBLE, None)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.003
