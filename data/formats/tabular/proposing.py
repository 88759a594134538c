"""What a table is taken for before anybody has confirmed it, and what has to be asked first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from data.formats.grid import Grid
from data.formats.tabular import dates, headings, kinds, numbers, series
from data.formats.tabular.dates import Order
from data.formats.tabular.mapping import Mapping
from data.formats.tabular.questions import Question, questions
from data.formats.tabular.said import how_read
from data.reference.columns import columns

_DATES = ("date", "birth_date", "death_date", "start", "end")
_WORDS = ("event", "medicine", "message", "reason", "action", "dose", "chair")

SETTLED = "Row {row} of “{heading}” has a date that allows no other order."


@dataclass(frozen=True)
class Proposal:
    """A mapping to confirm or change. Nothing is read while a question is open."""

    mapping: Mapping
    unknown: tuple[str, ...]
    """Headings that nobody knows; their columns are passed over."""
    lacking: tuple[str, ...]
    """Labels of what every row has to say and no column does."""
    questions: tuple[Question, ...]
    doubts: tuple[str, ...]
    """What its numbered columns may be, to be settled column by column."""
    said: tuple[str, ...]


def propose(grid: Grid, system: str = "", kind: str | None = None) -> Proposal:
    """The table as its headings tell, of the kind given or of the likeliest.

    `system` says whose the patient identifiers are; the caller knows it, the table does not.
    """
    kind = kind or kinds.guess(grid.columns)
    known = columns().kinds.get(kind or "")
    fields = headings.fields(grid.columns, known) if known else {}
    return examine(grid, Mapping(kind, tuple(fields.items()), system=system))


def examine(grid: Grid, mapping: Mapping) -> Proposal:
    """The same of a mapping that somebody changed or that was remembered from an earlier file."""
    said: list[str] = []
    orders = _orders(grid, mapping)
    if mapping.date_order and any(mapping.date_order not in each for each, _, _ in orders):
        mapping = replace(mapping, date_order=None)  # remembered from a file of another kind
    if mapping.date_order is None:
        order, why = _order(orders)
        mapping, said = replace(mapping, date_order=order), [why] if why else []
    if mapping.decimal is None and _signs(grid, mapping) == {","}:
        mapping = replace(mapping, decimal=",")
    mapped = {heading for heading, _ in mapping.fields}
    return Proposal(
        mapping=mapping,
        unknown=tuple(heading for heading in grid.columns if heading not in mapped),
        lacking=_lacking(mapping),
        questions=questions(grid, mapping, orders),
        doubts=_doubts(grid, mapping),
        said=(*grid.said, *how_read(mapping), *said),
    )


def answered(grid: Grid, proposal: Proposal, question: str, choice: str) -> Proposal:
    """The proposal once one of its questions is answered. A new kind means new columns."""
    if question == "kind":
        return propose(grid, proposal.mapping.system, choice)
    change: dict[str, Any] = {question: choice}
    return examine(grid, replace(proposal.mapping, **change))


def _doubts(grid: Grid, mapping: Mapping) -> tuple[str, ...]:
    """Where the rows can be questionnaires; in other tables their columns are passed over."""
    if mapping.kind not in (None, "patients", "assessments"):
        return ()
    return series.doubts(grid.columns, dict(mapping.fields))


def _lacking(mapping: Mapping) -> tuple[str, ...]:
    kind = columns().kinds.get(mapping.kind or "")
    if kind is None:
        return ()
    named = mapping.names & {"patient_id", "mrn", "family", "given", "full_name"}
    there = mapping.names | ({"start"} if {"date", "time"} <= mapping.names else set())
    missing = [kind.fields[field].label for field in kind.needs if field not in there]
    return (*([] if named else ["Who it is"]), *missing)


def _order(possible: list[tuple[set[Order], int, str]]) -> tuple[Order | None, str | None]:
    """The one order that all dates allow, with the cell that settles it."""
    certain = {order for orders, _, _ in possible if len(orders) == 1 for order in orders}
    if len(certain) != 1:
        return None, None
    row, heading = next((row, head) for orders, row, head in possible if len(orders) == 1)
    return certain.pop(), SETTLED.format(row=row, heading=heading)


def _orders(grid: Grid, mapping: Mapping) -> list[tuple[set[Order], int, str]]:
    """In which orders each date with its year last can be read, with its row and column."""
    return [
        (orders, row, heading)
        for row, heading, field, cell in _cells(grid, mapping)
        if field.partition("@")[0] in _DATES and (orders := dates.order_of(cell))
    ]


def _signs(grid: Grid, mapping: Mapping) -> set[str]:
    """The decimal signs of the columns that hold numbers."""
    aside = columns().person.union(_DATES, _WORDS)
    found = {
        numbers.decimal_sign(cell)
        for _, _, field, cell in _cells(grid, mapping)
        if field.partition("@")[0] not in aside
    }
    return {sign for sign in found if sign}


def _cells(grid: Grid, mapping: Mapping) -> Iterator[tuple[int, str, str, str]]:
    """Row, heading, field and text of every mapped cell."""
    places = [
        (grid.columns.index(heading), heading, field)
        for heading, field in mapping.fields
        if heading in grid.columns
    ]
    for row, line in grid.numbered():
        for place, heading, field in places:
            yield row, heading, field, line[place]
