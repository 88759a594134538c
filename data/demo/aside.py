"""Rules of the tables set aside while very many rows come in, and put back in the same transaction.

Checked row by row, references and overlaps take longer than everything else, and the checks that
wait fill memory. PostgreSQL checks them for all rows at once when they are put back, and refuses
the load where one does not hold. To everybody else they were never gone.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from data.tables import Record

REFERENCES, UNIQUE, OVERLAPS = "f", "u", "x"
FACTS = [name for name in Record.metadata.tables if name.endswith("_fact")]

RULES = sa.text("""
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS gone,
        format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
            pg_get_constraintdef(c.oid)) AS back
    FROM pg_constraint c JOIN pg_class r ON r.oid = conrelid
    WHERE relname = ANY(:tables) AND pg_table_is_visible(r.oid) AND contype = ANY(:kinds)
        AND pg_has_role(relowner, 'USAGE')
    ORDER BY contype <> 'f', conname
""")
"""References first, because what they refer to is kept unique by the others. Checks stay."""

INDEXES = sa.text("""
    SELECT format('DROP INDEX %s', indexrelid::regclass) AS gone,
        pg_get_indexdef(indexrelid) AS back
    FROM pg_index i JOIN pg_class r ON r.oid = indrelid
    WHERE relname = ANY(:tables) AND pg_table_is_visible(r.oid)
        AND pg_has_role(relowner, 'USAGE')
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
    ORDER BY indexrelid::regclass::text
""")


@contextmanager
def rules_aside(connection: sa.Connection, tables: Collection[str]) -> Iterator[None]:
    """Within, these tables have primary keys and checks only.

    Tables of another owner than this role keep everything, as on SQLite: slower, and as sure.
    """
    if connection.dialect.name == "sqlite":
        yield
        return
    kinds = [REFERENCES, UNIQUE, OVERLAPS]
    rules = connection.execute(RULES, {"tables": [*tables], "kinds": kinds}).all()
    back = _take(connection, rules)
    back += _take(connection, connection.execute(INDEXES, {"tables": [*tables]}).all())
    yield
    _say(connection, reversed(back))


@contextmanager
def fact_references_aside(connection: sa.Connection) -> Iterator[None]:
    """Within, what the facts refer to is not looked up; on SQLite it always is."""
    if connection.dialect.name == "sqlite":
        yield
        return
    rules = connection.execute(RULES, {"tables": FACTS, "kinds": [REFERENCES]}).all()
    back = _take(connection, rules)
    yield
    _say(connection, back)


def _take(connection: sa.Connection, rules: Sequence[sa.Row[Any]]) -> list[str]:
    """Says that they go; gives what is to be said to have them back."""
    _say(connection, (rule.gone for rule in rules))
    return [rule.back for rule in rules]


def _say(connection: sa.Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)
