"""The way to the database: one engine a URL, and the transaction that `services.acting` opens."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Engine, ExceptionContext, make_url
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    ProgrammingError,
    SQLAlchemyError,
    TimeoutError,
)
from sqlmodel import Session

from data import settings, zones

try:  # A fixed SQLite where wheels exist: 3.7.0 to 3.51.2 can corrupt a WAL database.
    from pysqlite3 import dbapi2 as sqlite  # type: ignore[import-untyped]
except ImportError:
    import sqlite3 as sqlite

__all__ = ["WAL_SAFE", "DatabaseUnavailable", "engine", "sqlite", "sqlite_file", "transaction"]

WAL_SAFE = (3, 51, 3)

_places: dict[Path, tuple[int, int]] = {}
"""Device and number of each file as it was first met: another file may come under its name."""


class DatabaseUnavailable(Exception):
    """The record cannot be reached now. The message is a sentence for the person at the screen."""


def engine() -> Engine:
    """The engine of the database the settings name."""
    return _engine(settings.database_url())


@functools.cache
def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed)
    # Lists must not hang on a lost server: give up a connection after 3 s, a statement after 30.
    made = sa.create_engine(
        parsed,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_timeout=5,
        connect_args={"connect_timeout": 3, "options": "-c timezone=UTC -c lock_timeout=10s"},
    )
    event.listen(made, "handle_error", _hide_values)
    return made


def _hide_values(context: ExceptionContext) -> None:
    # hide_parameters hides what we sent; PostgreSQL repeats the refused row in its detail line.
    said, shown = context.original_exception, context.sqlalchemy_exception
    diagnosis = getattr(said, "diag", None)
    if shown is not None and diagnosis is not None and diagnosis.message_primary:
        said.args = (diagnosis.message_primary,)
        shown.args = (f"({type(said).__name__}) {said}",)


def _sqlite_engine(url: URL) -> Engine:
    # mode=rw: a file that has gone missing must be noticed, not replaced by an empty one.
    address = f"{Path(url.database or '').resolve().as_uri()}?mode=rw"
    made = sa.create_engine(
        url,
        module=sqlite,
        creator=lambda: sqlite.connect(address, uri=True, check_same_thread=False),
        hide_parameters=True,
        pool_size=10,
        pool_timeout=5,
    )
    event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # Python's own implicit transactions would hide ours
    journal = "WAL" if sqlite.sqlite_version_info >= WAL_SAFE else "DELETE"
    for pragma in (
        "busy_timeout=10000",
        f"journal_mode={journal}",
        "synchronous=FULL",  # with NORMAL the last commits are lost when power fails
        "recursive_triggers=ON",  # else INSERT OR REPLACE rewrites history past the guards
    ):
        connection.execute(f"PRAGMA {pragma}")
    zones.teach(connection)


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer takes the lock at once: a deferred one that reads first fails with BUSY_SNAPSHOT.
    options = connection.get_execution_options()
    write, rebuild = options.get("write", True), options.get("rebuild", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if write else 'ON'}")
    # Only outside a transaction can this be switched; rebuilding a table drops it for a moment.
    connection.exec_driver_sql(f"PRAGMA foreign_keys={'OFF' if rebuild else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def sqlite_file() -> Path | None:
    """The file of an embedded database; none on PostgreSQL."""
    url = make_url(settings.database_url())
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


@contextmanager
def transaction(*, write: bool) -> Iterator[Session]:
    """A session in one transaction: committed at the end, or rolled back whole.

    Raises DatabaseUnavailable where the database cannot be reached or written. Rows stay usable
    afterwards. Only `services.acting` calls this; a test says so.
    """
    file = sqlite_file()
    if file is not None:
        _look_at(file)
    options: dict[str, Any] = {"write": write}
    if file is None and not write:
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    try:
        with (
            Session(engine().execution_options(**options), expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session
    except (IntegrityError, ProgrammingError, DataError):
        raise  # the database is well: it refused what it was asked
    except (DBAPIError, TimeoutError) as error:
        raise DatabaseUnavailable(_sentence(error)) from None


def _look_at(file: Path) -> None:
    """Pooled connections would go on with a file that was deleted or replaced: drop them."""
    try:
        found = file.stat()
    except FileNotFoundError:
        engine().dispose()
        raise DatabaseUnavailable(
            f"The record's file {file.name} is missing, so nothing can be shown or saved. "
            "Put it back from the newest backup, or run `python3 manage.py start` for a new one."
        ) from None
    place = (found.st_dev, found.st_ino)
    if _places.setdefault(file, place) != place:
        engine().dispose()
        _places[file] = place


def _sentence(error: SQLAlchemyError) -> str:
    said = str(getattr(error, "orig", error)).lower()
    if "readonly" in said or "read-only" in said:
        return (
            "The record can be read but not written, so nothing was saved. "
            "Ask whoever runs the server to make its file or disk writable."
        )
    if "malformed" in said or "not a database" in said:
        return (
            "The record's file is damaged, so nothing was shown or saved. "
            "Whoever runs the server must put it back from the newest backup."
        )
    if "full" in said or "no space" in said:
        return "The disk of the server is full, so nothing was saved. Make room and save again."
    if any(word in said for word in ("locked", "deadlock", "timeout")):
        return "The record was busy for too long, so nothing was saved. Try again."
    return (
        "The record cannot be reached now, so nothing was shown or saved. "
        "Try again in a minute; if it stays so, tell whoever runs the server."
    )
