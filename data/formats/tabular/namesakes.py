"""People of one file who have a name alone, and the same one: told apart by phone and e-mail."""

from collections import defaultdict
from dataclasses import replace
from datetime import tzinfo

from data.formats.grid import Grid
from data.formats.records import PatientRecord
from data.formats.tabular.mapping import Mapping
from data.formats.tabular.rows import Row, rows
from data.formats.tabular.whose import Whose, whose
from data.tables.search import digits_reversed

WHICH = (
    "Several people of this file have this name, and nothing says which of them is meant. "
    "Give their phone or e-mail, or a number."
)

Contacts = dict[str, str]
"""Phones and e-mails as they are compared, each with how it is written."""


class Namesakes:
    """The people of a table by name, with the contacts of each who bears it."""

    def __init__(self, grid: Grid, mapping: Mapping, zone: tzinfo) -> None:
        self._by_name: dict[str, list[Contacts]] = defaultdict(list)
        if not mapping.names & {"phone", "email"}:
            return
        for row in rows(grid, mapping, zone):
            person = whose(row)
            if person and _has_a_name_alone(person) and (found := _contacts(person.record)):
                self._add(self._by_name[person.key], found)

    def whose(self, row: Row) -> Whose | None:
        """The person that the row names, by another key than their namesakes; else its fault."""
        person = whose(row)
        if person is None or not _has_a_name_alone(person):
            return person
        bearers = self._by_name.get(person.key, [])
        if len(bearers) < 2:
            return person
        own = _contacts(person.record)
        if not own:
            row.fault(WHICH, next(filter(row.heading, ("full_name", "family", "given")), None))
            return None
        at = next(at for at, known in enumerate(bearers) if known.keys() & own.keys())
        if at == 0:  # they keep the key by which an earlier import may know them
            return person
        key = f"{person.key}, {next(iter(bearers[at].values()))}"
        return Whose(replace(person.record, key=key))

    @staticmethod
    def _add(bearers: list[Contacts], found: Contacts) -> None:
        """Whoever shares a phone or an e-mail is one person."""
        same = [known for known in bearers if known.keys() & found.keys()]
        if not same:
            bearers.append(found)
            return
        for known in (*same[1:], found):
            same[0].update({each: known[each] for each in known if each not in same[0]})
        bearers[:] = [known for known in bearers if not any(known is each for each in same[1:])]


def _has_a_name_alone(person: Whose) -> bool:
    return person.key.startswith("name ") and person.record.birth_date is None


def _contacts(record: PatientRecord) -> Contacts:
    phone, email = record.phone, record.email
    found = {digits_reversed(phone) or phone: phone} if phone else {}
    return found | ({email.casefold(): email} if email else {})
