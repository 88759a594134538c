"""What the surroundings decide, read from the environment, each with its default and its reason."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
LOCAL = PROJECT / "data" / "local"
"""The embedded database and its copies; never part of the source."""


def database_url() -> str:
    """Where the record lives: one embedded file, unless DATABASE_URL names a PostgreSQL."""
    return _with_driver(os.environ.get("DATABASE_URL") or f"sqlite:///{LOCAL / 'dashboard.db'}")


def nothing_configured() -> bool:
    """Whether nobody said where the record lives, as at a newcomer's first start."""
    return not os.environ.get("DATABASE_URL")


def owner_url() -> str:
    """Who may change the schema: on PostgreSQL another role than the app's, where one is given."""
    url = os.environ.get("DATABASE_OWNER_URL")
    return _with_driver(url) if url else database_url()


def _with_driver(url: str) -> str:
    """psycopg 3 is the driver installed; plain addresses mean it."""
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def origins() -> tuple[str, ...]:
    """Addresses besides this machine's own that browsers may use, such as https://clinic.example.

    A demonstration has no sign-in, so it opens only while there are none.
    """
    return tuple(word for word in os.environ.get("CLINIC_ORIGINS", "").replace(",", " ").split())


def mrn_system() -> str | None:
    """The FHIR system of the clinic's own record numbers, where another program writes one with
    them, such as urn:oid:1.2.3; a record number of any other system is another house's."""
    return os.environ.get("CLINIC_MRN_SYSTEM") or None
