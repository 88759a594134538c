"""Who and what an import already knows, so that nobody and nothing is taken in twice."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlmodel import Session

from data.queries import imports as queries
from data.queries.imports import Held, Identifier, Known
from data.tables import Record
from services.naming import full_name

Bearer = tuple[UUID, date | None]
"""A patient and their birth date."""


class Ledger:
    """Who and what is known: the record, and what earlier files of the same import would add."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.default: UUID | None = None
        """Whose the entries are whose file names nobody here."""
        self.given_to_default: set[str | None] = set()
        """Whom those files name: an MRN can stand for one person only."""
        self._people: dict[Identifier, set[UUID]] = {}
        self._mrns: dict[str, Bearer | None] = {}
        self._known: dict[UUID, Known] = {}
        self._held: dict[tuple[type[Record], UUID], Held] = {}
        self.coming: dict[Any, str] = {}
        """What new people share with others (names, phone), with the digest of their file."""
        self.new: dict[UUID, str] = {}
        """New people, with the digest of the file that brings them."""

    def look_up(self, identifiers: Iterable[Identifier], mrns: Iterable[str]) -> None:
        """Read at once who bears these, where it is not known yet."""
        wanted = {each for each in identifiers if each not in self._people}
        found = queries.people_with(self.session, wanted)
        self._people |= {each: found.get(each, set()) for each in wanted}
        new = {mrn for mrn in mrns if mrn not in self._mrns}
        self._mrns |= dict.fromkeys(new) | queries.with_mrns(self.session, new)

    def people(self, identifiers: Iterable[Identifier]) -> set[UUID]:
        """Everyone who bears one of these. More than one is a contradiction."""
        identifiers = tuple(identifiers)
        self.look_up(identifiers, ())
        return set().union(*(self._people[each] for each in identifiers))

    def bearer(self, mrn: str) -> Bearer | None:
        """Who bears this MRN, and when they were born."""
        self.look_up((), (mrn,))
        return self._mrns[mrn]

    def add(self, row: dict[str, Any], identifiers: Iterable[Identifier]) -> None:
        """Know a new person from now on."""
        self.name_too(row["id"], identifiers)
        if row["mrn"]:
            self._mrns[row["mrn"]] = (row["id"], row["birth_date"])
        self._known[row["id"]] = Known(*(row[each.name] for each in fields(Known)))

    def name_too(self, patient_id: UUID, identifiers: Iterable[Identifier]) -> list[Identifier]:
        """Know somebody by these as well; those by which they were not known before."""
        new = [each for each in dict.fromkeys(identifiers) if not self.people((each,))]
        for each in new:
            self._people[each] = {patient_id}
        return new

    def forget(self, table: type[Record], key: UUID) -> None:
        """An entry that was new does not come in after all."""
        del self._held[table, key]

    def known(self, patient_id: UUID) -> Known:
        """Who they are and how they are reached, of somebody here or who comes with this import."""
        if patient_id not in self._known:
            self._known[patient_id] = queries.known(self.session, patient_id)
        return self._known[patient_id]

    def name(self, patient_id: UUID) -> str:
        """What the person is called."""
        known = self.known(patient_id)
        return full_name(known.family, known.given)

    def hold(self, table: type[Record], keys: Iterable[UUID]) -> None:
        """Read at once which entries of these keys are here, and whether they stand."""
        found = queries.held(self.session, table, keys)
        self._held |= {(table, key): stands for key, stands in found.items()}

    def settle(self, table: type[Record], key: UUID) -> tuple[UUID, Held | None]:
        """The key under which an entry of this content is here, and what became of it; or a key
        for it, and None, which makes it known.

        What an undone import brought may come in again, under another key made from its own.
        `hold` has read the first keys.
        """
        while self._held.get((table, key)) is Held.UNDONE:
            key = uuid5(key, "again")
            self.hold(table, [key])
        state = self._held.get((table, key))
        if state is None:
            self._held[table, key] = Held.STANDS
        return key, state
