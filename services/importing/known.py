"""Whether a person of a file is somebody here, by what numbers them."""

from datetime import timedelta
from uuid import UUID

from data.formats import naming
from data.formats.records import Identifier, PatientRecord
from data.tables.base import now
from services.importing.alike import is_subject, names
from services.importing.ledger import Ledger

LONGEST_NAME = 200
EARLIEST_BIRTH = 1900
DAY = timedelta(days=1)
"""By how much a date may be ahead here and not yet be the future: zones differ."""


class Contradiction(Exception):
    """This cannot be taken in. The message says why."""


def check(record: PatientRecord) -> None:
    """Raises Contradiction for what nobody is called, and for a day on which nobody was born."""
    if any(len(name) > LONGEST_NAME for name in names(record)):
        raise Contradiction(f"A name is longer than {LONGEST_NAME} characters.")
    if record.birth_date and record.birth_date > (now() + DAY).date():
        raise Contradiction("The birth date is in the future.")
    if record.birth_date and record.birth_date.year < EARLIEST_BIRTH:
        raise Contradiction(f"The birth date is before {EARLIEST_BIRTH}.")


def known(
    record: PatientRecord, identifiers: tuple[Identifier, ...], by_file: Identifier, ledger: Ledger
) -> UUID | None:
    """Who this is, if they are here: whom the same file meant before, or by identifier or MRN.

    Raises Contradiction where these mean different people, or somebody born on another day.
    """
    found = ledger.people((by_file,)) or _numbered(record, identifiers, ledger)
    if len(found) > 1:
        raise Contradiction("Its identifiers belong to different people here.")
    here = next(iter(found), None)
    born = ledger.known(here).birth_date if here else None
    if born and record.birth_date and born != record.birth_date:
        raise Contradiction("Its identifier is somebody's here who was born on another day.")
    return here


def is_another(here: UUID, record: PatientRecord, by_file: Identifier, ledger: Ledger) -> bool:
    """Whether the one here who bears this person's number is another by name, and no birth date
    and nobody has said that they are one."""
    kept = ledger.known(here)
    if kept.birth_date and kept.birth_date == record.birth_date:
        return False
    if ledger.people((by_file,)) or is_subject(record) or kept.is_subject:
        return False
    ours = [(kept.family, kept.given), (kept.family, kept.preferred_name)]
    return not any(naming.agree((record.family, record.given), each) for each in ours)


def _numbered(
    record: PatientRecord, identifiers: tuple[Identifier, ...], ledger: Ledger
) -> set[UUID]:
    """Everybody who bears one of these.

    The MRN of a FHIR file may be another clinic's, so there the birth date must be the same; a
    table that the clinic itself wrote may name people by its own MRN alone.
    """
    found = ledger.people(identifiers)
    bearer = ledger.bearer(record.mrn) if record.mrn else None
    if bearer is None or bearer[0] in found:
        return found
    same = bearer[1] is not None and bearer[1] == record.birth_date
    unsaid = record.row is not None and None in (bearer[1], record.birth_date)
    if not (same or unsaid):
        raise Contradiction(
            "Its MRN is somebody's here whose birth date is not known to be the same."
        )
    return found | {bearer[0]}
