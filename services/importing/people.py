"""Whom a file means: somebody here, somebody new, or somebody who might be here already."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from data.formats.records import Identifier, PatientRecord
from data.queries.imports import OF_A_FILE
from data.tables import Patient, PatientIdentifier
from data.tables.base import new_key
from data.tables.search import digits_reversed, fold
from data.tables.vocabulary import RowOutcome, Sex
from services.importing.alike import Alikes, alike, bearing, names, shared_by
from services.importing.known import Contradiction, check, is_another, known
from services.importing.ledger import Ledger
from services.importing.plans import Candidate, File, Outcome, Person, Plan
from services.importing.rows import row
from services.naming import full_name

ALIKE = "Somebody here has the same name, or the same phone. Say who it is."
COMING = (
    "Another file of this import has somebody of the same name, or the same phone. "
    "Bring that file in first; then say whether it is the same person."
)
ANOTHER = (
    "Somebody here has the same MRN or number and quite another name, and no birth date says that "
    "they are one person. Say who it is."
)
CONTESTED = (
    "Somebody who is new with this import has the same MRN or number and quite another name. "
    "Correct one of them, or bring in the other first."
)
TWIN = "Somebody else who is new with this file has the same name, or the same phone."
MRN_TAKEN = "Its MRN is somebody's here, so they come without one."
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


@dataclass(frozen=True)
class Meant:
    """Somebody here, or else those whom somebody new might be, with the question that asks."""

    here: UUID | None
    identifiers: tuple[Identifier, ...]
    candidates: tuple[Candidate, ...] = ()
    asked: str = ""


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
        by_file = [self._by_file(record) for record in records]
        self.ledger.look_up(
            (each for some in (*known_by.values(), by_file) for each in some),
            (record.mrn for record in records if record.mrn),
        )
        alikes = alike(self.ledger.session, records)
        return [self._one(record, known_by[record.key], alikes) for record in records]

    def _identifiers(self, record: PatientRecord) -> tuple[Identifier, ...]:
        # Somebody without any identifier is known by the file that brought them.
        return record.identifiers or (self._by_file(record),)

    def _by_file(self, record: PatientRecord) -> Identifier:
        return f"{OF_A_FILE}{self.file.digest}", record.key

    def _one(
        self, record: PatientRecord, identifiers: tuple[Identifier, ...], alikes: Alikes
    ) -> Person:
        words = full_name(*names(record))
        born = f", born {record.birth_date.isoformat()}" if record.birth_date else ""
        made, candidates = None, tuple[Candidate, ...]()
        why = " ".join([*record.notes, *([DIED] if record.deceased else [])])
        try:
            meant = self._meant(record, identifiers, alikes)
        except Contradiction as contradiction:
            outcome, why = RowOutcome.LEFT_OUT, str(contradiction)
        else:
            here, candidates = meant.here, meant.candidates
            if here is not None:
                outcome = RowOutcome.PRESENT
                if self._is_named_otherwise(here, record):
                    why = f"Here under another name. {why}".strip()
                if self.ledger.new.get(here, self.file.digest) != self.file.digest:
                    why = f"{ELSEWHERE} {why}".strip()
                if more := self._more(here, record):
                    why = f"{why} {MORE.format(what=', '.join(more))}".strip()
                self.by_key[record.key] = here
            elif self._coming_with(record) - {self.file.digest}:
                outcome, why = RowOutcome.LEFT_OUT, COMING
            elif candidates:
                outcome, why = RowOutcome.LEFT_OUT, meant.asked
                self.undecided[record.key] = words
            else:
                outcome = RowOutcome.ADDED
                if record.mrn and self.ledger.bearer(record.mrn):
                    record, why = replace(record, mrn=None), f"{MRN_TAKEN} {why}".strip()
                if self.file.digest in self._coming_with(record):
                    why = f"{TWIN} {why}".strip()
                made = self._add(record, meant.identifiers)
        source = f"Patient {record.key}" if record.row is None else f"Row {record.row}"
        self.plan.outcomes.append(Outcome(source, outcome, why, made))
        also = f", MRN {record.mrn}" if record.mrn and candidates else ""
        return Person(words + born + also, outcome, why, record.key, candidates, record.row)

    def _meant(
        self, record: PatientRecord, identifiers: tuple[Identifier, ...], alikes: Alikes
    ) -> Meant:
        """Who it is, or might be; raises Contradiction."""
        check(record)
        own = self._by_file(record)
        here, candidates, asked = known(record, identifiers, own, self.ledger), None, ALIKE
        if here is None:
            candidates = alikes.of(record)
        elif is_another(here, record, own, self.ledger):
            if here in self.ledger.new:
                raise Contradiction(CONTESTED)
            # What they are numbered by means somebody else: this file's own word is kept as well.
            identifiers = (*identifiers, own)
            candidates, asked = bearing(self.ledger.session, record, here), ANOTHER
        if candidates is None or record.key not in self._told:
            return Meant(here if candidates is None else None, identifiers, candidates or (), asked)
        here = self._told[record.key]
        if here is not None:
            self._name_too(here, identifiers)
        return Meant(here, identifiers)

    def _more(self, here: UUID, record: PatientRecord) -> list[str]:
        """What the file says of somebody who is here and the record does not."""
        kept = self.ledger.known(here)
        return [
            words
            for name, words in TOLD.items()
            if (told := getattr(record, name)) is not None and told != getattr(kept, name)
        ]

    def _coming_with(self, record: PatientRecord) -> set[str]:
        """The files of this import that bring somebody new who shares something with them."""
        coming = self.ledger.coming
        return {coming[shared] for shared in shared_by(record) if shared in coming}

    def _is_named_otherwise(self, here: UUID, record: PatientRecord) -> bool:
        """Whether a name that the file gives is another than the one here."""
        kept = self.ledger.known(here)
        pairs = ((record.family, kept.family), (record.given, kept.given))
        return any(told and fold(told) != fold(ours) for told, ours in pairs)

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
