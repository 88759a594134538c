"""A code beside which stands the name of another: nobody can tell which of the two is meant."""

from data.formats.fhir.codes import (
    TAKEN_IN,
    Place,
    loinc,
    panels,
    places,
    places_by_words,
)
from data.formats.fhir.refused import Refused
from data.formats.fhir.shapes import CodeableConcept
from data.formats.fhir.signs import PANELS, Sign, signs, signs_by_words
from data.reference import instrument
from data.reference.columns import plain

CONTRADICTION = "Its code and the name beside it contradict each other."

_LONGEST_NAME = 500


def check(concept: CodeableConcept) -> None:
    """Raises Refused where a code that is known here bears the name of something else known."""
    codes = loinc(concept.coding)
    known: set[Place | Sign] = {*places(codes), *signs(codes)}
    if not known and codes.isdisjoint(panels().keys() | PANELS):
        return
    words = [concept.text, *(coding.display for coding in concept.coding)]
    named = {meant for text in words if text for meant in _named(text[:_LONGEST_NAME])}
    if not named <= known:
        raise Refused(CONTRADICTION)


def _named(text: str) -> set[Place | Sign]:
    return {*places_by_words(text), *signs_by_words(text), *_totals(text)}


def _totals(text: str) -> set[Place]:
    """A total's name says "score" and of which questionnaire."""
    words = plain(text)
    named = [id for id in TAKEN_IN if "score" in words and plain(instrument(id).name) in words]
    return {Place(id, None) for id in named}
