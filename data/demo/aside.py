"""Rules of the tables set aside while very many rows come in, and put back in the same transaction.

Checked row by row, references and overlaps take longer than everything else; PostgreSQL checks
them for all rows at once when they are put back, and refuses the load where one does not hold.
To everybody else they were never gone.
"""

from collections.abc import Callable

import sqlalchemy as sa

RULES = sa.text("""
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS gone,
        format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
            pg_get_constraintdef(c.oid)) AS back
    FROM pg_constraint c JOIN pg_class r ON r.oid = conrelid
    WHERE relnamespace = 'public'::regnamespace AND contype IN ('f', 'u', 'x')
        AND pg_has_role(relowner, 'USAGE')
    ORDER BY contype <> 'f', conname
""")
"""References first, because what they refer to is kept unique by the others. Checks stay."""

INDEXES = sa.text("""
    SELECT format('DROP INDEX %s', indexrelid::regclass) AS gone, pg_get_indexdef(indexrelid) AS back
    FROM pg_index i JOIN pg_class r ON r.oid = indrelid
    WHERE relnamespace = 'public'::regnamespace AND pg_has_role(relowner, 'USAGE')
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
    ORDER BY indexrelid::regclass::text
""")


def set_rules_aside(connection: sa.Connection) -> Callable[[], None]:
    """Take indexes and rules off the tables this role owns; gives what puts them back.

    Primary keys stay, and tables of another owner keep everything: slower, and as sure.
    """
    back: list[str] = []
    for which in (RULES, INDEXES):
        for rule in connection.execute(which).all():
            connection.exec_driver_sql(rule.gone)
            back.append(rule.back)

    def put_back() -> None:
        for statement in reversed(back):
            connection.exec_driver_sql(statement)

    return put_back
