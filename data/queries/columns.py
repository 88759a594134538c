"""The tables as SQL sees them."""

from typing import Any

from data import tables

t: Any = tables
"""SQLModel types a class's attributes as values; in a query they are columns."""
