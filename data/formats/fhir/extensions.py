"""Extensions that are read: one value of one kind by its address, in resources as they came.

They are looked up in the plain JSON: a strange extension is passed over and spoils nothing.
"""

from dataclasses import replace
from typing import TypeVar

from data.formats.records import Day

AS_TOLD = "http://hl7.org/fhir/StructureDefinition/originalText"
OWN = "urn:ketamine-clinic"
"""Begins the addresses of what this program says beyond FHIR, and reads again."""
TERMS = f"{OWN}:side-effect"
"""The system of the codes of `data/reference/side_effects.toml`."""

T = TypeVar("T")


def value(holder: object, url: str, kind: str, sort: type[T]) -> T | None:
    """What the one extension of this address says; None where there is none of that kind."""
    listed = holder.get("extension") if isinstance(holder, dict) else None
    found = [
        each.get(kind)
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, dict) and each.get("url") == url
    ]
    return found[0] if len(found) == 1 and isinstance(found[0], sort) else None


def told(day: Day | None, beside: object) -> Day | None:
    """A date that is known in part, in the words that stand beside it (`_date`)."""
    words = value(beside, AS_TOLD, "valueString", str)
    if day is None or day.exact or not words or not words.isprintable():
        return day
    return replace(day, text=words)
