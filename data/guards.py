"""Rules that the database keeps by itself, whatever the code above does.

`install` is idempotent. The migration calls it, and so does every upgrade, because on SQLite a
migration that rebuilds a table silently drops the triggers of that table.
"""

import sqlalchemy as sa

from data.tables import Record

OVERLAPS = {
    "chair": ("chair_id",),
    "patient": ("patient_id",),
    "monitor": ("monitor_id", "monitor_place"),
}
"""What no two appointments that hold may share at one time."""


def append_only() -> list[str]:
    """Tables whose rows are never changed or deleted: entries, and what is kept beside them."""
    tables = Record.metadata.sorted_tables
    entries = [table.name for table in tables if {"entry_key", "corrects"} <= set(table.c.keys())]
    return sorted([*entries, "audit", "policy_version", "row_history", "work_item_event"])


def install(connection: sa.Connection) -> None:
    """Put every guard in place, replacing older forms of it."""
    for index in Record.metadata.tables["episode"].indexes:
        if index.name == "uq_episode_open":  # lost by a rebuild too: SQLite cannot describe it
            connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))
    made = _sqlite() if connection.dialect.name == "sqlite" else _postgresql()
    for statement in made:
        connection.exec_driver_sql(statement)


def _sqlite() -> list[str]:
    made: list[str] = []

    def trigger(name: str, head: str, body: str) -> None:
        made.append(f"DROP TRIGGER IF EXISTS {name}")
        made.append(f"CREATE TRIGGER {name} {head} BEGIN {body}; END")

    for table in append_only():
        for verb in ("update", "delete"):
            trigger(
                f"guard_{table}_{verb}",
                f"BEFORE {verb.upper()} ON {table}",
                f"SELECT RAISE(ABORT, 'guard: {table} is append-only')",
            )
    trigger(
        "guard_demonstration",
        "BEFORE UPDATE OF demonstration ON organisation_meta "
        "WHEN OLD.demonstration <> NEW.demonstration",
        "SELECT RAISE(ABORT, 'guard: demonstration is set once')",
    )
    trigger(
        "guard_demonstration_delete",
        "BEFORE DELETE ON organisation_meta",
        "SELECT RAISE(ABORT, 'guard: demonstration is set once')",
    )
    for verb in ("INSERT", "UPDATE"):
        trigger(
            f"guard_appointment_length_{verb.lower()}",
            f"BEFORE {verb} ON appointment "
            "WHEN julianday(NEW.ends_at) - julianday(NEW.starts_at) > 1.000001",
            "SELECT RAISE(ABORT, 'guard: appointment is longer than 24 hours')",
        )
        for name, columns in OVERLAPS.items():
            same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
            trigger(
                f"guard_overlap_{name}_{verb.lower()}",
                f"BEFORE {verb} ON appointment WHEN NEW.holds",
                f"SELECT RAISE(ABORT, 'guard: overlap {name}') WHERE EXISTS (SELECT 1 "
                f"FROM appointment WHERE holds AND id <> NEW.id AND {same} "
                "AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at "
                # No visit is longer than a day, which bounds the range of the index.
                "AND starts_at >= datetime(NEW.starts_at, '-1 day'))",
            )
    return made


def _postgresql() -> list[str]:
    made = [
        "CREATE OR REPLACE FUNCTION guard_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION USING MESSAGE = 'guard: ' || TG_TABLE_NAME || ' is append-only', "
        "ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE OR REPLACE FUNCTION guard_set_once() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'guard: demonstration is set once' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE OR REPLACE TRIGGER guard_demonstration BEFORE UPDATE ON organisation_meta "
        "FOR EACH ROW WHEN (OLD.demonstration <> NEW.demonstration) "
        "EXECUTE FUNCTION guard_set_once()",
        "CREATE OR REPLACE TRIGGER guard_demonstration_delete BEFORE DELETE OR TRUNCATE "
        "ON organisation_meta FOR EACH STATEMENT EXECUTE FUNCTION guard_set_once()",
        # Ranges of uuid spare the contrib package btree_gist.
        "DO $$ BEGIN IF to_regtype('uuidrange') IS NULL "
        "THEN CREATE TYPE uuidrange AS RANGE (subtype = uuid); END IF; END $$",
        _constraint("guard_appointment_length", "CHECK (ends_at - starts_at <= interval '24 h')"),
    ]
    for table in append_only():
        made.append(
            f"CREATE OR REPLACE TRIGGER guard_{table} BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION guard_append_only()"
        )
        made.append(
            f"CREATE OR REPLACE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION guard_append_only()"
        )
    for name, columns in OVERLAPS.items():
        subject = f"uuidrange({columns[0]}, {columns[0]}, '[]') WITH &&"
        place = f", int4range({columns[1]}, {columns[1]}, '[]') WITH &&" if columns[1:] else ""
        known = " AND ".join(f"{column} IS NOT NULL" for column in columns)
        made.append(
            _constraint(
                f"guard_overlap_{name}",
                f"EXCLUDE USING gist ({subject}{place}, tstzrange(starts_at, ends_at) WITH &&) "
                f"WHERE (holds AND {known})",
            )
        )
    return made


def _constraint(name: str, rule: str) -> str:
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{name}') "
        f"THEN ALTER TABLE appointment ADD CONSTRAINT {name} {rule}; END IF; END $$"
    )
