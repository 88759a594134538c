"""What a concept is called, and what its codes are."""

import re

from data.formats.fhir.shapes import CodeableConcept

Coded = CodeableConcept | str | None
"""What is a concept in R4 and, for some elements, a bare code in STU3."""

SNOMED = "http://snomed.info/sct"

_NOTHING = re.compile(
    r"(no (known|information|current|active)\b.*|none( known)?|nil( known)?|unknown|n/?a)\W*",
    re.IGNORECASE | re.DOTALL,
)


def plain(text: str | None) -> str | None:
    """The words on one line; None where there are none."""
    return " ".join((text or "").split()) or None


def name(concept: CodeableConcept | None) -> str | None:
    """The text, as somebody wrote it, else the first display; a code alone is no name."""
    return next(iter(spoken(concept)), None)


def spoken(concept: CodeableConcept | None) -> list[str]:
    """Everything it is called."""
    given = [concept.text, *(coding.display for coding in concept.coding)] if concept else []
    return [words for text in given if (words := plain(text))]


def says_nothing(name: str) -> bool:
    """Whether it stands where a name belongs and says that there is none, or none is known."""
    return _NOTHING.fullmatch(name) is not None


def codes(concept: Coded) -> set[str]:
    """Its codes, in small letters, whatever their system."""
    if isinstance(concept, str):
        return {concept.casefold()}
    found = [coding.code for coding in concept.coding] if concept else []
    return {code.casefold() for code in found if code}


def snomed(concept: CodeableConcept | None) -> set[str]:
    """Its codes that are SNOMED CT's."""
    found = concept.coding if concept else []
    return {coding.code for coding in found if coding.code and coding.system == SNOMED}
