"""Who and what an import already knows, so that nobody and nothing is taken in twice."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlmodel import Session

from data.queries import imports as queries
from data.tables import Patient
from services.naming import full_name

Identifier = tuple[str, str]
"""System and value."""

Bearer = tuple[UUID, date | None]
"""A patient and their birth date."""


class Ledger:
    """Who and what is known: the record, and what earlier files of the same import would add."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.default: UUID | None = None
        """Whose the questionnaires are whose file names nobody here."""
        self.given_to_default: set[str | None] = set()
        """Whom those files name: an MRN can stand for one person only."""
        self._people: dict[Identifier, UUID] = {}
        self._mrns: dict[str, Bearer] = {}
        self._names: dict[UUID, str] = {}
        self._born: dict[UUID, date | None] = {}
        self._keys: set[UUID] = set()

    def people(self, identifiers: Iterable[Identifier]) -> set[UUID]:
        """Everyone who bears one of these. More than one is a contradiction."""
        identifiers = tuple(identifiers)
        known = {self._people[name] for name in identifiers if name in self._people}
        return known | queries.people_with(self.session, identifiers)

    def born(self, patient_id: UUID) -> date | None:
        """The birth date of somebody who is here, or who comes with this import."""
        if patient_id not in self._born:
            self._born[patient_id] = queries.born(self.session, patient_id)
        return self._born[patient_id]

    def bearer(self, mrn: str) -> Bearer | None:
        """Who bears this MRN, and when they were born."""
        return self._mrns.get(mrn) or queries.with_mrn(self.session, mrn)

    def add(self, row: Patient, identifiers: Iterable[Identifier]) -> None:
        """Know a new person from now on."""
        self._people |= dict.fromkeys(identifiers, row.id)
        if row.mrn:
            self._mrns[row.mrn] = (row.id, row.birth_date)
        self._names[row.id] = full_name(row.family, row.given)
        self._born[row.id] = row.birth_date

    def name(self, patient_id: UUID) -> str:
        """What the person is called."""
        if patient_id not in self._names:
            self._names[patient_id] = full_name(*queries.name_of(self.session, patient_id))
        return self._names[patient_id]

    def is_new(self, key: UUID) -> bool:
        """Whether an entry of this content is not here yet; asking makes it known."""
        if key in self._keys or queries.held_keys(self.session, [key]):
            return False
        self._keys.add(key)
        return True
