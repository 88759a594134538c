"""Small FHIR resources of invented people, for tests to bend."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from data.formats import fhir
from data.formats.fhir.subjects import NOT_HERE
from data.reference import instrument

Resource = dict[str, Any]

MORNING = "2026-03-02T09:30:00Z"


def patient(id: str = "ann", **elements: Any) -> Resource:
    name = [{"use": "official", "family": "Invented", "given": ["Ann", "Mary"]}]
    made = {"resourceType": "Patient", "id": id, "name": name, "birthDate": "1980-02-29"}
    return made | elements


def item(link: str, *answers: Resource, **elements: Any) -> Resource:
    return {"linkId": link, **({"answer": list(answers)} if answers else {}), **elements}


def items(points: Iterable[int | None], of: str = "phq9") -> list[Resource]:
    """Numbers as answers, under LOINC linkIds; None is an item without an answer."""
    return [
        item(f"/{question.loinc}", *([] if given is None else [{"valueInteger": given}]))
        for question, given in zip(instrument(of).items, points, strict=False)
    ]


def response(given: Sequence[Resource], id: str = "r1", **elements: Any) -> Resource:
    made = {
        "resourceType": "QuestionnaireResponse",
        "id": id,
        "status": "completed",
        "subject": {"reference": "Patient/ann"},
        "authored": MORNING,
        "item": list(given),
    }
    return made | elements


def coded(code: str | None) -> Resource:
    return {"coding": [{"system": "http://loinc.org", "code": code}]}


def observation(
    code: str | None, value: Any = None, /, *, id: str = "o1", **elements: Any
) -> Resource:
    made = {
        "resourceType": "Observation",
        "id": id,
        "status": "final",
        "code": coded(code),
        "subject": {"reference": "Patient/ann"},
        "effectiveDateTime": MORNING,
    }
    return made | ({} if value is None else {"valueInteger": value}) | elements


def answered_one_by_one(points: Sequence[int], of: str = "phq9") -> list[Resource]:
    """One Observation a question."""
    return [
        observation(question.loinc, given, id=f"item-{number}")
        for number, (question, given) in enumerate(zip(instrument(of).items, points, strict=True))
    ]


def bundle(*resources: Resource, **elements: Any) -> Resource:
    entries = [{"resource": each} for each in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries} | elements


def read(*resources: Resource) -> fhir.ReadFile:
    """What is read from a file of just these; one alone is a file without a Bundle."""
    document = resources[0] if len(resources) == 1 else bundle(*resources)
    return fhir.read(json.dumps(document).encode())


def only(file: fhir.ReadFile) -> fhir.AssessmentRecord:
    """The one assessment of a file that left nothing out."""
    assert file.left_out == ()
    (record,) = file.assessments
    return record


def reasons(file: fhir.ReadFile) -> list[str]:
    """Why things were left out of a file from which no assessment came."""
    assert file.assessments == ()
    return [each.why for each in file.left_out]


def read_lines(*resources: Resource) -> fhir.ReadFile:
    """What is read from a file of one resource a line."""
    return fhir.read("\n".join(json.dumps(each) for each in resources).encode())


def quantity(value: float, unit: str | None, /, **elements: Any) -> Resource:
    coded = {} if unit is None else {"unit": unit, "code": unit}
    return {"value": value, "system": "http://unitsofmeasure.org"} | coded | elements


def vital(code: str, value: float, unit: str | None, /, **elements: Any) -> Resource:
    return observation(code, valueQuantity=quantity(value, unit), **elements)


def pressure(sbp: float, dbp: float, /, *, id: str = "bp", **elements: Any) -> Resource:
    """A blood pressure panel."""
    parts = [
        {"code": coded(code), "valueQuantity": quantity(value, "mm[Hg]")}
        for code, value in (("8480-6", sbp), ("8462-4", dbp))
    ]
    return observation("85354-9", id=id, component=parts, **elements)


def single(file: fhir.ReadFile) -> Any:
    """The one entry of a file that left nothing out."""
    assert file.left_out == ()
    (entry,) = file.entries
    return entry


def notes(entry: Any) -> tuple[str, ...]:
    """What is noted of an entry, but for its person not being in the file."""
    return tuple(note for note in entry.notes if note != NOT_HERE)


def refusal(file: fhir.ReadFile) -> str:
    """Why the one thing in a file was left out."""
    assert file.entries == ()
    (left_out,) = file.left_out
    return left_out.why


def told(kind: str, /, **elements: Any) -> Resource:
    """A resource of a kind, of ann; None takes an element away."""
    whose = "patient" if kind == "AllergyIntolerance" else "subject"
    made = {"resourceType": kind, "id": "t1", whose: {"reference": "Patient/ann"}} | elements
    return {name: value for name, value in made.items() if value is not None}
