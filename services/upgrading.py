"""Bring a record up to date: its schema, and then the facts that lists and pictures show."""

from data import migrate
from data.migrate import Schema
from services import facts


def upgrade() -> None:
    """Create or upgrade the schema; where it was older, compute every fact again."""
    was_older = migrate.state() is Schema.OLDER
    migrate.upgrade()
    if was_older:
        facts.repair()
