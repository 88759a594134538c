"""Puts a demonstration into a database."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from data.demo.clinic import batches
from data.demo.shape import SHAPES, Size
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
    postgresql = session.get_bind().dialect.name == "postgresql"
    if postgresql:
        # Foreign keys are checked by a plan made while the tables are one page long: a scan, kept
        # for the whole load. 400,000 rows took nine minutes with it.
        session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    counts: Counter[str] = Counter()
    expected = sum(SHAPES[size].patients.values())
    tables: set[type[Record]] = set()
    for table, rows in batches(size, seed, day):
        model = sa.inspect(table).local_table
        session.execute(sa.insert(model), rows)
        counts[model.name] += len(rows)
        tables.add(table)
        if table is not Patient:
            continue
        done = counts[model.name]
        progress(f"{done:,} patients", min(1.0, done / expected))
    if postgresql:
        session.execute(sa.text("SET LOCAL enable_seqscan TO DEFAULT"))
        for table in tables:
            _settle(session, sa.inspect(table).local_table)
    return dict(counts)


def _settle(session: Session, table: sa.Table) -> None:
    """Tell PostgreSQL how large the table has become and with which number to count on."""
    session.execute(sa.text(f"ANALYZE {table.name}"))
    if isinstance(table.c.id.type, sa.BigInteger):
        newest = sa.select(sa.func.max(table.c.id)).scalar_subquery()
        sequence = sa.func.pg_get_serial_sequence(table.name, "id")
        session.execute(sa.select(sa.func.setval(sequence, newest)))
