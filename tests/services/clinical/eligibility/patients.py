"""An invented patient whom the shipped rules find eligible, and changes to her."""

from datetime import date, timedelta
from typing import Any

from data.reference.screening import Kind, Policy, Question, form, shipped
from data.tables.vocabulary import Route
from services.clinical.eligibility import Finding, ScreeningResult, screen

ON = date(2026, 11, 26)

NO: dict[str, Any] = {
    question.id: False
    for question in form().questions.values()
    if question.kind is Kind.YES_NO and question.required and not question.where
}
ELIGIBLE: dict[str, Any] = NO | {
    "indication": "depression",
    "adequate_trials_all": 2,
    "adequate_trials_count": 2,
    "current_treatment": True,
    "current_treatment_start": "2026-01-05",
    "phq9": 18,
    "phq9_on": "2026-11-20",
    "phq9_item9": 0,
    "screening_bp": [[128, 82], [124, 80]],
    "heart_attack": True,
    "heart_attack_on": "2019-03-02",
    "hepatic_impairment": "none",
    "sex": "female",
    "childbearing_potential": True,
    "pregnancy_test_on": "2026-11-25",
    "contraception_plan": True,
    "audit_c": 1,
    "substance_use": "none",
    "psychosis": "none",
    "bipolar": "none",
    "cssrs_screen": "none",
    "interacting_medicines": [],
    "medicines_asked_on": "2026-11-25",
    "realistic_expectations": True,
    "comprehensive_plan": ["psychotherapy", "follow-up"],
    "age": 41,
    "ride_home_arranged": True,
}

REQUIRED = [question.id for question in form().questions.values() if question.required]
ASKED = [id for id in REQUIRED if id in ELIGIBLE]
"""All but those that only others are asked: psychotherapy matters where nothing was tried."""


def screened(
    *,
    route: Route | None = Route.NASAL,
    policy: Policy | None = None,
    on: date = ON,
    **changes: Any,
) -> ScreeningResult:
    return screen(ELIGIBLE | changes, policy or shipped(), route=route, on=on)


def found(rule: str, **changes: Any) -> list[Finding]:
    """What one rule finds in the changed patient."""
    return [each for each in screened(**changes).fired if each.rule == rule]


def verdicts(rule: str, **changes: Any) -> list[str]:
    return [each.result.value for each in found(rule, **changes)]


def state(rule: str, **changes: Any) -> str:
    (standing,) = [each for each in screened(**changes).standings if each.rule.id == rule]
    return standing.state.value


def days_ago(days: int) -> str:
    return (ON - timedelta(days=days)).isoformat()


def possible(question: Question) -> list[Any]:
    """Some answers of every sort that a question takes."""
    match question.kind:
        case Kind.YES_NO:
            return [True, False]
        case Kind.CHOICE:
            return list(question.options)
        case Kind.NUMBER:
            assert question.low is not None
            assert question.high is not None
            return list(range(question.low, min(question.high, 90) + 1))
        case Kind.DATE:
            return [days_ago(days) for days in (0, 20, 30, 31, 41, 42, 43, 400)]
        case Kind.PRESSURES:
            return [[[128, 82], [124, 80]], [[141, 80], [141, 80]], [[168, 102], [164, 98]]]
        case Kind.SEVERAL:
            return [[], ["follow-up"], ["lifestyle", "follow-up"], list(question.options)]
        case Kind.LIST:
            return [[], ["Lorazepam"], ["Lorazepam", "Oxycodone"]]
    return ["a remark"]
