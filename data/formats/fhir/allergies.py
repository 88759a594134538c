"""An AllergyIntolerance to an allergy, or to the statement that none is known."""

import re
from datetime import tzinfo

from data.formats.fhir import words
from data.formats.fhir.certainty import check, doubt
from data.formats.fhir.conformance import fault
from data.formats.fhir.contents import Contents, Entry
from data.formats.fhir.contradictions import CONTRADICTION
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import CodeableConcept, Reference, Shape, shaped
from data.formats.fhir.subjects import subject, whose
from data.formats.fhir.times import written
from data.formats.fhir.words import Coded
from data.formats.records import AllergyRecord

UNDATED = "The file does not say when this was asked."
INACTIVE = "The file marks the allergy as no longer active."
FORMERLY = "It says that none was known formerly, which tells nothing of today."
NO_LONGER = ("inactive", "resolved")
"""FHIR's words for an allergy that is over. It stays, with the word behind its name: who prepares a
dose shall rather see one too many."""

ONE_KIND = "It says only that no allergy of one kind is known, such as to drugs."

_NONE_KNOWN = {"716186003", "160244002"}
"""SNOMED CT: no known allergy, now and formerly."""
_NONE_OF_A_KIND = {"409137002", "428607008", "429625007", "428197003"}
"""No known allergy to drugs, of the environment, to food, to insects."""

_ALL = re.compile(
    r"(no known allerg(y|ies)|no allergies( known)?|nka)(\s*\([^()]*\))?\W*", re.IGNORECASE
)
"""SNOMED CT puts "(situation)" behind."""
_SOME = re.compile(r"no (known )?(?!known\b)\w+ allerg(y|ies)\b.*|nkda\W*", re.IGNORECASE)


class AllergyIntolerance(Shape):
    clinicalStatus: Coded = None
    verificationStatus: Coded = None
    code: CodeableConcept | None = None
    patient: Reference | None = None
    recordedDate: str | None = None
    assertedDate: str | None = None
    """What STU3 calls recordedDate."""


def read(entry: Entry, contents: Contents, zone: tzinfo) -> AllergyRecord:
    """The allergy; else Refused."""
    allergy = shaped(AllergyIntolerance, entry.resource)
    check(allergy.verificationStatus)
    state = words.codes(allergy.clinicalStatus)
    inactive = [word for word in NO_LONGER if word in state][:1]
    substance = _substance(allergy.code)
    if inactive and substance is None:
        raise Refused(FORMERLY)
    noted_at = written(allergy.recordedDate or allergy.assertedDate, zone)
    notes = [
        *([] if noted_at else [UNDATED]),
        *doubt(allergy.verificationStatus),
        *([INACTIVE] if inactive else []),
        *filter(None, [fault(entry.resource)]),
    ]
    return AllergyRecord(
        **whose(entry, subject(allergy.patient, entry, contents), notes),
        substance=" ".join([substance, *(f"({word})" for word in inactive)]) if substance else None,
        noted_at=noted_at,
    )


def _substance(concept: CodeableConcept | None) -> str | None:
    """None where it says that no allergy is known; that none of one kind is known says less."""
    said = words.spoken(concept)
    codes = words.snomed(concept)
    if codes & _NONE_OF_A_KIND or any(_SOME.fullmatch(text) for text in said):
        raise Refused(ONE_KIND)
    none = [_ALL.fullmatch(text) is not None for text in said]
    if codes & _NONE_KNOWN or any(none):
        if not all(none):
            raise Refused(CONTRADICTION)
        return None
    if not said or words.says_nothing(said[0]):
        raise Refused("It does not say in words what the allergy is to.")
    return said[0]
