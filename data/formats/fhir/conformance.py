"""Whether a resource is valid FHIR, by fhir.resources: its word is a note, not a refusal.

Files from real systems are often a little off, and such a file may still say plainly what a
person answered. Measured: 0.3 to 2 ms a resource.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

if TYPE_CHECKING:
    from fhir_core.fhirabstractmodel import FHIRAbstractModel


def fault(resource: dict[str, Any]) -> str | None:
    """None for valid R4 or STU3; else a sentence that names the element at fault."""
    models = _models(resource["resourceType"])
    places = []
    for model in reversed(models) if _looks_like_stu3(resource) else models:
        try:
            model.model_validate(resource)
        except ValidationError as error:
            places.append(_place(error))
        except Exception:  # noqa: BLE001
            # On hostile input the library raises whatever it trips over: KeyError for an unknown
            # contained resource, RecursionError for depth. Each means: not valid.
            places.append("one of its parts")
        else:
            return None
    return f"Not valid as FHIR R4 or STU3 (see {places[0]}), but clear enough to read."


@cache
def _models(kind: str) -> tuple["type[FHIRAbstractModel]", ...]:
    """Imported when the first file is read: it takes 0.4 s, which no page should wait for."""
    from fhir.resources import R4B, STU3

    return R4B.get_fhir_model_class(kind), STU3.get_fhir_model_class(kind)


def _looks_like_stu3(resource: dict[str, Any]) -> bool:
    """Elements that R4 renamed; to try the likelier version first halves the time."""
    form = resource.get("questionnaire")
    return isinstance(form, dict) or "context" in resource or "related" in resource


def _place(error: ValidationError) -> str:
    """The path to the first fault, as far as it consists of plain element names."""
    location = error.errors(include_input=False)[0]["loc"]
    names = [str(part) for part in location if re.fullmatch(r"\w{1,40}", str(part), re.ASCII)]
    return ".".join(names) or "its parts"
