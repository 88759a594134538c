"""Puts a demonstration into a database."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from data.demo.clinic import batches
from data.demo.shape import SHAPES, Size
from data.queries import bulk
from data.tables import Patient

Progress = Callable[[str, float], None]


def _silent(words: str, part: float) -> None:
    """Nobody is watching."""


def load(
    session: Session, size: Size, seed: int, day: date, progress: Progress = _silent
) -> dict[str, int]:
    """Insert everything in the session's transaction. Gives the rows by table.

    `progress` hears a sentence and how much is done, 0 to 1.
    """
    connection = session.connection()
    expected = sum(SHAPES[size].patients.values())
    counts: Counter[sa.Table] = Counter()
    with bulk.loading(connection):
        for record, rows in batches(size, seed, day):
            table = sa.inspect(record).local_table
            counts[table] += bulk.put(connection, table, rows)
            if record is Patient:
                done = counts[table]
                progress(f"{done:,} patients", min(1.0, done / expected))
    bulk.settle(connection, counts)
    return {table.name: rows for table, rows in counts.items()}
