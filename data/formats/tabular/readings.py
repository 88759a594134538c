"""Vital signs as cells give them: what can be a reading, and what cannot."""

from decimal import ROUND_HALF_UP, Decimal

from data.formats.fhir.signs import KG_PER_LB
from data.formats.tabular import numbers
from data.formats.tabular.fault import Fault
from data.formats.tabular.mapping import Mapping
from data.reference.columns import columns, spoken

ZERO = "A diastolic pressure of 0 is not a reading."
NO_UNIT = "Its unit is not said. Say whether this table gives weights in kg or in pounds."
OTHER_UNIT = "Its unit is not one that this reading is kept in."
ROUNDED = "Rounded to the nearest whole number."
NOT_BELOW = "The diastolic pressure is not below the systolic one, so neither is taken."

READINGS = ("sbp", "dbp", "hr", "spo2", "rr", "weight")

Taken = tuple[int | float, tuple[str, ...]]
"""The reading as it is kept, with notes."""


def take(reading: str, text: str, unit: str | None, mapping: Mapping) -> Taken:
    """One reading; else Fault. `unit` is what the row or the heading says."""
    value = numbers.number(text, mapping.decimal)
    if reading == "dbp" and value == 0:
        raise Fault(ZERO)
    if reading == "weight":
        kilograms = _possible(reading, value * _kg_per(unit, mapping))
        return float(kilograms.quantize(Decimal("0.01"), ROUND_HALF_UP)), ()
    if unit and spoken(unit) not in columns().possible[reading].units:
        raise Fault(OTHER_UNIT)
    kept = numbers.rounded(_possible(reading, value))
    return kept, () if kept == value else (ROUNDED,)


def pair(text: str) -> tuple[str, str]:
    """The two halves of 120/80; else Fault."""
    parts = [each.strip() for each in text.split("/")]
    if len(parts) != 2 or not all(parts):
        raise Fault("It is not a blood pressure such as 120/80.")
    return parts[0], parts[1]


def fits(values: dict[str, int | float]) -> bool:
    """Whether the two pressures, where both are there, can be one reading."""
    return "sbp" not in values or "dbp" not in values or values["dbp"] < values["sbp"]


def fields(values: dict[str, int | float]) -> dict[str, int | float]:
    """The readings under the names that a record has for them."""
    return {"weight_kg" if name == "weight" else name: value for name, value in values.items()}


def _kg_per(unit: str | None, mapping: Mapping) -> Decimal:
    found = columns().words["weight_unit"].get(spoken(unit)) if unit else mapping.weight_unit
    if found is None:
        raise Fault(OTHER_UNIT if unit else NO_UNIT)
    return KG_PER_LB if found == "lb" else Decimal(1)


def _possible(reading: str, value: Decimal) -> Decimal:
    possible = columns().possible[reading]
    if not possible.low <= value <= possible.high:
        unit = " kg" if reading == "weight" else ""
        raise Fault(
            f"It cannot be a reading: possible are {possible.low} to {possible.high}{unit}."
        )
    return value
