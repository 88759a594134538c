"""Whom a file means: somebody here, somebody new, or somebody who might be here already."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from data.formats.records import Identifier, PatientRecord
from data.queries import imports as queries
from data.queries.imports import Alike
from data.tables import Patient, PatientIdentifier
from data.tables.base import new_key, now
from data.tables.search import digits_reversed, fold
from data.tables.vocabulary import RowOutcome, Sex
from services.importing.ledger import Ledger
from services.importing.plans import Candidate, File, Outcome, Person, Plan
from services.importing.rows import row
from services.naming import full_name

LONGEST_NAME = 200
EARLIEST_BIRTH = 1900
DAY = timedelta(days=1)
"""By how much a date may be ahead here and not yet be the future: zones differ."""

ALIKE = "Somebody here has the same name and birth date, or the same phone. Say who it is."


class Contradiction(Exception):
    """This cannot be taken in. The message says why."""


class People:
    """The people of one file, as they are found one after another."""

    def __init__(self, file: File, ledger: Ledger, plan: Plan) -> None:
        self.file, self.ledger, self.plan = file, ledger, plan
        self.by_key: dict[str, UUID] = {}
        self.undecided: set[str] = set()
        """Keys of people who might be here."""
        self._told = dict(file.same)

    def find(self, records: Sequence[PatientRecord]) -> list[Person]:
        """What becomes of each; those who are new are added to the plan."""
        names = {record.key: self._identifiers(record) for record in records}
        self.ledger.look_up(
            (each for some in names.values() for each in some),
            (record.mrn for record in records if record.mrn),
        )
        alike = _alike(self.ledger, records)
        return [self._one(record, names[record.key], alike) for record in records]

    def _identifiers(self, record: PatientRecord) -> tuple[Identifier, ...]:
        # Somebody without any identifier is known by the file that brought them.
        return record.identifiers or ((f"urn:sha256:{self.file.digest}", record.key),)

    def _one(
        self, record: PatientRecord, identifiers: tuple[Identifier, ...], alike: "_Alike"
    ) -> Person:
        words = full_name(*names(record))
        born = f", born {record.birth_date.isoformat()}" if record.birth_date else ""
        made, candidates = None, tuple[Candidate, ...]()
        why = " ".join(record.notes)
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
                candidates = alike.of(record)
            if here is not None:
                outcome = RowOutcome.PRESENT
                if self._is_named_otherwise(here, record):
                    why = f"Here under another name. {why}".strip()
                self.by_key[record.key] = here
            elif candidates:
                outcome, why = RowOutcome.LEFT_OUT, ALIKE
                self.undecided.add(record.key)
            else:
                outcome, made = RowOutcome.ADDED, self._add(record, identifiers)
        source = f"Patient {record.key}" if record.row is None else f"Row {record.row}"
        self.plan.outcomes.append(Outcome(source, outcome, why, made))
        also = f", MRN {record.mrn}" if record.mrn and candidates else ""
        return Person(words + born + also, outcome, why, record.key, candidates, record.row)

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
        self.by_key[record.key] = made["id"]
        return Patient, made

    def _name_too(self, patient_id: UUID, identifiers: tuple[Identifier, ...]) -> None:
        for system, value in dict.fromkeys(identifiers):
            columns = {"patient_id": patient_id, "system": system, "value": value}
            made = row(PatientIdentifier, **columns)
            kept = (PatientIdentifier, made)
            self.plan.rows.append(kept)
            self.plan.outcomes.append(Outcome("Identifier", RowOutcome.ADDED, "", kept))


def names(record: PatientRecord) -> tuple[str, str]:
    """Family and given name; without either, "Subject" and the first identifier."""
    if record.family or record.given:
        return record.family or record.given or "", (record.given or "") if record.family else ""
    known = record.identifiers[0][1] if record.identifiers else record.mrn or record.key
    return f"Subject {known}", ""


def is_subject(record: PatientRecord) -> bool:
    """Whether the file knows somebody by a number only."""
    return not (record.family or record.given)


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


class _Alike:
    """People here by what they may share with people of a file."""

    def __init__(self, found: Iterable[Alike]) -> None:
        self._by: dict[Any, list[Alike]] = defaultdict(list)
        for each in found:
            self._by[each.search_family, each.search_given, each.birth_date].append(each)
            if each.phone_reversed:
                self._by[each.phone_reversed].append(each)

    def of(self, record: PatientRecord) -> tuple[Candidate, ...]:
        """Those with the same name and birth date, or the same phone."""
        found = [each for shared in _shared(record) for each in self._by.get(shared, [])]
        return tuple(
            Candidate(each.patient_id, _words(each))
            for each in {each.patient_id: each for each in found}.values()
        )


def _alike(ledger: Ledger, records: Sequence[PatientRecord]) -> _Alike:
    shared = [each for record in records for each in _shared(record)]
    both = [each for each in shared if isinstance(each, tuple)]
    phones = [each for each in shared if isinstance(each, str)]
    return _Alike(queries.alike(ledger.session, both, phones))


def _shared(record: PatientRecord) -> list[Any]:
    """What somebody here would have the same of: both names with the birth date, or the phone."""
    family, given = names(record)
    shared: list[Any] = []
    if record.birth_date and not is_subject(record):
        shared.append((fold(family), fold(given), record.birth_date))
    if record.phone and (digits := digits_reversed(record.phone)):
        shared.append(digits)
    return shared


def _words(here: Alike) -> str:
    parts = [full_name(here.family, here.given)]
    parts += [f"born {here.birth_date.isoformat()}"] if here.birth_date else []
    parts += [f"MRN {here.mrn}"] if here.mrn else []
    parts += [f"phone {here.phone}"] if here.phone else []
    return ", ".join(parts)
