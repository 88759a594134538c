"""The whole record, table by table: everything entered, without what is derived from it."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data import tables
from data.queries import bulk
from data.tables import AuditHead, Record

Row = bulk.Row

CHUNK = 2_000
"""Rows that are fetched at once."""


def models() -> list[type[Record]]:
    """The tables of the record, each after those it refers to. Facts can be computed again."""
    by_table = {
        model.__table__: model
        for model in vars(tables).values()
        if isinstance(model, type) and hasattr(model, "__table__")
    }
    order = Record.metadata.sorted_tables
    return [by_table[table] for table in order if not table.name.endswith("_fact")]


def table_of(model: type[Record]) -> sa.Table:
    """The table as a description."""
    found: sa.Table = sa.inspect(model).local_table
    return found


def count(session: Session, table: sa.Table) -> int:
    """How many rows it has."""
    found: int = session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    return found


def rows(session: Session, table: sa.Table) -> Iterator[tuple[Any, ...]]:
    """All rows by key, streamed: a chunk is in memory, never the table."""
    select = sa.select(table).order_by(*table.primary_key.columns)
    with session.execute(select.execution_options(yield_per=CHUNK)) as found:
        yield from found


def is_untouched(session: Session) -> bool:
    """Whether nothing was ever entered and nobody ever looked: every chain of the audit trail
    must still be able to begin with another's first row."""
    heads = table_of(AuditHead)
    begun = session.execute(sa.select(heads.c.seq).where(heads.c.seq > 0).limit(1)).first()
    others = [table for model in models() if (table := table_of(model)) is not heads]
    return begun is None and all(
        session.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is None
        for table in others
    )


def put(session: Session, table: sa.Table, rows: Iterator[Row]) -> int:
    """Put the rows of an export into their table, which is empty; gives how many."""
    connection = session.connection()
    if table is table_of(AuditHead):
        connection.execute(sa.delete(table))  # the beginnings that the schema came with
    with bulk.loading(connection):
        return bulk.put(connection, table, rows)


def settle(session: Session) -> None:
    """After the last row: let the database count on."""
    bulk.settle(session.connection(), map(table_of, models()))
