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
    def made(how: Standing, row: dict[str, Any]) -> Consent:
        return Consent(WORDS[kind], how, row["valid_from"], row["valid_to"])

    def reach(row: dict[str, Any]) -> date:
        return row["valid_to"] or date.max

    begun = [row for row in rows if row["valid_from"] <= today]
    in_force = [row for row in begun if reach(row) >= today]
    if in_force:
        longest = max(in_force, key=reach)
        short = next_visit is not None and reach(longest) < next_visit
        return made(Standing.ENDS_BEFORE_VISIT if short else Standing.IN_FORCE, longest)
    if len(begun) < len(rows):
        return made(Standing.NOT_YET, max(rows, key=lambda row: row["valid_from"]))
    if begun:
        return made(Standing.LAPSED, max(begun, key=reach))
    return Consent(WORDS[kind], Standing.MISSING, None, None)
