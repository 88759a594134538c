"""Everything of one patient, for another system and for reading."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.formats import fhir_out
from data.formats.fhir.side_effects import SERIOUS_NOT_SAID
from data.formats.fhir_out import Told
from data.queries import everything, organisation
from data.queries.patient import person_patients
from data.tables.base import now
from services.access import Action, User
from services.acting import acting
from services.copies import Kind
from services.patients import find
from services.takeout import reading
from services.takeout.reading import Gathered
from services.takeout.words import Row

FHIR = Kind("Everything as FHIR", "json", "application/fhir+json")
PAGE = Kind("Everything to read", "html", "text/html")

Make = Callable[[User | None, UUID, ZoneInfo], bytes]


@dataclass(frozen=True)
class Form:
    """A form in which a patient's record leaves, and what helps to choose it."""

    kind: Kind
    help: str
    make: Make


def as_fhir(user: User | None, patient_id: UUID, zone: ZoneInfo) -> bytes:
    """A FHIR R4 Bundle of everything that stands; audited every time.

    Raises NotAllowed unless this person may see the chart and take it out, NotFound where there
    is no such patient.
    """
    found = _gathered(user, patient_id, FHIR)
    told = Told(patient_id, found.rows, found.team, zone)
    return fhir_out.bundle(told, made_at=found.made_at, author=found.author, clinic=found.clinic)


def as_page(user: User | None, patient_id: UUID, zone: ZoneInfo) -> bytes:
    """The same as one HTML file; audited every time, and refused as `as_fhir` is."""
    return reading.page(_gathered(user, patient_id, PAGE), zone)


FORMS = (
    Form(FHIR, "For another system: a FHIR R4 Bundle. Every copy is audited.", as_fhir),
    Form(PAGE, "For people: one HTML file to read or print. Every copy is audited.", as_page),
)


def file_name(kind: Kind, zone: ZoneInfo) -> str:
    """The day and a random word, and nothing of the patient."""
    return f"patient-{now().astimezone(zone):%Y-%m-%d}-{secrets.token_hex(4)}.{kind.ending}"


def _gathered(user: User | None, patient_id: UUID, kind: Kind) -> Gathered:
    """All rows at one instant, once the look and the copy are in the audit trail."""
    with acting(user, Action.VIEW_CLINICAL, patient_id):
        pass
    with acting(user, Action.EXPORT_PATIENT, patient_id, about=kind.words) as session:
        find(session, patient_id)
        meta = organisation.meta(session)
        return Gathered(
            patient_id=patient_id,
            rows=_told(session, person_patients(session, patient_id)),
            team=everything.team(session),
            places=everything.places(session),
            made_at=now(),
            author=user.name if user else "",
            clinic=meta.name if meta else "Clinic",
            demonstration=bool(meta and meta.demonstration),
        )


def _told(session: Session, people: list[UUID]) -> Mapping[str, Sequence[Row]]:
    """Their rows. A column of the record says no where a file never said whether a side effect was
    serious; a copy does not."""
    rows = everything.of_person(session, people)
    if effects := rows["side_effect"]:
        unsaid = everything.noted(session, "side_effect", SERIOUS_NOT_SAID)
        for row in effects:
            row["serious"] = row["serious"] or (None if str(row["id"]) in unsaid else False)
    return rows
