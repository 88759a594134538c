"""DSTU2, the FHIR of 2015: recognised, so that nothing of it is taken for something else.

Its resources bear the same names as later ones, yet some elements mean other things.
"""

from typing import Any

SENTENCE = (
    "This file is FHIR DSTU2, which is not read here. "
    "Ask the sender for the same records as FHIR R4 or STU3."
)

_KINDS = {
    *("Conformance", "DeviceUseRequest", "DiagnosticOrder", "ImagingObjectSelection"),
    *("MedicationOrder", "Order", "OrderResponse"),
}
_ELEMENTS = {
    "AllergyIntolerance": {"substance"},
    "Condition": {"patient", "dateRecorded"},
    "MedicationStatement": {"patient", "wasNotTaken"},
    "QuestionnaireResponse": {"group"},
}
"""By kind of resource, what no later version has there."""


def is_dstu2(resource: dict[str, Any]) -> bool:
    """Whether a resource is of a kind, or has an element or a profile, that only DSTU2 knows."""
    kind = resource["resourceType"]
    return (
        kind in _KINDS or bool(_ELEMENTS.get(kind, set()) & resource.keys()) or _says_so(resource)
    )


def _says_so(resource: dict[str, Any]) -> bool:
    meta = resource.get("meta")
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    given = profiles if isinstance(profiles, list) else []
    return any("dstu2" in each.casefold() for each in given if isinstance(each, str))
