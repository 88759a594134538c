"""What columns of a table may be, for the person who says so."""

import re
from collections.abc import Mapping as Dictionary
from dataclasses import replace
from typing import Any

from data import reference
from data.formats import sheets, tabular
from data.formats.grid import Grid
from data.formats.tabular import Mapping, Proposal
from data.reference.columns import columns
from services.importing.plans import File

__all__ = ["Grid", "Mapping", "Proposal", "answer", "examine", "fields", "fits", "kinds", "tables"]

OUR_OWN = "our own files"
"""Who gave the identifiers of patients, where nobody says otherwise: the same number from the same
source is the same person."""

REASONS = ("Row", "Column at fault", "Why it stays out")
"""Headings of what is written beside rows to mend."""


DEFUSED = re.compile("'+[=+\\-@\t\r\0]")
"""How a cell begins that has an apostrophe against being a formula, or had one of its own."""


def tables(file: File) -> tuple[Grid, ...]:
    """The sheets of a file, without the reasons that were written beside rows to mend, and
    with the cells of those as they were before; raises NotReadable."""
    return tuple(_without_reasons(grid) for grid in sheets.read(file.content))


def _as_it_was(cell: str) -> str:
    """Without the apostrophe that kept it from being a formula."""
    return cell[1:] if DEFUSED.match(cell) else cell


def _without_reasons(grid: Grid) -> Grid:
    kept = [at for at, heading in enumerate(grid.columns) if heading not in REASONS]
    if len(kept) + len(REASONS) != len(grid.columns):
        return grid
    head = tuple(_as_it_was(grid.columns[at]) for at in kept)
    rows = tuple(tuple(_as_it_was(row[at]) for at in kept) for row in grid.rows)
    return replace(grid, columns=head, rows=rows)


def propose(grid: Grid, kind: str | None = None, system: str = OUR_OWN) -> Proposal:
    """What the headings say, of rows of this kind or of the likeliest."""
    return tabular.propose(grid, system, kind)


def examine(grid: Grid, mapping: Mapping) -> Proposal:
    """What is still open of a table that somebody said how to read."""
    return tabular.examine(grid, mapping)


def answer(mapping: Mapping, question: str, choice: str) -> Mapping:
    """The mapping once one of its questions is answered."""
    change: dict[str, Any] = {question: choice}
    return replace(mapping, **change)


def kinds() -> dict[str, str]:
    """What rows can be, in words by their id."""
    return {kind.id: kind.label for kind in columns().kinds.values()}


def fields(kind: str) -> dict[str, str]:
    """What a column of these rows can tell, in words by its id."""
    return {field.id: field.label for field in columns().kinds[kind].fields.values()}


def words(field: str, known: Dictionary[str, str]) -> str:
    """A field in words, with its occasion: "Systolic, 2", "PHQ-9 item 9", "PHQ-9 total"."""
    name, _, occasion = field.partition("@")
    return (known.get(name) or _answer(name)) + (f", {occasion}" if occasion else "")


def _answer(field: str) -> str:
    """An item or a total of a questionnaire, or of the one that the table is said to be of."""
    form, _, part = field.rpartition(".")
    part = f"item {part}" if part.isdecimal() else part
    named = reference.instrument(form).name if form in reference.instrument_ids() else ""
    return f"{named} {part}" if named else part.capitalize()


def fits(mapping: Mapping, grid: Grid) -> bool:
    """Whether a remembered mapping is of a table with these headings."""
    return {heading for heading, _ in mapping.fields} <= set(grid.columns)
