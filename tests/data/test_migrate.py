"""Where a database stands, and that an upgrade brings all of it along."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from psycopg import sql
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError

from data import database, guards, migrate
from data.migrate import Schema
from data.tables import Patient, Record
from services import audit
from services.access import SYSTEM, Action
from services.acting import acting
from tests import made, postgres

# The next version rebuilds tables on SQLite, as any change of a column there must.
NEXT_VERSION = '''"""The version after this one"""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{newest}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    how = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    for table in ("patient", "episode", "appointment", "assessment", "audit"):
        with op.batch_alter_table(table, recreate=how) as batch:
            batch.add_column(sa.Column("remark", sa.String()))
    {more}
'''


class NextVersion:
    """This program with one more migration."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._patch, self._config = patch, migrate.config
        self.folder = folder
        shutil.copytree(Path(migrate.__file__).parent / "migrations", folder)

    def install(self, more: str = "") -> None:
        newest = migrate._revisions()[0]
        written = NEXT_VERSION.format(newest=newest, more=more)
        (self.folder / "versions" / "9999_next.py").write_text(written)
        self._patch.setattr(migrate, "config", self._with_folder)
        migrate._revisions.cache_clear()

    def uninstall(self) -> None:
        self._patch.undo()
        migrate._revisions.cache_clear()

    def _with_folder(self, connection: sa.Connection | None = None) -> Config:
        made = self._config(connection)
        made.set_main_option("script_location", str(self.folder))
        return made


@pytest.fixture
def next_version(tmp_path: Path) -> Iterator[NextVersion]:
    with pytest.MonkeyPatch.context() as patch:
        version = NextVersion(tmp_path / "next_migrations", patch)
        yield version
        version.uninstall()


rebuilds = pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")


@pytest.fixture
def empty(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database that is there and empty, and that DATABASE_URL names."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    yield database_url
    database.engine().dispose()


def schema() -> set[tuple[Any, ...]]:
    """Everything the database was told: columns, types, checks, keys, indexes and guards."""
    with database.engine().connect() as connection:
        questions = SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL
        found = [tuple(row) for asked in questions for row in connection.exec_driver_sql(asked)]
    return {line for row in found for line in _lines(row) if "alembic_version" not in row}


def _lines(row: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """SQLite keeps a table as the text that made it: its lines, in any order."""
    kind, *_, text = row
    if kind != "table":
        yield row
        return
    for line in text.splitlines():
        # A table that was rebuilt has its name in quotes.
        yield (*row[:-1], line.strip().rstrip(",").replace('"', ""))


SQLITE = ["SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"]
POSTGRESQL = [
    "SELECT 'column', table_name, column_name, data_type, character_maximum_length, is_nullable, "
    "column_default, collation_name, is_identity FROM information_schema.columns "
    "WHERE table_schema = 'public'",
    "SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
    "FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) "
    "FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'function', '', proname, pg_get_functiondef(oid) FROM pg_proc "
    "WHERE proname LIKE 'guard%%'",
    "SELECT 'range', '', rngtypid::regtype::text, rngsubtype::regtype::text FROM pg_range "
    "WHERE rngtypid::regtype::text = 'uuidrange'",
]


def test_the_migrations_make_what_the_tables_and_guards_say(empty: str) -> None:
    with database.engine().begin() as connection:
        Record.metadata.create_all(connection)
        guards.install(connection)
    said = schema()
    with database.engine().begin() as connection:
        Record.metadata.drop_all(connection)

    migrate.upgrade()

    assert schema() == said
    names = " ".join(str(line) for line in said)
    for part in ("ck_vital_dbp_below_sbp", "guard_overlap_chair", "uq_episode_open", "guard_audit"):
        assert part in names


@rebuilds
def test_a_record_from_before_0002_was_completed_gets_what_it_lacks(empty: str) -> None:
    with database.engine().execution_options(rebuild=True).begin() as connection:
        command.upgrade(migrate.config(connection), "0002")
        _as_first_published(Operations(MigrationContext.configure(connection)))
    migrate.upgrade()
    older = schema()
    with database.engine().begin() as connection:
        Record.metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
    migrate.upgrade()
    assert schema() == older


def _as_first_published(op: Operations) -> None:
    """Revision 0002 as it was for its first hours."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_index("ix_decision_happened_at", "decision")
    for table, index, columns in (
        ("effect_fact", "ix_effect_fact_route_local_date", ("site_id", "route", "practitioner_id")),
        ("session_fact", "ix_session_fact_counted", ("route", "practitioner_id")),
    ):
        op.drop_index(index, table)
        with op.batch_alter_table(table, recreate="always" if sqlite else "never") as changed:
            changed.drop_constraint(f"ck_{table}_route", type_="check")
            for column in columns:
                changed.drop_column(column)


@pytest.mark.filterwarnings("ignore:Skipped unsupported", "ignore:autogenerate skipping")
def test_no_table_was_changed_without_a_migration(record: str) -> None:
    with database.engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Record.metadata) == []


def test_a_new_record_is_current_and_a_second_upgrade_changes_nothing(empty: str) -> None:
    assert migrate.state() is Schema.MISSING
    migrate.upgrade()
    first, rows = schema(), made.everything()

    migrate.upgrade()

    assert migrate.state() is Schema.CURRENT
    assert (schema(), made.everything()) == (first, rows)


def test_every_chain_of_the_audit_trail_has_an_end_from_the_start(record: str) -> None:
    with acting(SYSTEM, Action.CHECK) as session:
        assert audit.faults(session) == []
    assert len(made.rows("audit_head")) == 20


def test_a_missing_guard_comes_back_with_the_next_upgrade(record: str) -> None:
    whole = schema()
    if database.sqlite_file():
        made.sql("DROP TRIGGER guard_audit_update")
        made.sql("DROP TRIGGER guard_overlap_chair_insert")
    else:
        made.sql("DROP TRIGGER guard_audit ON audit")
        made.sql("ALTER TABLE appointment DROP CONSTRAINT guard_overlap_chair")
    made.sql("DROP INDEX uq_episode_open")
    assert schema() < whole

    migrate.upgrade()

    assert schema() == whole


def test_an_upgrade_of_a_current_record_keeps_every_row(demo_record: str) -> None:
    before = made.everything()

    migrate.upgrade()

    assert made.everything() == before


@rebuilds
def test_an_upgrade_keeps_every_row_the_chain_and_the_guards(
    demo_record: str, next_version: NextVersion
) -> None:
    before, told = made.everything(), schema()
    next_version.install()
    assert migrate.state() is Schema.OLDER

    migrate.upgrade()

    assert migrate.state() is Schema.CURRENT
    assert unremarked(made.everything()) == before | {"alembic_version": [("9999",)]}
    assert {line[2] for line in told} <= {line[2] for line in schema()}
    with acting(SYSTEM, Action.CHECK) as session:
        assert audit.faults(session) == []
    with pytest.raises(IntegrityError, match="append-only"):
        made.sql("DELETE FROM assessment")


def unremarked(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Without the new column, which is the last one of the tables that were changed."""
    changed = ("patient", "episode", "appointment", "assessment", "audit")
    return {
        name: [row[:-1] for row in found] if name in changed else found
        for name, found in rows.items()
    }


@rebuilds
def test_an_older_embedded_record_is_copied_before_it_is_upgraded(
    demo_record: str, next_version: NextVersion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = made.everything()
    next_version.install()
    migrate.upgrade()
    copies = list(tmp_path.glob("record-before-9999-*.db"))
    if database.sqlite_file() is None:
        assert copies == []
        return
    database.engine().dispose()
    next_version.uninstall()

    (copy,) = copies
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{copy}")
    assert migrate.state() is Schema.CURRENT
    assert made.everything() == before
    database.engine().dispose()


@rebuilds
def test_an_upgrade_that_fails_leaves_the_record_as_it_was(
    demo_record: str, next_version: NextVersion
) -> None:
    before, told = made.everything(), schema()
    next_version.install(more='op.execute("SELECT * FROM no_such_table")')

    with pytest.raises(sa.exc.DBAPIError, match="no_such_table"):
        migrate.upgrade()

    assert (made.everything(), schema()) == (before, told)


@rebuilds
def test_an_upgrade_that_loses_what_rows_refer_to_is_undone(
    demo_record: str, next_version: NextVersion
) -> None:
    before, told = made.everything(), schema()
    next_version.install(more='op.execute("DELETE FROM patient")')

    with pytest.raises((ValueError, IntegrityError), match=r"refers to nothing|foreign key"):
        migrate.upgrade()

    assert (made.everything(), schema()) == (before, told)


def test_a_record_of_a_newer_version_is_recognised(record: str) -> None:
    made.sql("UPDATE alembic_version SET version_num = 'from the future'")

    assert migrate.state() is Schema.NEWER


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody@127.0.0.1:9/nothing",
        "sqlite:///{folder}",
        "sqlite:///{folder}/not_a_database.db",
    ],
)
def test_a_database_that_does_not_answer_is_unreachable(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "not_a_database.db").write_text("This is a letter, not a database. " * 99)
    monkeypatch.setenv("DATABASE_URL", url.format(folder=tmp_path))

    assert migrate.state() is Schema.UNREACHABLE
    database.engine().dispose()


def test_a_file_that_is_not_there_is_missing_and_stays_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'deep' / 'clinic.db'}")

    assert migrate.state() is Schema.MISSING
    assert list(tmp_path.iterdir()) == []

    migrate.upgrade()
    assert migrate.state() is Schema.CURRENT
    database.engine().dispose()


def test_the_owner_changes_the_schema_for_an_app_that_may_not(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = f"app_{uuid4().hex}"
    with postgres.fresh(postgres_url) as url:
        for statement in (
            "CREATE ROLE {} LOGIN",
            "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT ON TABLES TO {}",
        ):
            postgres.administer(url, sql.SQL(statement), app)
        as_app = make_url(url).set(username=app).render_as_string(hide_password=False)
        monkeypatch.setenv("DATABASE_URL", as_app)
        monkeypatch.setenv("DATABASE_OWNER_URL", url.replace("postgresql+psycopg:", "postgres:"))

        migrate.upgrade()

        assert migrate.state() is Schema.CURRENT
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
            made.sql("DELETE FROM audit")
        database.engine().dispose()
        postgres.administer(url, sql.SQL("DROP OWNED BY {}"), app)
    postgres.administer(postgres_url, sql.SQL("DROP ROLE {}"), app)


def test_a_copy_is_whole_while_others_write(record: str, tmp_path: Path) -> None:
    if database.sqlite_file() is None:
        with pytest.raises(AssertionError, match="embedded"):
            migrate.backup(tmp_path / "copy.db")
        return
    made.patient(family="Committed")
    with database.engine().begin() as connection:
        uncommitted = Patient(family="Half", given="", search_family="half", search_given="")
        connection.execute(sa.insert(Patient).values(uncommitted.model_dump()))
        migrate.backup(tmp_path / "copy.db")
        connection.rollback()

    with database.sqlite.connect(str(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT family FROM patient").fetchall() == [("Committed",)]
    copy.close()
    assert list(tmp_path.glob("*.part")) == []
