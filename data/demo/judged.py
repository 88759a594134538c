"""What the rules say of a screening. They are not ours to judge by: who loads us hands them in."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from data.tables.vocabulary import Disposition, Route

Answers = Mapping[str, Any]
"""By the ids of the screening form."""


class Judged(NamedTuple):
    """A judgement as a Screening keeps it."""

    policy_version: str
    disposition: Disposition
    escalate: bool
    missing: list[str]
    findings: list[dict[str, Any]]
    """Worst first."""


Judge = Callable[[Answers, Route | None, date], Judged]
"""Of answers, the route that is thought of, and the clinic's day. Workers import it by name."""
