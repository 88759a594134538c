"""What later imports said of people to whom an earlier one gave a number."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.batches import BY_NAME, NOT_BUILT_ON, Brought
from data.queries.columns import t
from data.queries.current import stands
from data.queries.imports import OF_A_FILE
from data.queries.some import some
from data.tables import Entry, Patient, PatientIdentifier

Filed = Mapping[str, Counter[str]]
"""By the name of a file, how many rows of each table stand."""


def by_numbers_of(session: Session, batch_id: int, brought: Brought) -> Filed:
    """Rows of later imports that stand, of people who were here and got a number by this import:
    by that number they may have been filed, and nothing else says so."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    people = _numbered(session, brought)
    later = _later(session, batch_id) if people else {}
    for name in BY_NAME if later else ():
        for file, count in _of_batches(session, name, _standing(session, name, people), later):
            found[file][name] += count
    return found


def _numbered(session: Session, brought: Brought) -> set[UUID]:
    """People whom the import did not make, with those whom they were merged into since."""
    number, person, found = t.PatientIdentifier, t.Patient, set[UUID]()
    for few in some(brought.get(PatientIdentifier, ())):
        select = (
            sa.select(number.patient_id, person.merged_into)
            .join(person, person.id == number.patient_id)
            .where(number.id.in_(few), ~number.system.startswith(OF_A_FILE))
        )
        for row in session.execute(select):
            found |= {row.patient_id, row.merged_into} - {None}
    return found - set(brought.get(Patient, ()))


def _later(session: Session, batch_id: int) -> dict[int, str]:
    """Files that came in after this one and were not undone."""
    batch = t.ImportBatch
    select = sa.select(batch.id, batch.name).where(batch.id > batch_id, batch.undone_at.is_(None))
    return {row.id: row.name or "a file without a name" for row in session.execute(select)}


def _standing(session: Session, name: str, people: Iterable[UUID]) -> list[Any]:
    """Ids of a table's rows that are of these people and stand."""
    entity: Any = BY_NAME[name]
    if name.endswith(NOT_BUILT_ON) or not hasattr(entity, "patient_id"):
        return []
    here: Any = ~entity.withdrawn if hasattr(entity, "withdrawn") else sa.true()
    if issubclass(entity, Entry):
        here = stands(entity)
    if entity is PatientIdentifier:
        here &= ~entity.system.startswith(OF_A_FILE)
    return [
        id
        for few in some(people)
        for id in session.execute(sa.select(entity.id).where(entity.patient_id.in_(few), here))
        .scalars()
        .all()
    ]


def _of_batches(
    session: Session, name: str, ids: Iterable[Any], batches: Mapping[int, str]
) -> Iterable[tuple[str, int]]:
    """How many of these rows each of the files brought."""
    row = t.ImportRow
    for few in some(map(str, ids)):
        for batch_ids in some(batches):
            select = (
                sa.select(row.batch_id, sa.func.count())
                .where(row.table_name == name, row.row_id.in_(few), row.batch_id.in_(batch_ids))
                .group_by(row.batch_id)
            )
            for batch_id, count in session.execute(select):
                yield batches[batch_id], count
