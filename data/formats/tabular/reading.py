"""A table and what its columns mean, to records: every row comes in or says why not."""

from collections.abc import Callable, Iterator
from datetime import UTC, tzinfo

from data.formats.grid import Grid
from data.formats.records import EntryRecord, LeftOut, ReadFile
from data.formats.tabular import long
from data.formats.tabular.appointments import appointments
from data.formats.tabular.inquiries import inquiries
from data.formats.tabular.mapping import Mapping
from data.formats.tabular.medicines import medicines
from data.formats.tabular.namesakes import Namesakes
from data.formats.tabular.people import People
from data.formats.tabular.pieces import Piece, piece
from data.formats.tabular.questionnaires import RowAnswers, assessments, fill
from data.formats.tabular.rows import Row, rows
from data.formats.tabular.said import how_read
from data.formats.tabular.side_effects import side_effects
from data.formats.tabular.vitals import vitals
from data.formats.tabular.whose import Whose

NO_KIND = "Nobody has said what the rows of this table are. Choose it."
NO_COLUMN = "This table has no such column. Say once more what its columns are."


def nothing_more(row: Row, person: Whose | None) -> Iterator[EntryRecord]:
    """A list of patients says who they are, and no more."""
    return iter(())


READERS: dict[str, Callable[[Row, Whose | None], Iterator[EntryRecord]]] = {
    "patients": nothing_more,
    "assessments": assessments,
    "vitals": vitals,
    "appointments": appointments,
    "side_effects": side_effects,
    "medicines": medicines,
    "inquiries": inquiries,
}


def read(grid: Grid, mapping: Mapping, zone: tzinfo) -> ReadFile:
    """Everything that the table holds, read as `mapping` says, and all that is left out.

    `zone` is the clinic's, for times that do not say theirs. Raises nothing.
    """
    if mapping.is_long:
        return _read_long(grid, mapping, zone)
    reader = READERS.get(mapping.kind or "")
    if reader is None:
        unread = (LeftOut("Table", NO_KIND, len(grid.rows)),) if grid.rows else ()
        return ReadFile((), (), unread, said=(*grid.said, *how_read(mapping)))
    people, namesakes = People(), Namesakes(grid, mapping, zone)
    entries: list[EntryRecord] = []
    left_out = _without_column(grid, mapping)
    for row in rows(grid, mapping, zone):
        person = namesakes.whose(row)
        found = list(reader(row, person))
        if _settled(row, person, people):
            entries += found
        left_out += [*row.faults, *row.left_out]
    said = (*grid.said, *how_read(mapping))
    return ReadFile(people.all(), tuple(entries), tuple(left_out), said)


def answers(grid: Grid, mapping: Mapping) -> tuple[RowAnswers, ...]:
    """The questionnaires of every row, for tables that say neither whose they are nor when.

    Of tables with one column an item or a total; other tables hold none.
    """
    if mapping.kind != "assessments" or mapping.is_long:
        return ()
    return tuple(
        RowAnswers(row.number, each.form.instrument, each.answers, each.total, tuple(row.faults))
        for row in rows(grid, mapping, UTC)
        for each in fill(row)
    )


def _read_long(grid: Grid, mapping: Mapping, zone: tzinfo) -> ReadFile:
    people, namesakes = People(), Namesakes(grid, mapping, zone)
    pieces: list[Piece] = []
    faulty: set[long.Group] = set()
    left_out = _without_column(grid, mapping)
    for row in rows(grid, mapping, zone):
        person = namesakes.whose(row)
        found = piece(row, person)
        if _settled(row, person, people):
            pieces += [found] if found else []
        elif found:
            faulty.add(long.group(found))
        left_out += row.faults
    entries, not_joined = long.entries(pieces, faulty)
    left_out = sorted([*left_out, *not_joined], key=lambda each: each.row or 0)
    said = (*grid.said, *how_read(mapping))
    return ReadFile(people.all(), tuple(entries), tuple(left_out), said)


def _settled(row: Row, person: Whose | None, people: People) -> bool:
    """Whether the row comes in; then its person is known."""
    if person:
        people.check(person, row)
    if person is None or row.faults:
        return False
    people.take(person)
    return True


def _without_column(grid: Grid, mapping: Mapping) -> list[LeftOut]:
    missing = [heading for heading, _ in mapping.fields if heading not in grid.columns]
    return [LeftOut("Column", NO_COLUMN, field=heading) for heading in missing]
