"""The resources of one file, each once, whatever holds them: a Bundle, a line, or nothing."""

import re
from collections.abc import Mapping
from typing import Any, TypeGuard

from data.formats.errors import NotReadable
from data.formats.fhir import dstu2
from data.formats.fhir.contents import Contents, Entry, printable
from data.formats.fhir.versions import newest
from data.formats.records import LeftOut

NOT_FHIR = (
    "This file is JSON but not FHIR: it does not say what kind of resource it holds. "
    "Ask the sender for a FHIR R4 or STU3 export."
)
ONE_PAGE = (
    "This file is one page of more: the search that made it found more than is in here. "
    "Bring in the other pages too."
)
_KIND = re.compile(r"[A-Z][A-Za-z]{1,60}", re.ASCII)


def unpack(documents: Mapping[int, object]) -> Contents:
    """The resources of a Bundle of any type, or those that stand in the file by themselves.

    `documents` are by the line they start on: one, or one a line.
    """
    resources = {line: each for line, each in documents.items() if _is_resource(each)}
    if len(resources) < len(documents):
        raise NotReadable(_not_fhir(min(documents.keys() - resources.keys()), documents))
    contents = _of_bundle(resources) or _of_lines(resources)
    if any(dstu2.is_dstu2(entry.resource) for entry in contents.entries):
        raise NotReadable(dstu2.SENTENCE)
    return contents


def _not_fhir(line: int, documents: Mapping[int, object]) -> str:
    if len(documents) == 1:
        return NOT_FHIR
    return f"Line {line} of this file is no FHIR resource, so none of its lines was read."


def _of_lines(resources: Mapping[int, dict[str, Any]]) -> Contents:
    entries = [Entry(resource, None, line) for line, resource in resources.items()]
    return Contents(*_once_each(entries, set(), history=False))


def _of_bundle(resources: Mapping[int, dict[str, Any]]) -> Contents | None:
    """None unless the file is one Bundle."""
    document = next(iter(resources.values()))
    if len(resources) > 1 or document["resourceType"] != "Bundle":
        return None
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
    return Contents(kept, left_out, (ONE_PAGE,) if _is_one_page(document, rows) else ())


def _is_one_page(bundle: dict[str, Any], rows: list[dict[str, Any]]) -> bool:
    """Whether a search found more than its file holds: it has a next page, or counts more."""
    links, total = bundle.get("link"), bundle.get("total")
    pages = [each for each in links if isinstance(each, dict)] if isinstance(links, list) else []
    if any(each.get("relation") == "next" for each in pages):
        return True
    counted = bundle.get("type") == "searchset" and isinstance(total, int)
    return counted and int(total or 0) > sum(_is_match(row) for row in rows)


def _is_match(row: dict[str, Any]) -> bool:
    """What was searched for, and not only sent along with it."""
    search = row.get("search")
    return not isinstance(search, dict) or search.get("mode") in ("match", None)


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
    """One entry a name: of a history the newest version; elsewhere two must agree."""
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
            kept.append(newest([first, *others]) if history else first)
            if others:
                why = "Other copies or older versions of this resource are passed over."
                left_out.append(LeftOut(first.source_id, why, len(others)))
        else:
            why = "The file holds different resources under this one name; none is taken in."
            left_out.append(LeftOut(first.source_id, why, 1 + len(others)))
    return kept, left_out
