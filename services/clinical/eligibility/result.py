"""What a screening comes to: one finding a case that fired, and how every rule stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from data.reference.screening import Basis, Rule
from data.tables.vocabulary import Disposition, Route
from services.clinical.eligibility.facts import Gap
from services.clinical.eligibility.words import kept, listed, small


class State(StrEnum):
    """How one rule stands."""

    FIRED = "fired"
    PASSES = "passes"
    NOT_MET = "not met"
    """Of R01, which has to fire for a patient to be eligible."""
    UNKNOWN = "unknown"
    DOES_NOT_APPLY = "does not apply"
    OTHER_ROUTE = "not for this route"
    NOT_EVALUATED = "not evaluated"
    """Of R01 to R04, when R05 is met."""


@dataclass(frozen=True)
class Finding:
    """A rule that fired, with this patient's values and the sentence that says so."""

    rule: str
    name: str
    result: Disposition
    inputs: Mapping[str, Any]
    words: str
    basis: Basis
    source: tuple[str, ...]
    routes: tuple[Route, ...]
    until: date | None = None
    """The first day on which the rule would no longer fire, where a date can be told."""
    refused: bool = False
    """The clinic does not do it, so nobody can sign otherwise."""

    def row(self) -> dict[str, Any]:
        """The JSON object that a Screening keeps among its findings."""
        return {
            "rule": self.rule,
            "result": self.result.value,
            "input": {id: kept(value) for id, value in self.inputs.items()},
            "words": self.words,
            "basis": self.basis.value,
        }


@dataclass(frozen=True)
class Standing:
    """How a rule stands, in words, and the answers it still lacks; a fired one may lack some."""

    rule: Rule
    state: State
    words: str
    lacks: Mapping[str, Gap]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class ScreeningResult:
    """What the rules say. `disposition` and `escalation` do not change each other."""

    policy_version: str
    disposition: Disposition
    escalation: tuple[str, ...]
    """Why risk is to be assessed now, each a sentence; empty if nothing says so."""
    missing: tuple[str, ...]
    """Required questions without an answer, in the order of the form."""
    gaps: Mapping[str, Gap]
    """Of what is missing: whether nobody asked, or the answer was that it is not known."""
    fired: tuple[Finding, ...]
    """Worst first, then in the order of the rules."""
    standings: tuple[Standing, ...]
    """Every rule of the policy, in its order."""

    @property
    def escalate(self) -> bool:
        return bool(self.escalation)

    @property
    def not_evaluated(self) -> tuple[str, ...]:
        """The rules that R05 made needless."""
        return tuple(each.rule.id for each in self.standings if each.state is State.NOT_EVALUATED)

    @property
    def until(self) -> date | None:
        """When the last rule that defers would no longer do so; None if any cannot tell."""
        dates = [each.until for each in self.fired if each.result is Disposition.DEFER]
        known = [day for day in dates if day]
        return max(known) if known and len(known) == len(dates) else None

    @property
    def words(self) -> str:
        """The disposition in words. While risk is to be assessed nobody is deferred."""
        names = [small(each.name) for each in self.fired if each.result is self.disposition]
        why = listed(list(dict.fromkeys(names))) if names else ""
        match self.disposition:
            case Disposition.DEFER if self.escalate:
                return f"would be deferred for {why}; assess risk first"
            case Disposition.DEFER:
                return f"deferred for {why}"
            case Disposition.NOT_RECOMMENDED:
                return f"not recommended: {why}"
            case Disposition.REVIEW:
                return f"needs review: {why}"
        return self.disposition.value
