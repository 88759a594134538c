"""How a rule is judged, and the ways of judging that several rules share."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from data.reference.screening import Rule, form
from services.clinical.eligibility.facts import Facts
from services.clinical.eligibility.words import capital


@dataclass(frozen=True)
class Hit:
    """A rule fires in one of its cases, on these inputs; `values` fill blanks of its words."""

    case: str
    inputs: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    until: date | None = None


Judge: TypeAlias = Callable[[Rule, Facts], Iterator[Hit]]
"""Gives what fires first, then asks for what it needs: what is open never hides what is known."""


def on_yes(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """The one question of the rule is answered yes."""
    (input,) = rule.inputs
    if facts.get(input):
        yield Hit("met", {input: True})
    facts.need(input)


def on_any_yes(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """A hit for each question of the rule that is answered yes."""
    yield from each_yes("met", rule.inputs, facts)
    facts.need(*rule.inputs)


def each_yes(case: str, inputs: tuple[str, ...], facts: Facts) -> Iterator[Hit]:
    """A hit for each of these questions that is answered yes."""
    for input in inputs:
        if facts.get(input):
            yield Hit(case, {input: True}, {"what": capital(form().questions[input].name)})


def on_choice(rule: Rule, facts: Facts) -> Iterator[Hit]:
    """The one question of the rule is answered by what one of its cases is called."""
    (input,) = rule.inputs
    if facts.get(input) in rule.cases:
        yield Hit(facts.get(input), {input: facts.get(input)})
    facts.need(input)
