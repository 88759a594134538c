"""One row of a table, by field, with all that is wrong in it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import TypeVar

from data.formats.grid import Grid
from data.formats.records import Day, LeftOut
from data.formats.tabular import clocks, dates, numbers
from data.formats.tabular.fault import Fault
from data.formats.tabular.mapping import Mapping
from data.reference.columns import columns, spoken

T = TypeVar("T")

DISAGREE = "Two columns are read as this field and say different things. Read only one of them."
NOT_TEXT = "It holds a character that is no text. Type the cell once more."
NO_DATE = "It has no date."


class Row:
    """The cells of one row. A cell that cannot be read becomes a fault of the row, not an error.

    `faults` keep the whole row out; `left_out` are parts without which the rest still comes in.
    """

    def __init__(
        self, number: int, cells: dict[str, list[tuple[str, str]]], mapping: Mapping, zone: tzinfo
    ) -> None:
        self.number = number
        self.mapping = mapping
        self.zone = zone
        self.faults: list[LeftOut] = []
        self.left_out: list[LeftOut] = []
        self._cells = cells

    @property
    def source_id(self) -> str:
        return f"Row {self.number}"

    def text(self, field: str) -> str | None:
        """What the cell says, as written; None for an empty cell or a dash."""
        said = [
            (heading, cell)
            for heading, cell in self._cells.get(field, ())
            if cell not in columns().unsaid_signs
        ]
        if len({cell for _, cell in said}) > 1:
            self.fault(DISAGREE, field)
        if any("\x00" in cell for _, cell in said):
            self.fault(NOT_TEXT, field)
        return said[0][1] if said else None

    def value(self, field: str) -> str | None:
        """What the cell says, where words such as "NA" and "refused" say nothing."""
        text = self.text(field)
        return None if text is None or spoken(text) in columns().unsaid_words else text

    def heading(self, field: str) -> str | None:
        """Of the column that tells the field."""
        return next((heading for heading, _ in self._cells.get(field, ())), None)

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that a column tells, in the order of the columns."""
        return tuple(self._cells)

    def occasions(self, *names: str) -> list[str]:
        """What stands after the "@" of these fields, in the order of the columns; "" for none."""
        found = (field.partition("@") for field in self._cells)
        return list(dict.fromkeys(occasion for name, _, occasion in found if name in names))

    def fault(self, why: str, field: str | None = None) -> None:
        """Keep the row out, for this reason among others."""
        self._note(self.faults, why, field)

    def leave_out(self, why: str, field: str | None = None) -> None:
        """Leave a part of the row out."""
        self._note(self.left_out, why, field)

    def read(self, field: str, reader: Callable[[str], T]) -> T | None:
        """The cell as `reader` takes it; None where it says nothing or is at fault."""
        text = self.value(field)
        try:
            return None if text is None else reader(text)
        except Fault as fault:
            self.fault(str(fault), field)
            return None

    def word(self, field: str, subject: str, *, name: str) -> str | None:
        """The cell's word as `columns.toml` takes it; a word that is not there is a fault."""
        meanings = columns().words[subject]
        return self.read(field, lambda text: _meaning(meanings.get(spoken(text)), name))

    def yes(self, field: str) -> bool | None:
        """Yes or no; None where the cell says nothing."""
        return {"true": True, "false": False, None: None}[
            self.word(field, "yes", name="a yes or no")
        ]

    def amount(self, field: str) -> Decimal | None:
        """A number, whole or not."""
        return self.read(field, lambda text: numbers.number(text, self.mapping.decimal))

    def day(self, field: str) -> Day | None:
        """A date that may be partial."""
        return self.read(field, lambda text: dates.part(text, self.mapping.date_order))

    def moment(
        self, field: str, *, clock: str | None = None, needed: bool = True
    ) -> tuple[datetime | None, tuple[str, ...]]:
        """The instant that a cell tells, with the clock of another cell where it has none."""
        when = self.read(field, lambda text: dates.when(text, self.mapping.date_order))
        beside = self.read(clock, clocks.clock) if clock else None
        if when is None:
            if needed and self.value(field) is None:
                self.fault(NO_DATE, field)
            return None, ()
        return self._instant(dates.When(when.day, when.clock or beside, when.offset), field)

    def _instant(self, when: dates.When, field: str) -> tuple[datetime | None, tuple[str, ...]]:
        try:
            return dates.moment(when, self.zone)
        except Fault as fault:
            self.fault(str(fault), field)
            return None, ()

    def _note(self, noted: list[LeftOut], why: str, field: str | None) -> None:
        heading = self.heading(field) if field else None
        left_out = LeftOut(self.source_id, why, field=heading, row=self.number)
        if left_out not in noted:
            noted.append(left_out)


def _meaning(found: str | None, name: str) -> str:
    if found is None:
        raise Fault(f"It is not {name} that is known here. Correct it, or leave the cell empty.")
    return found


def rows(grid: Grid, mapping: Mapping, zone: tzinfo) -> Iterator[Row]:
    """Every row of the table that says anything, with its number in the sheet."""
    places = {heading: place for place, heading in enumerate(grid.columns)}
    mapped = [
        (field, heading, places[heading]) for heading, field in mapping.fields if heading in places
    ]
    for number, line in grid.numbered():
        if not any(cell.strip() for cell in line):
            continue
        cells: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for field, heading, place in mapped:
            cells[field].append((heading, line[place].strip()))
        yield Row(number, cells, mapping, zone)
