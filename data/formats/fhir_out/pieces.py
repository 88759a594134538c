"""What every resource is made of: names, references, times, codes and narrative."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from html import escape
from typing import Any
from uuid import UUID, uuid5

from data.formats.fhir.extensions import AS_TOLD, OWN
from data.formats.tabular import dates
from data.formats.tabular.fault import Fault

Row = Mapping[str, Any]
Resource = dict[str, Any]

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"

_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Told:
    """One person: their id, the rows that stand, by table, and the names of the team by id."""

    patient_id: UUID
    rows: Mapping[str, Sequence[Row]]
    team: Mapping[UUID, str]
    zone: tzinfo = UTC
    """The clinic's, for days."""

    def of(self, table: str) -> Sequence[Row]:
        return self.rows.get(table, ())

    @property
    def subject(self) -> Resource:
        """Whom everything is about, those merged into this person included."""
        return {"reference": urn_of(self.patient_id)}

    def day(self, at: datetime | None) -> str | None:
        """The clinic's day of an instant."""
        return day(at.astimezone(self.zone).date()) if at else None

    def day_or_instant(self, at: datetime | None) -> str | None:
        """The day alone at the clinic's midnight: a file that gave no time of day came in so."""
        midnight = at is not None and at.astimezone(self.zone).time() == time()
        return self.day(at) if midnight else instant(at)

    def member(self, member_id: UUID | None) -> Resource | None:
        """Somebody of the team."""
        name = self.team.get(member_id) if member_id else None
        return {"reference": urn_of(member_id), "display": text(name)} if name else None


def id_of(table: str, row: Row, part: str = "") -> str:
    """The id of a resource: the row's own where that is a UUID, else one made from its entry."""
    key = row["id"] if isinstance(row["id"], UUID) else uuid5(row["entry_key"], table)
    return str(uuid5(key, part) if part else key)


def urn_of(id: object) -> str:
    """What references call a resource."""
    return f"urn:uuid:{id}"


def reference(id: object) -> Resource | None:
    """A reference to what has this id, where there is one."""
    return {"reference": urn_of(id)} if id else None


def made(kind: str, id: str, row: Row, **elements: Any) -> Resource:
    """A resource without the elements that are not known."""
    entered = row.get("recorded_at") or row.get("updated_at")
    said = {
        "resourceType": kind,
        "id": id,
        "meta": {"lastUpdated": instant(entered)} if entered else None,
        **elements,
    }
    return known(said)


def known(elements: Mapping[str, Any]) -> Resource:
    """Without what is unknown: absent is not the same as empty or false."""
    return {name: value for name, value in elements.items() if value not in (None, "", [], {})}


def instant(at: datetime | None) -> str | None:
    """A time in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def day(on: date | None) -> str | None:
    """A date."""
    return on.isoformat() if on else None


def period(start: datetime | date | None, end: datetime | date | None) -> Resource | None:
    """From one time to another, or from one date to another."""
    return known({"start": _when(start), "end": _when(end)}) or None


def _when(at: datetime | date | None) -> str | None:
    return instant(at) if isinstance(at, datetime) else day(at)


def text(words: str | None) -> str | None:
    """Text that FHIR can hold: signs that no document can hold are replaced."""
    fit = _UNFIT.sub("\ufffd", words or "")
    return fit if fit.strip() else None


def concept(words: str | None, *codings: Resource) -> Resource | None:
    """Words with the codes that are known to mean them."""
    return known({"coding": list(codings), "text": text(words)}) or None


def extension(name: str, kind: str, value: object) -> Resource | None:
    """What FHIR has no element for, so that this program reads it again."""
    return None if value in (None, "") else {"url": f"{OWN}:{name}", kind: value}


def as_told(words: str | None) -> Resource | None:
    """The words beside a date that they say in part."""
    fit = text(words)
    told = {"url": AS_TOLD, "valueString": fit}
    return {"extension": [told]} if fit else None


def partial(earliest: date | None, latest: date | None) -> str | None:
    """The day, month or year that the two days lie in; None where there is no such one."""
    if earliest is None or latest is None:
        return None
    if earliest == latest:
        return earliest.isoformat()
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest:%Y-%m}"
    return f"{earliest.year:04}" if earliest.year == latest.year else None


def partly(told: str | None) -> str | None:
    """A month or a year that was told in words, in FHIR's form."""
    try:
        found = dates.part(told or "", None)
    except Fault:
        return None
    return partial(found.earliest, found.latest)


def named(words: str | None) -> Resource:
    """A concept where there must be one, whatever was typed."""
    return concept(words) or {"text": "No name is recorded"}


def coding(system: str, code: str, display: str | None = None) -> Resource:
    return known({"system": system, "code": code, "display": display})


def quantity(value: float, unit: str, code: str | None = None) -> Resource:
    """A number with its unit, in UCUM."""
    return {"value": value, "unit": unit, "system": UCUM, "code": code or unit}


def narrative(*sentences: str | None) -> Resource | None:
    """What the resource has no element for."""
    told = [f"<p>{escape(fit)}</p>" for each in sentences if (fit := text(each))]
    if not told:
        return None
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{"".join(told)}</div>'
    return {"status": "additional", "div": div}


def note(*sentences: str | None) -> list[Resource]:
    """Annotations, for resources that have them."""
    return [{"text": fit} for each in sentences if (fit := text(each))]


def said(label: str, value: object) -> str | None:
    """ "Label: value", where there is a value."""
    return None if value is None or value == "" else f"{label}: {in_words(value)}"


def in_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return instant(value) or ""
    return str(value)


def joined(parts: Iterable[str | None]) -> str:
    return "; ".join(filter(None, parts))
