"""What every table shares: the base, the types, and the columns of entries and editable rows.

Two kinds of row make up the record. An *entry* is something that happened; it is only ever added,
and a mistake is mended by a newer entry that names the one it `corrects`. An *editable* row is
something that is, such as an appointment; it carries a `version`, and what it said before stands
in `row_history`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Record(SQLModel, registry=registry(metadata=sa.MetaData(naming_convention=NAMES))):
    """The base of every table.

    It has a registry of its own because Streamlit's hot reload imports modules again, and
    SQLModel's global registry refuses a table it has seen.
    """


class Key(sa.types.TypeDecorator[UUID]):
    """A UUID: native on PostgreSQL, 16 bytes on SQLite, where text would be 2.5 times larger."""

    impl = sa.Uuid
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.LargeBinary(16))
        return dialect.type_descriptor(sa.Uuid())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        return value.bytes if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        return UUID(bytes=value) if isinstance(value, bytes) else value


SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite numbers rows by itself only in a column declared INTEGER."""

FOLDED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
"""Folded text compared byte by byte, so that a prefix is a range of the index on both engines."""


def enumeration(words: type[StrEnum], name: str) -> Any:
    """A column of these words, checked by the database under a name of its own.

    A bare enum field would become a native type on PostgreSQL and an unchecked VARCHAR on SQLite.
    """
    return sa.Enum(
        words,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def new_key() -> UUID:
    """A fresh UUIDv7: it sorts by time, so new rows stand together in the index."""
    return uuid7()


def key() -> Any:
    """The primary key of what may appear in a URL."""
    return Field(default_factory=new_key, primary_key=True, sa_type=Key)


def serial() -> Any:
    """The primary key of what never leaves the record by itself."""
    return Field(default=None, primary_key=True, sa_type=SERIAL)


def brings_key(table: type[Record]) -> bool:
    """Whether rows bring their own key; those of other tables are numbered by the database."""
    return table.model_fields["id"].default_factory is not None


def reference(column: str, *, index: bool = True) -> Any:
    """A foreign key to a UUID column."""
    return Field(foreign_key=column, index=index, sa_type=Key)


def optional_reference(column: str, *, index: bool = False) -> Any:
    """A foreign key that may be unknown."""
    return Field(default=None, foreign_key=column, index=index, sa_type=Key)


def corrects(column: str, *, of_keys: bool = False) -> Any:
    """The entry that this one replaces. Unique: of two corrections of one entry, one is refused."""
    kind = Key if of_keys else SERIAL
    return Field(default=None, foreign_key=column, unique=True, sa_type=kind)


class Entry(Record):
    """Columns of something that happened. Such rows are never updated or deleted.

    The clinical time and the time of entry are two, so late entries and "as known at" are possible.
    """

    happened_at: datetime
    """The clinical time."""
    recorded_at: datetime = Field(default_factory=now)
    """The time of entry."""
    recorded_by: UUID | None = optional_reference("member.id")
    """Who entered it; empty for the system itself."""
    entry_key: UUID = Field(default_factory=new_key, unique=True, sa_type=Key)
    """Made when a form opens, so that a double submit is one row."""
    struck: bool = False
    """This entry takes back the one it corrects, with nothing in its place."""
    why: str | None = None
    """Why it corrects another."""


def entry_checks(*more: sa.schema.SchemaItem) -> Sequence[Any]:
    """The table arguments of an entry: a correction says why, and only a correction strikes out."""
    return (
        sa.CheckConstraint("corrects IS NULL OR why IS NOT NULL", name="correction_says_why"),
        sa.CheckConstraint("NOT struck OR corrects IS NOT NULL", name="struck_by_correction"),
        *more,
    )


class Editable(Record):
    """Columns of something that is. Saving over a version that is no longer current is refused."""

    version: int = 1
    """How often it was saved; what it said before stands in row_history."""
    updated_at: datetime = Field(default_factory=now)
    """When it was last saved."""
    updated_by: UUID | None = optional_reference("member.id")
    """By whom; empty for the system itself."""
