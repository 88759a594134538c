"""The vital signs that are read: LOINC codes and names, units, and what is possible."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from data.reference.columns import columns, plain
from data.reference.columns_type import Possible

PANELS = {"85354-9", "55284-4", "85353-1", "8716-3"}
"""Blood pressure now and formerly; vital signs now and formerly."""

KG_PER_LB = Decimal("0.45359237")
_ONE = Decimal(1)
_PRESSURE = dict.fromkeys(("mm[hg]", "mmhg"), _ONE)
_PER_MINUTE = dict.fromkeys(
    (
        *("/min", "1/min", "/minute", "bpm", "{beats}/min", "beats/min", "beats/minute"),
        *("{breaths}/min", "breaths/min", "breaths/minute"),
    ),
    _ONE,
)
_PERCENT = dict.fromkeys(("%", "%o2", "percent"), _ONE)
_WEIGHT = {
    **dict.fromkeys(("kg", "kgs", "kilogram", "kilograms"), _ONE),
    **dict.fromkeys(("g", "gram", "grams"), Decimal("0.001")),
    **dict.fromkeys(("[lb_av]", "lb", "lbs", "pound", "pounds"), KG_PER_LB),
}


@dataclass(frozen=True)
class Sign:
    """One kind of reading, with the field of VitalRecord that it fills."""

    fills: str
    name: str
    unit: str
    """The unit as people read it."""
    codes: frozenset[str]
    names: frozenset[str]
    """Plain, as `data.reference.columns` writes headings."""
    factors: Mapping[str, Decimal] = field(hash=False)
    """What makes a number in each unit one in `unit`."""

    @property
    def possible(self) -> Possible:
        """What it may be at all."""
        return columns().possible[self.fills.removesuffix("_kg")]


_SIGNS = (
    Sign(
        fills="sbp",
        name="The systolic pressure",
        unit="mmHg",
        codes=frozenset({"8480-6"}),
        names=frozenset(
            {"systolic", "systolicbloodpressure", "systolicpressure", "systolicbp", "sbp"}
            | {"bloodpressuresystolic", "bpsystolic"}
        ),
        factors=_PRESSURE,
    ),
    Sign(
        fills="dbp",
        name="The diastolic pressure",
        unit="mmHg",
        codes=frozenset({"8462-4"}),
        names=frozenset(
            {"diastolic", "diastolicbloodpressure", "diastolicpressure", "diastolicbp", "dbp"}
            | {"bloodpressurediastolic", "bpdiastolic"}
        ),
        factors=_PRESSURE,
    ),
    Sign(
        fills="hr",
        name="The heart rate",
        unit="beats a minute",
        codes=frozenset({"8867-4"}),
        names=frozenset({"heartrate", "pulse", "pulserate", "heartbeat", "hr"}),
        factors=_PER_MINUTE,
    ),
    Sign(
        fills="spo2",
        name="The oxygen saturation",
        unit="percent",
        codes=frozenset({"2708-6", "59408-5"}),
        names=frozenset(
            {"oxygensaturation", "o2saturation", "o2sat", "spo2", "sao2", "pulseoximetry"}
            | {"oxygensaturationinarterialblood"}
            | {"oxygensaturationinarterialbloodbypulseoximetry"}
        ),
        factors=_PERCENT,
    ),
    Sign(
        fills="rr",
        name="The respiratory rate",
        unit="breaths a minute",
        codes=frozenset({"9279-1"}),
        names=frozenset({"respiratoryrate", "respirationrate", "breathingrate", "respirations"}),
        factors=_PER_MINUTE,
    ),
    Sign(
        fills="weight_kg",
        name="The weight",
        unit="kilograms, grams or pounds",
        codes=frozenset({"29463-7"}),
        names=frozenset({"bodyweight", "weight", "bodyweightmeasured"}),
        factors=_WEIGHT,
    ),
)


OTHER_UNITS = {
    *("kpa", "hpa", "pa", "cm[h2o]", "cmh2o", "hz", "/s", "/h", "oz", "[oz_av]", "st", "stone"),
    *(unit for sign in _SIGNS for unit in sign.factors),
}
"""Printed units that are none of a sign's, if the sign does not know them."""


def signs(codes: Iterable[str]) -> set[Sign]:
    """The vital signs that these LOINC codes stand for."""
    wanted = set(codes)
    return {sign for sign in _SIGNS if sign.codes & wanted}


def signs_by_words(words: str) -> set[Sign]:
    """The vital sign that bears this name, whatever its case and punctuation."""
    name = plain(words)
    return {sign for sign in _SIGNS if name in sign.names}
