"""What only a person can say of a table, because its cells can be read in more than one way."""

from dataclasses import dataclass

from data import reference
from data.formats.grid import Grid
from data.formats.tabular.dates import Order
from data.formats.tabular.mapping import Mapping
from data.reference.columns import columns, plain

KIND = "What is each row of this table?"
ORDER = "Every date of this table reads both ways. In which order are they written?"
MIXED = "Some dates allow only one order and some only the other. In which are the others written?"
WEIGHT = "This table gives weights without a unit. What are they in?"
INSTRUMENT = "Which questionnaire do the answers of this table belong to?"

_ORDERS = (("dmy", "day, month, year"), ("mdy", "month, day, year"))
_UNITS = (("kg", "kilograms"), ("lb", "pounds"))


@dataclass(frozen=True)
class Question:
    """One question. Its id is the part of the mapping that it settles."""

    id: str
    words: str
    choices: tuple[tuple[str, str], ...]
    """What the mapping keeps, and the words for it."""


def questions(
    grid: Grid, mapping: Mapping, orders: list[tuple[set[Order], int, str]]
) -> tuple[Question, ...]:
    """Everything that is open. `orders` are those in which the dates of the table can be read."""
    if mapping.kind not in columns().kinds:
        choices = tuple((kind.id, kind.label) for kind in columns().kinds.values())
        return (Question("kind", KIND, choices),)
    found = []
    if orders and mapping.date_order is None:
        mixed = any(len(each) == 1 for each, _, _ in orders)
        found.append(Question("date_order", MIXED if mixed else ORDER, _ORDERS))
    if mapping.weight_unit is None and _weight_without_unit(grid, mapping):
        found.append(Question("weight_unit", WEIGHT, _UNITS))
    if mapping.instrument is None and _names_no_instrument(mapping):
        found.append(Question("instrument", INSTRUMENT, _instruments(mapping)))
    return tuple(found)


def _weight_without_unit(grid: Grid, mapping: Mapping) -> bool:
    if not mapping.is_long:
        return any(any(cells) for cells in _columns(grid, mapping, "weight"))
    codes, units = (_columns(grid, mapping, field) for field in ("code", "unit"))
    return any(
        columns().readings.get(plain(code)) == "weight" and not (units and units[0][row].strip())
        for row, code in enumerate(codes[0] if codes else ())
    )


def _columns(grid: Grid, mapping: Mapping, name: str) -> list[list[str]]:
    """The cells of every column that tells the field."""
    places = [
        grid.columns.index(heading)
        for heading, field in mapping.fields
        if field.partition("@")[0] == name and heading in grid.columns
    ]
    return [[line[place].strip() for line in grid.rows] for place in places]


def _names_no_instrument(mapping: Mapping) -> bool:
    if mapping.kind != "assessments" or mapping.names & {"instrument", "code"}:
        return False
    return mapping.is_long or bool(_bare_items(mapping)) or "total" in mapping.names


def _bare_items(mapping: Mapping) -> list[int]:
    """The numbers of the columns that say only "question 3"."""
    numbers = [name.removeprefix("item.") for name in mapping.names if name.startswith("item.")]
    return [int(number) for number in numbers if number.isascii() and number.isdigit()]


def _instruments(mapping: Mapping) -> tuple[tuple[str, str], ...]:
    """Those with as many questions as there are columns; else all that have as many at least."""
    count = max(_bare_items(mapping), default=1)
    known = [reference.instrument(id) for id in reference.instrument_ids()]
    fitting = [each for each in known if len(each.items) == count and count > 1]
    fitting = fitting or [each for each in known if len(each.items) >= count] or known
    return tuple((each.id, each.name) for each in fitting)
