"""The shape of a screening policy: rules, what they say in each case, and what escalates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.tables.vocabulary import Disposition, Route


class Basis(StrEnum):
    """What a result rests on: a label, published consensus, or this clinic's own policy."""

    LABEL = "label"
    CONSENSUS = "consensus"
    CLINIC = "clinic"


@dataclass(frozen=True)
class Case:
    """What a rule says when it fires in one way; `words` is a sentence with blanks for values."""

    disposition: Disposition
    basis: Basis
    words: str
    refused: bool = False
    """Not a judgement that a prescriber may override, but something the clinic does not do."""


@dataclass(frozen=True)
class Rule:
    """One rule. `inputs` are ids of questions; `thresholds` say their unit by their name."""

    id: str
    name: str
    inputs: tuple[str, ...]
    routes: tuple[Route, ...]
    thresholds: Mapping[str, int]
    cases: Mapping[str, Case]
    passes: str
    rationale: str
    source: tuple[str, ...]
    """In words, for a person at the screen."""

    def is_for(self, route: Route | None) -> bool:
        """Until the route is decided every rule is evaluated."""
        return route is None or route in self.routes


@dataclass(frozen=True)
class Escalation:
    """From which PHQ-9 item 9 on risk is assessed now, and the sentence of each reason to."""

    item9: int
    indication: str
    cssrs: str
    phq9: str


@dataclass(frozen=True)
class Policy:
    """One version of the rules, by id in the order in which they are read."""

    version: str
    effective_from: date
    checked_by: str
    escalation: Escalation
    rules: Mapping[str, Rule]
