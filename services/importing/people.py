"""Whom a file means: somebody here, somebody new, or somebody who might be here already."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from data.formats.records import Identifier, PatientRecord
from data.tables import Patient, PatientIdentifier
from data.tables.base import new_key, now
from data.tables.search import digits_reversed, fold
from data.tables.vocabulary import RowOutcome, Sex
from services.importing.alike import Alikes, alike, names, shared_by
from services.importing.ledger import Ledger
from services.importing.plans import Candidate, File, Outcome, Person, Plan
from services.importing.rows import row
from services.naming import full_name

LONGEST_NAME = 200
EARLIEST_BIRTH = 1900
DAY = timedelta(days=1)
"""By how much a date may be ahead here and not yet be the future: zones differ."""

ALIKE = "Somebody here has the same name, or the same phone. Say who it is."
COMING = (
    "Another file of this import has somebody of the same name, or the same phone. "
    "Bring that file in first; then say whether it is the same person."
)
ELSEWHERE = "New with another file of this import."
DIED = "The file says that they have died, which is not kept here."
MORE = "The file says more or other of them, which is not taken in: {what}."
TOLD = {
    "preferred_name": "preferred name",
    "birth_date": "birth date",
    "phone": "phone",
    "email": "email",
    "language": "language",
    "message_ok": "whether a message may be left",
    "text_ok": "whether a text may be sent",
}
"""What may be told of somebody who is here, in words."""


class Contradiction(Exception):
    """This cannot be taken in. The message says why."""


class People:
    """The people of one file, as they are found one after another."""

    def __init__(self, file: File, ledger: Ledger, plan: Plan) -> None:
        self.file, self.ledger, self.plan = file, ledger, plan
        self.by_key: dict[str, UUID] = {}
        self.undecided: dict[str, str] = {}
        """What people who might be here are called, by their keys."""
        self._told = dict(file.same)

    def find(self, records: Sequence[PatientRecord]) -> list[Person]:
        """What becomes of each; those who are new are added to the plan."""
        known_by = {record.key: self._identifiers(record) for record in records}
        self.ledger.look_up(
            (each for some in known_by.values() for each in some),
            (record.mrn for record in records if record.mrn),
        )
        alikes = alike(self.ledger.session, records)
        return [self._one(record, known_by[record.key], alikes) for record in records]

    def _identifiers(self, record: PatientRecord) -> tuple[Identifier, ...]:
        # Somebody without any identifier is known by the file that brought them.
        return record.identifiers or ((f"urn:sha256:{self.file.digest}", record.key),)

    def _one(
        self, record: PatientRecord, identifiers: tuple[Identifier, ...], alikes: Alikes
    ) -> Person:
        words = full_name(*names(record))
        born = f", born {record.birth_date.isoformat()}" if record.birth_date else ""
        made, candidates = None, tuple[Candidate, ...]()
        why = " ".join([*record.notes, *([DIED] if record.deceased else [])])
        try:
            _check(record)
            here = _known(record, identifiers, self.ledger)
        except Contradiction as contradiction:
            outcome, why = RowOutcome.LEFT_OUT, str(contradiction)
        else:
            if here is None and record.key in self._told:
                here = self._told[record.key]
                if here is not None:
                    self._name_too(here, identifiers)
            elif here is None:
                candidates = alikes.of(record)
            if here is not None:
                outcome = RowOutcome.PRESENT
                if self._is_named_otherwise(here, record):
                    why = f"Here under another name. {why}".strip()
                if self.ledger.new.get(here, self.file.digest) != self.file.digest:
                    why = f"{ELSEWHERE} {why}".strip()
                if more := self._more(here, record):
                    why = f"{why} {MORE.format(what=', '.join(more))}".strip()
                self.by_key[record.key] = here
            elif self._comes_with_another_file(record):
                outcome, why = RowOutcome.LEFT_OUT, COMING
            elif candidates:
                outcome, why = RowOutcome.LEFT_OUT, ALIKE
                self.undecided[record.key] = words
            else:
                outcome, made = RowOutcome.ADDED, self._add(record, identifiers)
        source = f"Patient {record.key}" if record.row is None else f"Row {record.row}"
        self.plan.outcomes.append(Outcome(source, outcome, why, made))
        also = f", MRN {record.mrn}" if record.mrn and candidates else ""
        return Person(words + born + also, outcome, why, record.key, candidates, record.row)

    def _more(self, here: UUID, record: PatientRecord) -> list[str]:
        """What the file says of somebody who is here and the record does not."""
        known = self.ledger.known(here)
        return [
            words
            for name, words in TOLD.items()
            if (told := getattr(record, name)) is not None and told != getattr(known, name)
        ]

    def _comes_with_another_file(self, record: PatientRecord) -> bool:
        others = {self.ledger.coming.get(shared) for shared in shared_by(record)}
        return bool(others - {None, self.file.digest})

    def _is_named_otherwise(self, here: UUID, record: PatientRecord) -> bool:
        """Whether a name that the file gives is another than the one here."""
        known = self.ledger.known(here)
        pairs = ((record.family, known.family), (record.given, known.given))
        return any(told and fold(told) != fold(kept) for told, kept in pairs)

    def _add(
        self, record: PatientRecord, identifiers: tuple[Identifier, ...]
    ) -> tuple[type[Patient], dict[str, Any]]:
        made = _patient(record)
        self.plan.rows.append((Patient, made))
        self.plan.touched.add(made["id"])
        self._name_too(made["id"], identifiers)
        self.ledger.add(made, identifiers)
        self.ledger.new[made["id"]] = self.file.digest
        for shared in shared_by(record):
            self.ledger.coming.setdefault(shared, self.file.digest)
        self.by_key[record.key] = made["id"]
        return Patient, made

    def _name_too(self, patient_id: UUID, identifiers: tuple[Identifier, ...]) -> None:
        for system, value in self.ledger.name_too(patient_id, identifiers):
            columns = {"patient_id": patient_id, "system": system, "value": value}
            made = row(PatientIdentifier, **columns)
            kept = (PatientIdentifier, made)
            self.plan.rows.append(kept)
            self.plan.outcomes.append(Outcome("Identifier", RowOutcome.ADDED, "", kept))


def _check(record: PatientRecord) -> None:
    if any(len(name) > LONGEST_NAME for name in names(record)):
        raise Contradiction(f"A name is longer than {LONGEST_NAME} characters.")
    if record.birth_date and record.birth_date > (now() + DAY).date():
        raise Contradiction("The birth date is in the future.")
    if record.birth_date and record.birth_date.year < EARLIEST_BIRTH:
        raise Contradiction(f"The birth date is before {EARLIEST_BIRTH}.")


def _known(
    record: PatientRecord, identifiers: tuple[Identifier, ...], ledger: Ledger
) -> UUID | None:
    """Who this is, if they are here: by identifier, or by MRN.

    The MRN of a FHIR file may be another clinic's, so there the birth date must be the same; a
    table that the clinic itself wrote may name people by its own MRN alone.
    """
    found = ledger.people(identifiers)
    bearer = ledger.bearer(record.mrn) if record.mrn else None
    if bearer is not None and bearer[0] not in found:
        same = bearer[1] is not None and bearer[1] == record.birth_date
        unsaid = record.row is not None and None in (bearer[1], record.birth_date)
        if not (same or unsaid):
            raise Contradiction(
                "Its MRN is somebody's here whose birth date is not known to be the same."
            )
        found = found | {bearer[0]}
    if len(found) > 1:
        raise Contradiction("Its identifiers belong to different people here.")
    here = next(iter(found), None)
    born = ledger.known(here).birth_date if here else None
    if born and record.birth_date and born != record.birth_date:
        raise Contradiction("Its identifier is somebody's here who was born on another day.")
    return here


def _patient(record: PatientRecord) -> dict[str, Any]:
    family, given = names(record)
    return row(
        Patient,
        id=new_key(),
        mrn=record.mrn,
        family=family,
        given=given,
        preferred_name=record.preferred_name,
        birth_date=record.birth_date,
        sex_clinical=Sex(record.sex) if record.sex else None,
        phone=record.phone,
        email=record.email,
        language=record.language,
        message_ok=record.message_ok,
        text_ok=record.text_ok,
        search_family=fold(family),
        # Somebody known by number only is found by typing the number.
        search_given=fold(given or family.removeprefix("Subject ")),
        phone_reversed=digits_reversed(record.phone) if record.phone else None,
    )
