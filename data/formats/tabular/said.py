"""How a table is read, in sentences, for whoever checks it before it comes in."""

from data.formats.tabular.mapping import Mapping
from data.reference.columns import columns, plain

_ORDERS = {
    "dmy": "Dates with slashes, dots or hyphens are read as day, month, year.",
    "mdy": "Dates with slashes, dots or hyphens are read as month, day, year.",
}
_UNITS = {
    "kg": "Weights without a unit are read as kilograms.",
    "lb": "Weights without a unit are read as pounds.",
}
_WITHOUT_TIMES = (None, "patients", "side_effects")
KIND = "What the rows are read as: {}."
COMMA = "Numbers are read with a decimal comma."
ZONE = "Times without a zone are the clinic's own."
WITHIN = (
    "Patient identifiers tell people apart within this file only, since nobody has said whose "
    "numbers they are."
)


FROM_ZERO = "The questions are numbered from 0: “{}” is question 1, “{}” question 2, and so on."


def how_read(mapping: Mapping) -> tuple[str, ...]:
    """What the mapping makes of dates, numbers, weights and identifiers."""
    kind = columns().kinds.get(mapping.kind or "")
    sentences = [
        KIND.format(kind.label) if kind else None,
        _ORDERS.get(mapping.date_order or ""),
        FROM_ZERO.format(*first) if (first := _from_zero(mapping)) else None,
        COMMA if mapping.decimal == "," else None,
        _UNITS.get(mapping.weight_unit or "") if "weight" in mapping.names else None,
        ZONE if mapping.kind not in _WITHOUT_TIMES and mapping.names & {"date", "start"} else None,
        WITHIN if "patient_id" in mapping.names and not mapping.system else None,
    ]
    return tuple(sentence for sentence in sentences if sentence)


def _from_zero(mapping: Mapping) -> tuple[str, str] | None:
    """The headings of questions 1 and 2 where their numbers are 0 and 1."""
    firsts, seconds = (
        {plain(head): head for head, field in mapping.fields if field.endswith(f".{number}")}
        for number in (1, 2)
    )
    for word, head in firsts.items():
        if word.endswith("0") and (second := seconds.get(f"{word[:-1]}1")):
            return head, second
    return None
