"""How a table is read, in sentences, for whoever checks it before it comes in."""

from data.formats.tabular.mapping import Mapping

_ORDERS = {
    "dmy": "Dates with slashes, dots or hyphens are read as day, month, year.",
    "mdy": "Dates with slashes, dots or hyphens are read as month, day, year.",
}
_UNITS = {
    "kg": "Weights without a unit are read as kilograms.",
    "lb": "Weights without a unit are read as pounds.",
}
_WITHOUT_TIMES = (None, "patients", "side_effects")
COMMA = "Numbers are read with a decimal comma."
ZONE = "Times without a zone are the clinic's own."
WITHIN = (
    "Patient identifiers tell people apart within this file only, since nobody has said whose "
    "numbers they are."
)


def how_read(mapping: Mapping) -> tuple[str, ...]:
    """What the mapping makes of dates, numbers, weights and identifiers."""
    sentences = [
        _ORDERS.get(mapping.date_order or ""),
        COMMA if mapping.decimal == "," else None,
        _UNITS.get(mapping.weight_unit or "") if "weight" in mapping.names else None,
        ZONE if mapping.kind not in _WITHOUT_TIMES and mapping.names & {"date", "start"} else None,
        WITHIN if "patient_id" in mapping.names and not mapping.system else None,
    ]
    return tuple(sentence for sentence in sentences if sentence)
