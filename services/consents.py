"""What a patient signed, and whether it holds: today, and still at the next visit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from data.tables.vocabulary import ConsentKind, Route

WORDS = {
    ConsentKind.OFF_LABEL: "Off-label consent",
    ConsentKind.REMS: "REMS enrolment",
    ConsentKind.RELEASE: "Release of information",
}
NEEDED = {Route.IV: ConsentKind.OFF_LABEL, Route.NASAL: ConsentKind.REMS}
"""The signature without which a route may not be dosed."""


class Standing(Enum):
    """How a signature stands."""

    IN_FORCE = "in force"
    ENDS_BEFORE_VISIT = "ends before the next visit"
    LAPSED = "lapsed"
    NOT_YET = "not yet in force"
    MISSING = "missing"


@dataclass(frozen=True)
class Consent:
    """One kind of signature: the one that reaches furthest, or that it is missing."""

    words: str
    standing: Standing
    valid_from: date | None
    valid_to: date | None


def standing(
    rows: Sequence[dict[str, Any]], routes: Iterable[Route], today: date, next_visit: date | None
) -> tuple[Consent, ...]:
    """Every kind that was signed or that an open episode's route needs."""
    needed = {NEEDED[route] for route in routes}
    signed = {row["kind"] for row in rows}
    return tuple(
        _of_kind(kind, [row for row in rows if row["kind"] is kind], today, next_visit)
        for kind in ConsentKind
        if kind in needed | signed
    )


def _of_kind(
    kind: ConsentKind, rows: Sequence[dict[str, Any]], today: date, next_visit: date | None
) -> Consent:
    if not rows:
        return Consent(WORDS[kind], Standing.MISSING, None, None)
    row = max(rows, key=lambda row: row["valid_to"] or date.max)
    begins, ends = row["valid_from"], row["valid_to"]
    if begins > today:
        how = Standing.NOT_YET
    elif ends is not None and ends < today:
        how = Standing.LAPSED
    elif ends is not None and next_visit is not None and ends < next_visit:
        how = Standing.ENDS_BEFORE_VISIT
    else:
        how = Standing.IN_FORCE
    return Consent(WORDS[kind], how, begins, ends)
