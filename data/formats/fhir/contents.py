"""The resources of one file, by name, and what a reference inside that file points to."""

import re
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from data.formats.errors import NotReadable
from data.formats.records import LeftOut

NOT_FHIR = (
    "This file is JSON but not FHIR: it does not say what kind of resource it holds. "
    "Ask the sender for a FHIR R4 or STU3 export."
)
_ID = re.compile(r"[A-Za-z0-9.\-]{1,64}", re.ASCII)
_KIND = re.compile(r"[A-Z][A-Za-z]{1,60}", re.ASCII)
_ON_A_SERVER = re.compile(r"(?P<base>https?://.+/)[A-Za-z]+/[A-Za-z0-9.\-]{1,64}")


@dataclass(frozen=True)
class Entry:
    """One resource and the address the file gives it."""

    resource: dict[str, Any] = field(repr=False)
    full_url: str | None
    number: int

    @property
    def kind(self) -> str:
        return str(self.resource["resourceType"])

    @property
    def source_id(self) -> str:
        """What people read: "Patient/123"."""
        id = self.resource.get("id")
        if isinstance(id, str) and _ID.fullmatch(id):
            return f"{self.kind}/{id}"
        return self.full_url or f"{self.kind} number {self.number}"

    @property
    def key(self) -> str:
        return self.full_url or self.source_id

    @property
    def names(self) -> set[str]:
        """What a reference may call it. On a server the short name belongs to that server."""
        return {self.key} if self.base else {self.key, self.source_id}

    @property
    def base(self) -> str | None:
        """The server of a full address, which a short reference beside it is relative to."""
        match = _ON_A_SERVER.fullmatch(self.full_url or "")
        return match["base"] if match else None


class Contents:
    """Every resource of a file once, and the way from a reference to it."""

    def __init__(self, entries: list[Entry], left_out: list[LeftOut]) -> None:
        self.entries = entries
        self.left_out = left_out
        self._named: dict[str, Entry | None] = {}
        for entry in entries:
            for name in entry.names:
                # A name that two resources bear resolves to neither.
                self._named[name] = None if name in self._named else entry

    def of_kind(self, kind: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == kind]

    def find(self, reference: str, seen_from: Entry) -> Entry | None:
        """The resource of this same file that `seen_from` calls by that reference."""
        name = reference.split("/_history/", maxsplit=1)[0].split("|", maxsplit=1)[0]
        beside = self._named.get((seen_from.base or "") + name)
        return beside or self._named.get(name)


def unpack(document: object) -> Contents:
    """The resources of a Bundle of any type, or the one resource that the file is."""
    if not _is_resource(document):
        raise NotReadable(NOT_FHIR)
    if document["resourceType"] != "Bundle":
        return Contents([Entry(document, None, 1)], [])
    listed = document.get("entry", [])
    if not isinstance(listed, list):
        raise NotReadable(
            "This file calls itself a FHIR Bundle but has no list of entries. "
            "Ask the sender to check the export."
        )
    rows = [row if isinstance(row, dict) else {} for row in listed]
    entries = [
        Entry(row["resource"], printable(row.get("fullUrl")), number)
        for number, row in enumerate(rows, start=1)
        if _is_resource(row.get("resource"))
    ]
    kept, left_out = _once_each(entries, _deleted(rows), history=document.get("type") == "history")
    if bare := len(rows) - len(entries):
        left_out.append(LeftOut("Entry", "These entries of the Bundle hold no resource.", bare))
    return Contents(kept, left_out)


def printable(text: object) -> str | None:
    """A name that can be stored and shown, else None."""
    return text if isinstance(text, str) and text.isprintable() and 0 < len(text) < 1000 else None


def _is_resource(value: object) -> TypeGuard[dict[str, Any]]:
    kind = value.get("resourceType") if isinstance(value, dict) else None
    return isinstance(kind, str) and _KIND.fullmatch(kind) is not None


def _deleted(rows: list[dict[str, Any]]) -> set[str]:
    """The addresses of resources that a row of a history says were deleted."""
    requests = [(row, row.get("request")) for row in rows]
    return {
        address
        for row, request in requests
        if isinstance(request, dict) and request.get("method") == "DELETE"
        for address in (printable(row.get("fullUrl")), printable(request.get("url")))
        if address
    }


def _once_each(
    entries: list[Entry], deleted: set[str], *, history: bool
) -> tuple[list[Entry], list[LeftOut]]:
    """One entry a name. A history lists the newest version first; elsewhere two must agree."""
    by_key: dict[str, list[Entry]] = {}
    for entry in entries:
        by_key.setdefault(entry.key, []).append(entry)
    kept: list[Entry] = []
    left_out: list[LeftOut] = []
    for first, *others in by_key.values():
        if history and deleted & {first.key, first.source_id}:
            why = "The file says that this resource was deleted."
            left_out.append(LeftOut(first.source_id, why, 1 + len(others)))
        elif history or all(other.resource == first.resource for other in others):
            kept.append(first)
            if others:
                why = "Other copies or older versions of this resource are passed over."
                left_out.append(LeftOut(first.source_id, why, len(others)))
        else:
            why = "The file holds different resources under this one name; none is taken in."
            left_out.append(LeftOut(first.source_id, why, 1 + len(others)))
    return kept, left_out
