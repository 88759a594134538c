"""Who here might be a person of a file: by name and birth date, by phone, or by name alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlmodel import Session

from data.formats import naming
from data.formats.records import PatientRecord
from data.queries import imports as queries
from data.queries.imports import Alike
from data.tables.search import digits_reversed, fold
from services.importing.plans import Candidate
from services.naming import full_name

Shared = tuple[Any, ...]
"""What two people may share: a kind ("born", "name" or "phone") and what is the same of them."""


class Alikes:
    """People here by what they may share with people of a file."""

    def __init__(self, found: Iterable[Alike]) -> None:
        self._by: dict[Shared, list[Alike]] = defaultdict(list)
        for each in found:
            whole = naming.words((each.family, each.given))
            self._by["born", whole, each.birth_date].append(each)
            self._by["name", whole].append(each)
            self._by["phone", each.phone_reversed].append(each)

    def of(self, record: PatientRecord) -> tuple[Candidate, ...]:
        """Those with the same name and birth date, or the same phone."""
        found = [each for shared in shared_by(record) for each in self._by.get(shared, [])]
        return tuple(
            Candidate(each.patient_id, _words(each))
            for each in {each.patient_id: each for each in found}.values()
        )


def alike(session: Session, records: Sequence[PatientRecord]) -> Alikes:
    """Read at once who here may be like any of these."""
    shared = [(record, each) for record in records for each in shared_by(record)]
    born = {each[2] for _, each in shared if each[0] == "born"}
    bare = {name for record, each in shared if each[0] == "name" for name in _families(record)}
    phones = {each[1] for _, each in shared if each[0] == "phone"}
    return Alikes(queries.alike(session, born, bare, phones))


def bearing(session: Session, record: PatientRecord, here: UUID) -> tuple[Candidate, ...]:
    """Who here bears the number of this person under another name; then who is like them by all
    else, their name alone included."""
    unnumbered = replace(record, identifiers=(), mrn=None)
    bearer = [Candidate(each.patient_id, _words(each)) for each in queries.these(session, [here])]
    others = alike(session, [unnumbered]).of(unnumbered)
    return (*bearer, *(each for each in others if each.patient_id != here))


def shared_by(record: PatientRecord) -> list[Shared]:
    """What somebody here would have the same of: the whole name, in whatever order, with the birth
    date, or the phone; where nothing else is said of them, the name alone."""
    whole = naming.words(names(record))
    shared: list[Shared] = []
    if record.birth_date and not is_subject(record):
        shared.append(("born", whole, record.birth_date))
    if not (record.birth_date or record.identifiers or record.mrn or is_subject(record)):
        shared.append(("name", whole))
    if record.phone and (digits := digits_reversed(record.phone)):
        shared.append(("phone", digits))
    return shared


def _families(record: PatientRecord) -> set[str]:
    """What the family name of somebody with the same whole name may be here, folded: the name may
    have come in one piece, there or here."""
    family, given = (fold(part).split() for part in names(record))
    return {
        " ".join(part)
        for written in (given + family, family + given)
        for at in range(len(written))
        for part in (written[: at + 1], written[at:])
    }


def _words(here: Alike) -> str:
    parts = [full_name(here.family, here.given)]
    parts += [f"born {here.birth_date.isoformat()}"] if here.birth_date else []
    parts += [f"MRN {here.mrn}"] if here.mrn else []
    parts += [f"phone {here.phone}"] if here.phone else []
    return ", ".join(parts)


def names(record: PatientRecord) -> tuple[str, str]:
    """Family and given name; without either, "Subject" and the first identifier."""
    if record.family or record.given:
        return record.family or record.given or "", (record.given or "") if record.family else ""
    known = record.identifiers[0][1] if record.identifiers else record.mrn or record.key
    return f"Subject {known}", ""


def is_subject(record: PatientRecord) -> bool:
    """Whether the file knows somebody by a number only."""
    return not (record.family or record.given)
