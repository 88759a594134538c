"""What is told in the same way by every Observation, whatever it is about."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from data.formats.fhir.contents import Contents, Entry
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import CodeableConcept, Observation, Reference, shaped
from data.formats.fhir.times import moment

NOT_FINAL = "Its own status says that it is not a final result."
PERIOD_START = "The file gives a period; its start was taken as the time."

_FINAL = ("final", "amended", "corrected")


def concepts(entry: Entry) -> Iterator[CodeableConcept]:
    """What an Observation and its components are about, as far as that can be read.

    Codes are looked at first, since most Observations of a whole record are about something else.
    """
    parts = entry.resource.get("component")
    for part in (entry.resource, *(parts if isinstance(parts, list) else [])):
        try:
            yield shaped(CodeableConcept, part.get("code") if isinstance(part, dict) else None)
        except Refused:
            continue


def final(entry: Entry) -> Observation:
    """The Observation in its shape, if its result is final; else Refused."""
    observed = shaped(Observation, entry.resource)
    if observed.status not in _FINAL:
        raise Refused(NOT_FINAL)
    return observed


def effective(observed: Observation, zone: tzinfo, done: str) -> tuple[datetime, tuple[str, ...]]:
    """When it was observed, and notes; else Refused."""
    stated = observed.effectiveDateTime or observed.effectiveInstant
    if stated or not observed.effectivePeriod:
        return moment(stated, zone, done)
    at, notes = moment(observed.effectivePeriod.start, zone, done)
    return at, (*notes, PERIOD_START)


def members(observed: Observation, entry: Entry, contents: Contents) -> frozenset[str]:
    """The keys of the Observations of the same file that it consists of."""
    return _keys([*observed.hasMember, *_related(observed, "member")], entry, contents)


def sources(observed: Observation, entry: Entry, contents: Contents) -> frozenset[str]:
    """The keys of the resources of the same file that it was derived from."""
    return _keys([*observed.derivedFrom, *_related(observed, "derived")], entry, contents)


def _related(observed: Observation, kind: str) -> list[Reference]:
    """STU3's `related`: has-member and derived-from."""
    return [each.target for each in observed.related if kind in (each.type or "")]


def _keys(references: list[Reference], entry: Entry, contents: Contents) -> frozenset[str]:
    """A contained resource goes by the key of its container, with its own id behind."""
    named = [each.reference for each in references if each.reference]
    inside = {entry.key + name for name in named if name.startswith("#")}
    found = [contents.find(name, entry) for name in named]
    return frozenset({each.key for each in found if each} | inside)
