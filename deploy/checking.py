"""`manage.py check`: does the audit trail hold, and is the database engine a safe one."""

import typer

from data import database
from services import audit
from services.access import SYSTEM, Action
from services.acting import acting


def run() -> int:
    """Say what was found; 0 when all is well."""
    with acting(SYSTEM, Action.CHECK) as session:
        found = audit.faults(session)
    for fault in found:
        typer.echo(fault, err=True)
    if database.sqlite_file() and database.sqlite.sqlite_version_info < database.WAL_SAFE:
        typer.echo(
            f"SQLite {database.sqlite.sqlite_version} can lose data in WAL mode, so the slower "
            "rollback journal is used here."
        )
    if not found:
        typer.echo("The audit trail holds.")
    return 1 if found else 0
