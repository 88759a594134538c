"""What of a FHIR file once left here: its resources bear the ids that our own copies give them."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from data.formats import fhir_out
from data.formats.records import AppointmentRecord, EntryRecord
from data.queries import imports
from data.queries.some import some
from data.tables import (
    Administration,
    Allergy,
    Appointment,
    Assessment,
    Condition,
    Medication,
    SideEffect,
    TreatmentTrial,
    Vital,
)
from data.tables.vocabulary import RowOutcome
from services.importing.plans import Made

TABLES = (
    *(Administration, Allergy, Appointment, Assessment, Condition),
    *(Medication, SideEffect, TreatmentTrial, Vital),
)
"""Those of which a copy has resources that are taken in."""


def ids(session: Session, people: Iterable[UUID]) -> set[str]:
    """The ids under which entries of these patients leave, those corrected here included."""
    return {
        id
        for few in some(imports.who_became(session, people))
        for table, row in imports.entered(session, TABLES, list(few))
        for id in fhir_out.ids(table, row)
    }


def id_of(record: EntryRecord) -> str:
    """The id that the file gives it; of several resources that are one entry, the first's."""
    return record.source_id.rpartition("/")[2]


def visit(record: AppointmentRecord) -> Made:
    """A visit that is here under the id that the file gives it."""
    values = {"id": UUID(id_of(record))}
    said = record.status.replace("_", " ")
    present = RowOutcome.PRESENT
    return Made(Appointment, values, "Appointment", record.starts_at, said, settled=present)
