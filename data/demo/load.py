"""Puts a demonstration into a database."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from data.demo import aside, crew, house, ledger
from data.demo.clinic import batches
from data.demo.shape import SHAPES, Shape, Size
from data.tables import Patient, Record

Progress = Callable[[str, float], None]
Count = Callable[[str, int], None]

INVENTED = 0.75
"""Part of the work that is done when all rows are in and not yet checked together."""

TABLES = [sa.inspect(record).local_table.name for record in (*house.TABLES, *ledger.ORDER)]


def _silent(words: str, part: float) -> None:
    """Nobody is watching."""


def load(
    session: Session, size: Size, seed: int, day: date, progress: Progress = _silent
) -> dict[str, int]:
    """Insert everything in the session's transaction. Gives the rows by table.

    `progress` hears a sentence and how much is done, 0 to 1.
    """
    connection, shape = session.connection(), SHAPES[size]
    expected = shape.parts * shape.in_part
    counts: Counter[str] = Counter()

    def count(table: str, rows: int) -> None:
        counts[table] += rows
        if table == Patient.__tablename__:
            done = counts[table]
            progress(f"{done:,} patients", min(1.0, done / expected) * INVENTED)

    put = _copy if connection.dialect.name == "postgresql" else _insert
    with aside.rules_aside(connection, TABLES):
        put(connection, shape, seed, day, count)
        progress("what refers to what", INVENTED)
    progress("what refers to what", 1.0)
    return dict(counts)


def _insert(connection: sa.Connection, shape: Shape, seed: int, day: date, count: Count) -> None:
    for record, rows in batches(shape, seed, day):
        table = sa.inspect(record).local_table
        connection.execute(sa.insert(table), rows)
        count(table.name, len(rows))


def _copy(connection: sa.Connection, shape: Shape, seed: int, day: date, count: Count) -> None:
    """By COPY, invented by several processes where there is more than one part."""
    driver: Any = connection.connection.driver_connection
    cursor = driver.cursor()
    # References that are not set aside are checked by a plan made while the tables are one page
    # long: a scan, kept for the whole load. 400,000 rows took nine minutes with it.
    connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
    for lot in crew.lots(shape, seed, day, crew.processes(shape)):
        with cursor.copy(f"COPY {lot.table} ({', '.join(lot.columns)}) FROM STDIN") as sink:
            sink.write(lot.lines)
        count(lot.table, lot.rows)
    connection.execute(sa.text("SET LOCAL enable_seqscan TO DEFAULT"))
    for name in TABLES:
        _settle(connection, Record.metadata.tables[name])


def _settle(connection: sa.Connection, table: sa.Table) -> None:
    """Tell PostgreSQL how large the table has become and with which number to count on."""
    connection.execute(sa.text(f"ANALYZE {table.name}"))
    if isinstance(table.c.id.type, sa.BigInteger):
        newest = sa.select(sa.func.max(table.c.id)).scalar_subquery()
        sequence = sa.func.pg_get_serial_sequence(table.name, "id")
        connection.execute(sa.select(sa.func.setval(sequence, newest)))
