"""Vital signs, weight, and what was observed during a session."""

from collections.abc import Iterator
from datetime import date, datetime

from data.formats.fhir.measured import POSITION, POSITIONS
from data.formats.fhir_out.pieces import (
    LOINC,
    TERMINOLOGY,
    Resource,
    Row,
    Told,
    coding,
    concept,
    id_of,
    instant,
    known,
    made,
    note,
    quantity,
    reference,
    said,
)
from data.formats.records import Position
from data.reference import instrument

VITAL = concept(None, coding(f"{TERMINOLOGY}/observation-category", "vital-signs", "Vital Signs"))
EXAM = concept(None, coding(f"{TERMINOLOGY}/observation-category", "exam", "Exam"))
MOMENTS = {"pre": "before the dose", "40": "40 minutes after", "leaving": "before leaving"}

SINGLE = (
    ("hr", "Heart rate", ("8867-4",), "/min"),
    ("spo2", "Oxygen saturation", ("59408-5", "2708-6"), "%"),
    ("rr", "Respiratory rate", ("9279-1",), "/min"),
)
PRESSURES = (("sbp", "Systolic", "8480-6"), ("dbp", "Diastolic", "8462-4"))

PARTS = {"vital": ("bp", "weight", *(name for name, *_ in SINGLE)), "administration": ("weight",)}
"""The resources that a row can be, by its table."""

WEIGHT = concept("Body weight", coding(LOINC, "29463-7"))


def resources(told: Told) -> Iterator[Resource]:
    """One resource a reading; the two pressures are one."""
    for row in told.of("vital"):
        yield from _vital(told, row)
    for row in told.of("administration"):
        if row["weight_kg"] is not None:
            taken = row["weighed_on"] or row["happened_at"]
            weight = quantity(row["weight_kg"], "kg")
            one = _observation(told, "administration", row, "weight", taken, VITAL, WEIGHT)
            yield one | {"valueQuantity": weight}
    for row in told.of("observation_scale"):
        for scale in ("moaas", "cadss6"):
            if row[scale] is not None:
                code = concept(instrument(scale).name)
                one = _observation(
                    told, "observation_scale", row, scale, row["happened_at"], EXAM, code
                )
                yield one | {"valueInteger": row[scale]}


def _vital(told: Told, row: Row) -> Iterator[Resource]:
    at = row["happened_at"]
    pressures = [
        {"code": concept(words, coding(LOINC, code)), "valueQuantity": _mmhg(row[name])}
        for name, words, code in PRESSURES
        if row[name] is not None
    ]
    if pressures:
        panel = concept("Blood pressure", coding(LOINC, "85354-9"))
        one = _observation(told, "vital", row, "bp", at, VITAL, panel)
        yield one | {"component": pressures}
    if row["weight_kg"] is not None:
        one = _observation(told, "vital", row, "weight", at, VITAL, WEIGHT)
        yield one | {"valueQuantity": quantity(row["weight_kg"], "kg")}
    for name, words, codes, unit in SINGLE:
        if row[name] is not None:
            code = concept(words, *(coding(LOINC, each) for each in codes))
            one = _observation(told, "vital", row, name, at, VITAL, code)
            yield one | {"valueQuantity": quantity(row[name], unit)}


def _mmhg(value: int) -> Resource:
    return quantity(value, "mmHg", "mm[Hg]")


def _observation(
    told: Told,
    table: str,
    row: Row,
    part: str,
    at: datetime | date,
    category: Resource | None,
    code: Resource | None,
) -> Resource:
    moment = MOMENTS.get(str(row.get("moment")))
    return made(
        "Observation",
        id_of(table, row, part),
        row,
        extension=_position(row.get("position")),
        status="corrected" if row["corrects"] else "final",
        category=[category],
        code=code,
        subject=told.subject,
        encounter=reference(row["session_id"]),
        effectiveDateTime=_when(told, row, at),
        performer=[known(who)] if (who := told.member(row["recorded_by"])) else [],
        note=note(said("Taken", moment), said("Position", row.get("position"))),
    )


def _when(told: Told, row: Row, at: datetime | date) -> str | None:
    """In a session the time of day is always known."""
    if not isinstance(at, datetime):
        return at.isoformat()
    return instant(at) if row["session_id"] else told.day_or_instant(at)


def _position(position: Position | None) -> list[Resource]:
    if position is None:
        return []
    code = coding("http://snomed.info/sct", POSITIONS[position])
    return [{"url": POSITION, "valueCodeableConcept": concept(str(position), code)}]
