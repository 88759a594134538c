"""How alembic meets the database. `data.migrate` calls it; there is no alembic.ini."""

import warnings
from typing import Any, Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from data.tables import Record
from data.tables.base import Key


def render(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Write our own types into new migrations by their own names."""
    if kind != "type":
        return False
    if isinstance(item, Key):
        autogen.imports.add("from data.tables.base import Key")
        return "Key()"
    if isinstance(item, UTCDateTime):
        autogen.imports.add("from sqlmodel.sql.sqltypes import UTCDateTime")
        return "UTCDateTime()"
    if isinstance(item, AutoString):
        return "sa.String()"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Record.metadata,
    render_as_batch=True,
    render_item=render,
    compare_type=True,
)
with context.begin_transaction(), warnings.catch_warnings():
    # SQLite cannot describe the index on open episodes; the guards put it back after an upgrade.
    warnings.filterwarnings("ignore", "Skipped unsupported reflection")
    context.run_migrations()
