"""Bring the schema of a database up to date, and say where it stands."""

import functools
from contextlib import closing
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from data import database, guards, settings
from data.database import sqlite


class Schema(Enum):
    """What was found where the settings point."""

    MISSING = "missing"
    OLDER = "older"
    NEWER = "newer"
    CURRENT = "current"
    UNREACHABLE = "unreachable"


def config(connection: sa.Connection | None = None) -> Config:
    """Alembic's configuration, around an open connection."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.attributes["connection"] = connection
    return made


@functools.cache
def _revisions() -> tuple[str, ...]:
    return tuple(
        script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()
    )


def head() -> str:
    """The revision of the schema that this program works with."""
    return _revisions()[0]


def state() -> Schema:
    """How the database's schema compares with this program's."""
    file = database.sqlite_file()
    if file is not None and not file.exists():
        return Schema.MISSING
    try:
        with database.engine().execution_options(write=False).connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        return Schema.UNREACHABLE
    if found is None:
        return Schema.MISSING
    if found == head():
        return Schema.CURRENT
    return Schema.OLDER if found in _revisions() else Schema.NEWER


def upgrade() -> None:
    """Create or upgrade the schema and put the guards in place, all or nothing.

    An older embedded database is copied first, beside itself: there is no downgrade.
    """
    file = database.sqlite_file()
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        if state() is Schema.OLDER:
            backup(file.with_name(f"{file.stem}-before-{head()}-{_stamp()}.db"))
        file.touch()
    owner = database.engine()
    if settings.owner_url() != settings.database_url():
        url = make_url(settings.owner_url())
        owner = sa.create_engine(url, hide_parameters=True, poolclass=sa.NullPool)
    # On SQLite a table may have to be rebuilt, for which foreign keys are put off to the end.
    with owner.execution_options(rebuild=True).begin() as connection:
        command.upgrade(config(connection), "head")
        guards.install(connection)
        if connection.dialect.name == "sqlite":
            _check_foreign_keys(connection)


def _check_foreign_keys(connection: sa.Connection) -> None:
    astray = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if astray is not None:
        raise ValueError(
            f"The upgrade would leave a row of {astray[0]} that refers to nothing in {astray[2]}, "
            "so nothing was changed."
        )


def backup(target: Path) -> None:
    """Copy an embedded database while others use it; whole under its name, or not at all."""
    source = database.sqlite_file()
    assert source is not None, "only an embedded database is one file"
    half = target.with_suffix(".part")
    with (
        closing(sqlite.connect(str(source))) as old,
        closing(sqlite.connect(str(half))) as new,
    ):
        old.backup(new)
    half.replace(target)


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
