"""Bookings, side effects, medicines, allergies and diagnoses: each told in one resource."""

from collections.abc import Callable, Mapping
from datetime import tzinfo

from data.formats.fhir import allergies, appointments, conditions, medicines, side_effects
from data.formats.fhir.contents import Contents, Entry
from data.formats.fhir.refused import Refused
from data.formats.records import EntryRecord, LeftOut

READERS: Mapping[str, Callable[[Entry, Contents, tzinfo], EntryRecord]] = {
    "Appointment": appointments.read,
    "AdverseEvent": side_effects.read,
    "MedicationStatement": medicines.read,
    "MedicationRequest": medicines.read,
    "AllergyIntolerance": allergies.read,
    "Condition": conditions.read,
}


def read(contents: Contents, zone: tzinfo) -> tuple[list[EntryRecord], list[LeftOut]]:
    """The records, by kind in the order above, and the resources that do not come in."""
    found: list[EntryRecord] = []
    left_out: list[LeftOut] = []
    for kind, reader in READERS.items():
        for entry in contents.of_kind(kind):
            try:
                found.append(reader(entry, contents, zone))
            except Refused as refusal:
                left_out.append(LeftOut(entry.source_id, str(refusal)))
    return found, left_out
