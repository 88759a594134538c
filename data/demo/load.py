"""Puts a demonstration into a database."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.demo import aside, crew
from data.demo.clinic import batches
from data.demo.shape import SHAPES, Shape, Size
from data.tables import Patient, Record

Progress = Callable[[str, float], None]


def _silent(words: str, part: float) -> None:
    """Nobody is watching."""


def load(
    session: Session, size: Size, seed: int, day: date, progress: Progress = _silent
) -> dict[str, int]:
    """Insert everything in the session's transaction. Gives the rows by table.

    `progress` hears a sentence and how much is done, 0 to 1.
    """
    connection, shape = session.connection(), SHAPES[size]
    counts: Counter[str] = Counter()

    def count(table: str, rows: int) -> None:
        counts[table] += rows
        if table == Patient.__tablename__:
            done = counts[table]
            progress(f"{done:,} patients", min(1.0, done / shape.everybody))

    put = _copy if connection.dialect.name == "postgresql" else _insert
    put(connection, shape, seed, day, count)
    return dict(counts)


Count = Callable[[str, int], None]


def _insert(connection: sa.Connection, shape: Shape, seed: int, day: date, count: Count) -> None:
    for record, rows in batches(shape, seed, day):
        table = sa.inspect(record).local_table
        connection.execute(sa.insert(table), rows)
        count(table.name, len(rows))


def _copy(connection: sa.Connection, shape: Shape, seed: int, day: date, count: Count) -> None:
    """By COPY, invented by several processes where there is more than one part."""
    many = shape.parts > 1
    put_back = aside.set_rules_aside(connection) if many else None
    # Foreign keys are checked by a plan made while the tables are one page long: a scan, kept
    # for the whole load. 400,000 rows took nine minutes with it.
    connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
    cursor = connection.connection.driver_connection.cursor()
    filled: dict[str, None] = {}
    for lot in crew.lots(shape, seed, day, crew.processes(shape)):
        with cursor.copy(f"COPY {lot.table} ({', '.join(lot.columns)}) FROM STDIN") as sink:
            sink.write(lot.lines)
        filled[lot.table] = None
        count(lot.table, lot.count)
    connection.execute(sa.text("SET LOCAL enable_seqscan TO DEFAULT"))
    for name in filled:
        _settle(connection, Record.metadata.tables[name])
    if put_back:
        put_back()


def _settle(connection: sa.Connection, table: sa.Table) -> None:
    """Tell PostgreSQL how large the table has become and with which number to count on."""
    connection.execute(sa.text(f"ANALYZE {table.name}"))
    if isinstance(table.c.id.type, sa.BigInteger):
        newest = sa.select(sa.func.max(table.c.id)).scalar_subquery()
        sequence = sa.func.pg_get_serial_sequence(table.name, "id")
        connection.execute(sa.select(sa.func.setval(sequence, newest)))
