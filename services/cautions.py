"""What to mind before anything is given: item 9, allergies, medicines that interact."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.formats.records import SINCE_UNKNOWN
from data.formats.tabular import dates
from data.queries import patient as queries
from data.tables.undated import undated

NOT_KNOWN = "unknown"
"""Of a medicine: whether it interacts is not known yet."""


@dataclass(frozen=True)
class Medicine:
    """A medicine taken outside; `interacts` is the class screening asks about."""

    name: str
    interacts: str | None
    stopped_on: date | None
    stopped_text: str | None = None
    """Of an end that is known in part, as it was told."""

    @property
    def unclear(self) -> bool:
        """Whether nobody has said yet if it interacts."""
        return self.interacts == NOT_KNOWN


@dataclass(frozen=True)
class Item9:
    """The last known answer, and whether the newest PHQ-9 still says so."""

    value: int | None
    on: date | None
    unknown_now: bool


@dataclass(frozen=True)
class Cautions:
    """None means nobody asked: unknown, never "none". What came in a file without a day was asked
    on no known day."""

    allergies: tuple[str, ...] | None
    allergies_asked: date | None
    medicines: tuple[Medicine, ...] | None
    medicines_asked: date | None
    item9: Item9 | None

    def interacting(self) -> list[Medicine]:
        """Those that matter for sedation or blood pressure, and last those that may."""
        found = [medicine for medicine in self.medicines or () if medicine.interacts]
        return sorted(found, key=lambda medicine: medicine.unclear)


def find(session: Session, people: list[UUID], zone: ZoneInfo, today: date) -> Cautions:
    """The cautions of these patient rows, which are one person."""
    allergies = queries.allergies(session, people)
    medicines = queries.medications(session, people)
    return Cautions(
        allergies=tuple(row["substance"] for row in allergies if row["substance"])
        if allergies
        else None,
        allergies_asked=_latest(allergies, zone),
        medicines=tuple(
            Medicine(row["name"], row["interacts"], row["stopped_on"], row["stopped_text"])
            for row in medicines
            if _taken(row, today)
        )
        if medicines
        else None,
        medicines_asked=_latest(medicines, zone),
        item9=_item9(queries.item9(session, people), zone),
    )


def _taken(row: dict[str, Any], today: date) -> bool:
    """Whether it is taken now, or may be: until the last day that its end allows has passed."""
    if row["stopped_on"] is None and row["stopped_text"] == SINCE_UNKNOWN:
        return False
    told = dates.told(row["stopped_text"])
    last = row["stopped_on"] or (told.latest if told else None)
    return last is None or last >= today


def _latest(rows: list[dict[str, Any]], zone: ZoneInfo) -> date | None:
    dated = (row["happened_at"] for row in rows if not undated(row))
    return max((at.astimezone(zone).date() for at in dated), default=None)


def _item9(rows: list[dict[str, Any]], zone: ZoneInfo) -> Item9 | None:
    """From PHQ-9s, newest first; none without any."""
    if not rows:
        return None
    known = next((row for row in rows if row["item9"] is not None), None)
    return Item9(
        value=known["item9"] if known else None,
        on=known["happened_at"].astimezone(zone).date() if known else None,
        unknown_now=rows[0]["item9"] is None,
    )
