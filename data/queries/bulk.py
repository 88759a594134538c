"""Many rows at once, the way each database takes them fastest."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

Row = dict[str, Any]

BATCH = 5_000
"""Rows that are held in memory at once."""


@contextmanager
def loading(connection: sa.Connection) -> Iterator[None]:
    """Meanwhile foreign keys do not make many rows slow; rows may refer to later ones."""
    if connection.dialect.name != "postgresql":
        connection.execute(sa.text("PRAGMA defer_foreign_keys = ON"))  # until the commit
        yield
        return
    # Foreign keys are checked by a plan made while the tables are one page long: a scan, kept
    # for the whole load. 400,000 rows took nine minutes with it.
    connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
    yield
    connection.execute(sa.text("SET LOCAL enable_seqscan TO DEFAULT"))


def put(connection: sa.Connection, table: sa.Table, rows: Iterable[Row]) -> int:
    """Insert rows that all have the same columns; gives how many."""
    stream, count = iter(rows), 0
    first = next(stream, None)
    if first is None:
        return 0
    if connection.dialect.name == "postgresql":
        return _copy(connection, table, first, stream)
    batch = [first, *islice(stream, BATCH - 1)]
    while batch:
        connection.execute(sa.insert(table), batch)
        count += len(batch)
        batch = list(islice(stream, BATCH))
    return count


def _copy(connection: sa.Connection, table: sa.Table, first: Row, others: Iterator[Row]) -> int:
    """PostgreSQL's own way to take in many rows, in half the time of INSERT. It is one statement,
    at whose end foreign keys are checked."""
    types = [table.c[name].type.dialect_impl(connection.dialect) for name in first]
    to_driver: list[Callable[[Any], Any] | None] = [
        kind.bind_processor(connection.dialect) for kind in types
    ]
    driver: Any = connection.connection.driver_connection
    columns = ", ".join(first)
    count = 0
    with (
        _as_sqlalchemy_says(table.name),
        driver.cursor().copy(f"COPY {table.name} ({columns}) FROM STDIN") as sink,
    ):
        for row in chain([first], others):
            sink.write_row(
                [
                    turn(row[name]) if turn else row[name]
                    for name, turn in zip(first, to_driver, strict=True)
                ]
            )
            count += 1
    return count


def copy(connection: sa.Connection, table: str, columns: Sequence[str], lines: bytes) -> None:
    """Insert rows on PostgreSQL that are in COPY's own form already."""
    driver: Any = connection.connection.driver_connection
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with _as_sqlalchemy_says(table), driver.cursor().copy(statement) as sink:
        sink.write(lines)


@contextmanager
def _as_sqlalchemy_says(table: str) -> Iterator[None]:
    """What the driver refuses by itself is raised as if a statement had been refused."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        wrapped = DBAPIError.instance(f"COPY {table}", None, error, psycopg.Error)
        raise wrapped from None


def settle(connection: sa.Connection, tables: Iterable[sa.Table]) -> None:
    """Tell PostgreSQL how large the tables have become and with which number to count on."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        connection.execute(sa.text(f"ANALYZE {table.name}"))
        if "id" in table.c and isinstance(table.c.id.type, sa.BigInteger):
            newest = sa.select(sa.func.max(table.c.id)).scalar_subquery()
            sequence = sa.func.pg_get_serial_sequence(table.name, "id")
            connection.execute(sa.select(sa.func.setval(sequence, newest)))
