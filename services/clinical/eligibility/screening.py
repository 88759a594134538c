"""Screens the answers of one patient by one policy, on one day."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from data.reference.screening import Form, Policy, form
from data.tables.vocabulary import Disposition, Route
from services.clinical.eligibility.earlier import ACUTE
from services.clinical.eligibility.facts import Facts
from services.clinical.eligibility.mind import HIGH
from services.clinical.eligibility.reading import read
from services.clinical.eligibility.result import Finding, ScreeningResult, Standing, State
from services.clinical.eligibility.standing import standings

SEVERITY = tuple(Disposition)
"""Worst last, as the word list has them."""


def screen(
    answers: Mapping[str, Any], policy: Policy, *, route: Route | None, on: date
) -> ScreeningResult:
    """What the rules say of answers by question id, on a day of the clinic's calendar.

    While the route is not decided the rules of both are evaluated. Raises AnswerRefused, with a
    sentence, for a value that is none. Source: the policy's own, rule by rule.
    """
    facts = read(form(), answers, route, on)
    stand = standings(policy, facts, route)
    fired = [finding for each in stand for finding in each.findings]
    missing = _missing(form(), facts, stand)
    return ScreeningResult(
        policy_version=policy.version,
        disposition=_disposition(fired, missing),
        escalation=tuple(_escalation(policy, facts)),
        missing=missing,
        gaps={id: facts.gaps[id] for id in missing},
        fired=tuple(sorted(fired, key=lambda each: -SEVERITY.index(each.result))),
        standings=stand,
    )


def _disposition(fired: list[Finding], missing: tuple[str, ...]) -> Disposition:
    """The worst that fired. Nothing missing and R01 met is eligible, anything less incomplete."""
    worst = max((each.result for each in fired), key=SEVERITY.index, default=Disposition.ELIGIBLE)
    if worst is not Disposition.ELIGIBLE:
        return worst
    met = any(each.rule == "R01" for each in fired)
    return Disposition.ELIGIBLE if met and not missing else Disposition.INCOMPLETE


def _escalation(policy: Policy, facts: Facts) -> Iterator[str]:
    """Why risk is to be assessed now, whatever the route and whatever else was answered."""
    words, item9 = policy.escalation, facts.get("phq9_item9")
    if facts.get("indication") == ACUTE:
        yield words.indication
    if facts.get("cssrs_screen") == HIGH:
        yield words.cssrs
    if item9 is not None and item9 >= words.item9:
        yield words.phq9.format(value=item9)


def _missing(asked: Form, facts: Facts, stand: tuple[Standing, ...]) -> tuple[str, ...]:
    """Required answers that are open, but for those that only rules not evaluated look at."""
    looked_at, needless = set[str](), set[str]()
    for each in stand:
        passed_over = each.state is State.NOT_EVALUATED
        (needless if passed_over else looked_at).update(each.rule.inputs)
    return tuple(
        id
        for id, question in asked.questions.items()
        if question.required and id in facts.gaps and id not in needless - looked_at
    )
