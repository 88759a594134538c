"""A FHIR AdverseEvent to a side effect."""

import re
from datetime import tzinfo
from typing import TypeVar

from data.formats.fhir import words
from data.formats.fhir.conformance import fault
from data.formats.fhir.contents import Contents, Entry
from data.formats.fhir.contradictions import CONTRADICTION
from data.formats.fhir.days import OVER, day, unread
from data.formats.fhir.extensions import OWN, TERMS, told, value
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import CodeableConcept, Reference, Shape, shaped
from data.formats.fhir.subjects import subject, whose
from data.formats.records import Day, SideEffectRecord
from data.reference.columns import plain
from data.reference.side_effects import side_effects

NOTICED = "The file gives only when it was noticed, which was taken as when it happened."
OTHER_SEVERITY = "The file gives a severity other than mild, moderate or severe."
SERIOUS_NOT_SAID = "The file does not say whether it was serious."
FATAL = "The file says that its outcome was death."

T = TypeVar("T")

_GRADES = {"mild": 1, "moderate": 2, "severe": 3}
_GRADE = re.compile(r"grade ([1-5])", re.ASCII)
_CODE = re.compile(r"\w{1,60}", re.ASCII).fullmatch
_SERIOUS = {"serious": True, "non-serious": False}


class AdverseEvent(Shape):
    actuality: str | None = None
    category: list[CodeableConcept] | str | None = None
    """STU3 has a code here: AE, or PAE for a potential one."""
    event: CodeableConcept | None = None
    type: CodeableConcept | None = None
    """What STU3 calls event."""
    description: str | None = None
    subject: Reference | None = None
    date: str | None = None
    detected: str | None = None
    severity: CodeableConcept | None = None
    seriousness: CodeableConcept | None = None
    outcome: CodeableConcept | None = None


def read(entry: Entry, contents: Contents, zone: tzinfo) -> SideEffectRecord:
    """The side effect; else Refused."""
    event = shaped(AdverseEvent, entry.resource)
    if event.actuality == "potential" or event.category == "PAE":
        raise Refused("It is an event that might have happened, not one that did.")
    what = event.event or event.type
    text = words.name(what) or words.plain(event.description)
    if text is None:
        raise Refused("It does not say in words what happened.")
    happened = day(event.date or event.detected, zone)
    if event.date:
        happened = told(happened, entry.resource.get("_date"))
    resolved = day(value(entry.resource, f"{OWN}:resolved", "valueDateTime", str), zone)
    grade = _grade(event)
    serious = _only({_SERIOUS[word] for word in _said(event.seriousness) & _SERIOUS.keys()})
    notes = [
        *([SERIOUS_NOT_SAID] if serious is None else []),
        *unread((event.date or event.detected, happened)),
        *([NOTICED] if event.detected and not event.date else []),
        *([OTHER_SEVERITY] if event.severity and grade is None else []),
        *_outcome(event, resolved),
        *filter(None, [fault(entry.resource)]),
    ]
    return SideEffectRecord(
        **whose(entry, subject(event.subject, entry, contents), notes),
        text=text,
        term=_own_term(what) or _term(what),
        happened=happened,
        resolved=resolved,
        related=value(entry.resource, f"{OWN}:related", "valueBoolean", bool),
        action=words.plain(value(entry.resource, f"{OWN}:action", "valueString", str)),
        grade=grade,
        serious=serious,
    )


def _grade(event: AdverseEvent) -> int | None:
    """STU3 has no severity and puts these very words under seriousness. A grade in words is more
    exact: severe is 3, 4 or 5."""
    given = _said(event.severity or event.seriousness)
    coded = {_GRADES[word] for word in given & _GRADES.keys()}
    graded = {int(match[1]) for word in given if (match := _GRADE.fullmatch(word))}
    if len(graded) == 1 and coded <= {min(*graded, 3)}:
        return graded.pop()
    return _only(coded)


def _said(concept: CodeableConcept | None) -> set[str]:
    """Its codes and its words, in small letters."""
    return words.codes(concept) | {text.casefold() for text in words.spoken(concept)}


def _outcome(event: AdverseEvent, resolved: Day | None) -> list[str]:
    codes = words.codes(event.outcome)
    over = any(code.startswith("resolved") for code in codes)
    return [*([FATAL] if "fatal" in codes else []), *([OVER] if over and not resolved else [])]


def _own_term(what: CodeableConcept | None) -> str | None:
    """The term of an event that this program wrote, also where the vocabulary has it no more."""
    codings = what.coding if what else []
    return _only({each.code for each in codings if each.system == TERMS and _CODE(each.code or "")})


def _term(what: CodeableConcept | None) -> str | None:
    """The one term of the vocabulary that is meant by SNOMED code or by name."""
    known = side_effects().terms.values()
    coded = {term.code for term in known if term.snomed in words.snomed(what)}
    said = {plain(text) for text in words.spoken(what)}
    named = {term.code for term in known if {plain(term.label), plain(term.meddra)} & said}
    if coded and not named <= coded:
        raise Refused(CONTRADICTION)
    return _only(coded or named)


def _only(found: set[T]) -> T | None:
    return next(iter(found)) if len(found) == 1 else None
