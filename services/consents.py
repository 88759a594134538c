"""What a patient signed, and whether it holds: today, soon, and still at the next visit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from data.reference.stages import stages
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
    ENDS_SOON = "ends soon"
    ENDS_BEFORE_VISIT = "ends before the next visit"
    LAPSED = "lapsed"
    NOT_YET = "not yet in force"
    MISSING = "missing"


@dataclass(frozen=True)
class Consent:
    """One kind of signature: the one until which it holds without a gap, or that it is missing."""

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

    begun = [row for row in rows if row["valid_from"] <= today]
    in_force = [row for row in begun if _end(row) >= today]
    if in_force:
        last = _renewed(max(in_force, key=_end), rows)
        return made(_warned(_end(last), today, next_visit), last)
    if len(begun) < len(rows):
        return made(Standing.NOT_YET, max(rows, key=lambda row: row["valid_from"]))
    if begun:
        return made(Standing.LAPSED, max(begun, key=_end))
    return Consent(WORDS[kind], Standing.MISSING, None, None)


def _end(row: dict[str, Any]) -> date:
    return row["valid_to"] or date.max


def _renewed(last: dict[str, Any], rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The last of those that go on from this one, each from the day after at the latest."""
    for row in sorted(rows, key=lambda row: row["valid_from"]):
        if _end(last) < row["valid_from"] - timedelta(days=1):
            break
        last = max(last, row, key=_end)
    return last


def _warned(end: date, today: date, next_visit: date | None) -> Standing:
    if next_visit is not None and end < next_visit:
        return Standing.ENDS_BEFORE_VISIT
    # Subtracted, because nothing can be added to the last day there is.
    soon = end - timedelta(days=stages().warn_days) <= today
    return Standing.ENDS_SOON if soon else Standing.IN_FORCE
