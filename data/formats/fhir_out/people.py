"""Who it is about, and who wrote it."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from data.formats.fhir_out.pieces import (
    TERMINOLOGY,
    Resource,
    Row,
    Told,
    coding,
    concept,
    day,
    instant,
    known,
    made,
    narrative,
    said,
    text,
)

ADDRESS = re.compile(r"[\x21-\x7e]+")
"""What can be an address or a code."""


def patient(told: Told) -> Resource:
    """The person with every identifier, those of rows merged into it included."""
    person, merged = _rows(told)
    names = [
        known(
            {"use": "official", "family": text(person["family"]), "given": _listed(person["given"])}
        ),
        known({"use": "usual", "text": text(person["preferred_name"])}),
    ]
    contacts = (("phone", person["phone"]), ("email", person["email"]))
    language = text(person["language"])
    return made(
        "Patient",
        str(told.patient_id),
        person,
        text=narrative(
            said("A message may be left", person["message_ok"]),
            said("Texts may be sent", person["text_ok"]),
        ),
        identifier=_identifiers(told, person, merged),
        name=[name for name in names if len(name) > 1],
        telecom=[
            {"system": system, "value": fit} for system, value in contacts if (fit := text(value))
        ],
        gender=person["sex_clinical"] and str(person["sex_clinical"]),
        birthDate=day(person["birth_date"]),
        communication=[{"language": _language(language), "preferred": True}] if language else [],
    )


def _rows(told: Told) -> tuple[Row, list[Row]]:
    rows = told.of("patient")
    own = next(row for row in rows if row["id"] == told.patient_id)
    return own, [row for row in rows if row is not own]


def _listed(words: str | None) -> list[str]:
    fit = text(words)
    return [fit] if fit else []


def _identifiers(told: Told, person: Row, merged: list[Row]) -> list[Resource]:
    number = concept(None, coding(f"{TERMINOLOGY}/v2-0203", "MR", "Medical record number"))
    found = [
        known({"use": use, "type": number, "value": text(row["mrn"])})
        for use, row in [("usual", person), *(("old", row) for row in merged)]
        if text(row["mrn"])
    ]
    return found + [_elsewhere(row) for row in told.of("patient_identifier")]


def _elsewhere(row: Row) -> Resource:
    """A number of another system; where that has no address its name stands in the type."""
    if ADDRESS.fullmatch(row["system"]):
        return known({"system": row["system"], "value": text(row["value"])})
    return known({"type": concept(row["system"]), "value": text(row["value"])})


def _language(language: str) -> Resource | None:
    codes = [coding("urn:ietf:bcp:47", language)] if ADDRESS.fullmatch(language) else []
    return concept(language, *codes)


def practitioners(told: Told) -> Iterator[Resource]:
    """Everybody of the team whom a row names."""
    named = {
        value
        for rows in told.rows.values()
        for row in rows
        for value in row.values()
        if isinstance(value, UUID) and value in told.team
    }
    for member_id in sorted(named):
        yield made("Practitioner", str(member_id), {}, name=[{"text": text(told.team[member_id])}])


def provenance(told: Told, made_at: datetime, author: str, clinic: str) -> Resource:
    """Who took this out, where and when."""
    agent: dict[str, Any] = known(
        {
            "who": {"display": text(author) or "System"},
            "onBehalfOf": known({"display": text(clinic)}),
        }
    )
    return made(
        "Provenance",
        str(uuid5(told.patient_id, "provenance")),
        {},
        target=[told.subject],
        recorded=instant(made_at),
        agent=[agent],
    )
