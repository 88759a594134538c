"""From the bytes of a file to what it holds, whatever its format."""

from dataclasses import replace
from datetime import tzinfo

from data.formats import fhir, tabular
from data.formats.errors import NotReadable
from data.formats.grid import Grid
from data.formats.records import ReadFile
from data.formats.tabular import series
from services.importing import columns
from services.importing.plans import File

FHIR, TABLE = "fhir", "table"
MOST_ROWS = 100_000
"""Of a table that is taken in; with more, its plan would take more memory than a server spares."""


def kind(file: File) -> str:
    """FHIR where it begins as JSON does, else a table."""
    begin = file.content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    return FHIR if begin[:1] in (b"{", b"[") or file.name.endswith((".json", ".ndjson")) else TABLE


def read(file: File, zone: tzinfo) -> ReadFile:
    """What the file holds; raises NotReadable with what is wrong or still to be asked."""
    if kind(file) == FHIR:
        return fhir.read(file.content, zone)
    grid = sheet(file)
    mapping = file.mapping
    if mapping is None:
        proposal = columns.propose(grid)
        words = [question.words for question in proposal.questions]
        if asked := " ".join((*proposal.doubts, *words)):
            raise NotReadable(f"Something has to be said before this table can be read. {asked}")
        mapping = proposal.mapping
    elif wrong := series.shifted(grid.columns, dict(mapping.fields)):
        raise NotReadable(" ".join(wrong))
    return tabular.read(grid, mapping, zone)


def sheet(file: File) -> Grid:
    """The table that was chosen of the file, and which sheets stay unread."""
    grids = columns.tables(file)
    if file.sheet >= len(grids):
        raise NotReadable("This workbook has no such sheet any more. Choose the sheet again.")
    if len(grids[file.sheet].rows) > MOST_ROWS:
        raise NotReadable(f"This table has more than {MOST_ROWS:,} rows. Split it, part by part.")
    grid = grids[file.sheet]
    others = ", ".join(f"“{each.name}”" for each in grids if each is not grid)
    unread = (f"Sheets not read: {others}.",) if others else ()
    return replace(grid, said=(*grid.said, *unread))
