"""One person's record as a FHIR R4 Bundle. `bundle` is the way out, `data.formats.fhir` the way in.

It is given rows as they are kept, by table, and those only that stand. What FHIR has no element
for is told in the narrative of the resource it belongs to. The whole is built and validated by
fhir.resources.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid5

from data.formats.fhir_out import effects, history, people, readings, scores, signed, treatment
from data.formats.fhir_out.pieces import Resource, Row, Told, id_of, instant, urn_of

__all__ = ["Told", "bundle", "ids"]


def bundle(told: Told, *, made_at: datetime, author: str, clinic: str) -> bytes:
    """Everything as JSON. The same rows give the same ids however often they are asked for."""
    from fhir.resources.R4B.bundle import Bundle  # takes 0.4 s, which no page should wait for

    made = Bundle.model_validate(
        {
            "resourceType": "Bundle",
            "id": str(uuid5(told.patient_id, "bundle")),
            "type": "collection",
            "timestamp": instant(made_at),
            "entry": [
                {"fullUrl": urn_of(resource["id"]), "resource": resource}
                for resource in _resources(told, made_at, author, clinic)
            ],
        }
    )
    return str(made.model_dump_json()).encode()


def ids(table: str, row: Row) -> Iterator[str]:
    """The ids of the resources that a row can be; of the row its id and entry_key are needed."""
    for part in readings.PARTS.get(table, ("",)):
        yield id_of(table, row, part)


def _resources(told: Told, made_at: datetime, author: str, clinic: str) -> Iterator[Resource]:
    yield people.patient(told)
    yield people.provenance(told, made_at, author, clinic)
    yield from people.practitioners(told)
    for part in (treatment, scores, readings, effects, history, signed):
        yield from part.resources(told)
