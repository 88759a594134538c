"""Everything of one patient as a page to read: a table a kind, in words, nothing left out.

Kinds and columns are those of the record itself, so that what is added to the record is added
here. Only what the machine keeps for itself stays out: keys, search columns, versions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from data.formats import readable
from data.formats.readable import Fact, Table
from services.insight.ground import day
from services.naming import full_name
from services.takeout.words import HEADINGS, TITLES, Row, Words, clean

UNKNOWN = "not recorded"
NOTES = (
    f"Where a value is not known it says “{UNKNOWN}”: unknown is never none, never no, never 0. "
    "What was never recorded for anything in a table is named above that table.",
    "Only what stands is here. Entries that were corrected or struck out stay in the record.",
)
OWN = {
    *("id", "entry_key", "corrects", "struck", "why", "version", "updated_at", "updated_by"),
    *("patient_id", "batch_id", "merged_into", "withdrawn", "definition_version"),
    *("search_family", "search_given", "phone_reversed", "holds"),
}
"""What the machine keeps for itself."""


@dataclass(frozen=True)
class Gathered:
    """The rows of one person by table, and the names that they refer to by id."""

    patient_id: UUID
    rows: Mapping[str, Sequence[Row]]
    team: Mapping[UUID, str]
    places: Mapping[UUID | int, str]
    """Sites and chairs."""
    made_at: datetime
    author: str
    clinic: str
    demonstration: bool


def page(found: Gathered, zone: ZoneInfo) -> bytes:
    """The HTML file."""
    person = next(row for row in found.rows["patient"] if row["id"] == found.patient_id)
    words = Words(found.rows, found.team, found.places, zone)
    tables = [
        _table(name, rows, words)
        for name, rows in sorted(found.rows.items(), key=lambda each: _place(each[0]))
    ]
    return readable.page(
        clean(full_name(person["family"], person["given"])),
        _facts(found, zone),
        NOTES,
        tables,
        UNKNOWN,
    )


def _place(name: str) -> tuple[int, str]:
    """In the order of the titles; kinds without one follow."""
    known = list(TITLES)
    return (known.index(name) if name in known else len(known), name)


def _facts(found: Gathered, zone: ZoneInfo) -> list[Fact]:
    at = found.made_at.astimezone(zone)
    invented = [("Demonstration", "These people are invented.")] if found.demonstration else []
    return [
        ("Clinic", clean(found.clinic)),
        ("Made", f"{day(at.date())}, {at:%H:%M} ({zone.key}, as all times here)"),
        ("By", clean(found.author)),
        *invented,
    ]


def _table(name: str, rows: Sequence[Row], words: Words) -> Table:
    title = TITLES.get(name, name.replace("_", " ").capitalize())
    if not rows:
        return Table(title, (), (), "Nothing is recorded.")
    columns = [column for column in rows[0] if column not in OWN]
    told = {column: [words.cell(name, column, row) for row in rows] for column in columns}
    kept = [column for column in columns if any(said is not None for said in told[column])]
    never = [HEADINGS.get(column, _heading(column)) for column in columns if column not in kept]
    return Table(
        f"{title} ({len(rows):,})",
        [HEADINGS.get(column, _heading(column)) for column in kept],
        list(zip(*(told[column] for column in kept), strict=True)),
        f"Never recorded: {', '.join(never)}." if never else "",
    )


def _heading(column: str) -> str:
    return column.removesuffix("_id").removesuffix("_at").replace("_", " ").capitalize()
