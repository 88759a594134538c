"""Batches of imports: what each brought, and what stands on it by now."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data import tables
from data.queries.columns import t
from data.queries.current import stands
from data.queries.some import some
from data.tables import Entry, ImportBatch, ImportMapping, Record
from data.tables.base import brings_key

Brought = Mapping[type[Record], list[Any]]
"""Ids of rows by their table."""

BY_NAME: dict[str, type[Record]] = {
    str(table.__tablename__): table
    for table in (getattr(tables, name) for name in tables.__all__)
    if hasattr(table, "__table__")
}
NOT_BUILT_ON = ("_fact", "import_row", "import_batch", "row_history", "audit", "work_item")
"""Ends of names of tables that refer to rows without standing on them: what they hold follows from
other rows."""


def batches(session: Session, most: int) -> list[dict[str, Any]]:
    """The newest batches: id, at, name, kind, counts, by and undone_by as names, undone_at, why."""
    batch, other = t.ImportBatch, sa.orm.aliased(t.Member)
    select = (
        sa.select(
            batch.id,
            batch.at,
            batch.name,
            batch.kind,
            batch.counts,
            batch.undone_at,
            batch.undone_why,
            t.Member.name.label("by"),
            other.name.label("undone_by"),
        )
        .outerjoin(t.Member, t.Member.id == batch.by)
        .outerjoin(other, other.id == batch.undone_by)
        .order_by(batch.id.desc())
        .limit(most)
    )
    return [dict(row._mapping) for row in session.execute(select)]


def batch(session: Session, batch_id: int) -> ImportBatch | None:
    """One batch."""
    return session.get(ImportBatch, batch_id)


def brought(session: Session, batch_id: int) -> dict[type[Record], list[Any]]:
    """What a batch added, by table."""
    row = t.ImportRow
    select = sa.select(row.table_name, row.row_id).where(
        row.batch_id == batch_id, row.row_id.is_not(None)
    )
    found: dict[type[Record], list[Any]] = {}
    for name, row_id in session.execute(select):
        table = BY_NAME[name]
        found.setdefault(table, []).append(UUID(row_id) if brings_key(table) else int(row_id))
    return found


def standing_on(session: Session, brought: Brought) -> Counter[str]:
    """Rows of other origin that refer to what was brought and stand, by the name of their table.

    Every foreign key of the record is looked at, so that no new table can be forgotten here.
    """
    found: dict[str, set[Any]] = defaultdict(set)
    ids = {str(table.__tablename__): found for table, found in brought.items()}
    for name, table in BY_NAME.items():
        if name.endswith(NOT_BUILT_ON):
            continue
        entity: Any = table
        for column in entity.__table__.columns:
            for key in column.foreign_keys:
                if key.column.table.name in ids and key.column.name == "id":
                    found[name] |= _here(session, entity, column, ids[key.column.table.name])
        found[name] -= set(brought.get(table, ()))
    return +Counter({name: len(rows) for name, rows in found.items()})


def entries(session: Session, table: type[Entry], ids: Iterable[Any]) -> list[dict[str, Any]]:
    """Those of these rows that stand, whole."""
    entity: Any = table
    columns = list(entity.__table__.columns)
    return [
        dict(row._mapping)
        for few in some(ids)
        for row in session.execute(sa.select(*columns).where(entity.id.in_(few), stands(entity)))
    ]


def rows(session: Session, table: type[Record], ids: Iterable[Any]) -> list[Any]:
    """These rows, to be changed."""
    entity: Any = table
    return [
        row
        for few in some(ids)
        for row in session.execute(sa.select(table).where(entity.id.in_(few))).scalars()
    ]


def mappings(session: Session) -> list[ImportMapping]:
    """What columns were said to mean, by name."""
    select = sa.select(t.ImportMapping).order_by(t.ImportMapping.name)
    return list(session.execute(select).scalars())


def patients_of(session: Session, brought: Brought) -> set[UUID]:
    """Whose facts hang on what was brought."""
    found: set[UUID] = set()
    for table, ids in brought.items():
        entity: Any = table
        column = entity.id if table is t.Patient else getattr(entity, "patient_id", None)
        if column is not None:
            for few in some(ids):
                found |= set(session.execute(sa.select(column).where(entity.id.in_(few))).scalars())
    return found


def _here(session: Session, entity: Any, column: Any, ids: Sequence[Any]) -> set[Any]:
    """Rows that refer to one of these by this column, and stand."""
    here: Any = sa.true()
    if issubclass(entity, Entry):
        here = stands(entity)
    elif hasattr(entity, "withdrawn"):
        here = ~entity.withdrawn
    return {
        key
        for few in some(ids)
        for key in session.execute(sa.select(entity.id).where(column.in_(few), here)).scalars()
    }
