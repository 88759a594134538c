"""Puts a demonstration into a database."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from data.demo import aside, crew, house, ledger
from data.demo.clinic import batches
from data.demo.judged import Judge
from data.demo.shape import SHAPES, Shape, Size
from data.queries import bulk
from data.tables import Patient

Progress = Callable[[str, float], None]
Count = Callable[[str, int], None]

INVENTED = 0.75
"""Part of the work that is done when all rows are in and not yet checked together."""

TABLES = [sa.inspect(record).local_table for record in (*house.TABLES, *ledger.ORDER)]


def _silent(words: str, part: float) -> None:
    """Nobody is watching."""


def load(
    session: Session,
    size: Size,
    seed: int,
    day: date,
    judge: Judge,
    progress: Progress = _silent,
) -> dict[str, int]:
    """Insert everything in the session's transaction. Gives the rows by table.

    `judge` says what the rules say of a screening's answers; workers import it by its name.
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
    with aside.rules_aside(connection, [table.name for table in TABLES]):
        with bulk.loading(connection):
            put(connection, shape, seed, day, judge, count)
        bulk.settle(connection, TABLES)
        progress("what refers to what", INVENTED)
    progress("what refers to what", 1.0)
    return dict(counts)


def _insert(
    connection: sa.Connection, shape: Shape, seed: int, day: date, judge: Judge, count: Count
) -> None:
    for record, rows in batches(shape, seed, day, judge):
        table = sa.inspect(record).local_table
        count(table.name, bulk.put(connection, table, rows))


def _copy(
    connection: sa.Connection, shape: Shape, seed: int, day: date, judge: Judge, count: Count
) -> None:
    """By COPY, invented by several processes where there is more than one part."""
    for lot in crew.lots(shape, seed, day, judge, crew.processes(shape)):
        bulk.copy(connection, lot.table, lot.columns, lot.lines)
        count(lot.table, lot.rows)
