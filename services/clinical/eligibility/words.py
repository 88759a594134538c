"""How values and lists read in the sentences of a screening."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.clinical.eligibility.facts import Pressure


def shown(value: Any) -> str:
    """A value as a person reads it: "yes", "12 Oct 2026", "166/100"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, tuple) and not isinstance(value, Pressure):
        return ", ".join(map(str, value))
    return str(value)


def kept(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Pressure):
        return [int(each) if each == int(each) else round(each, 1) for each in value]
    return list(value) if isinstance(value, tuple) else value


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def small(words: str) -> str:
    return words[:1].lower() + words[1:]
