"""Entries that a file brought without saying when they were so."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

A_MOMENT = timedelta(seconds=1)
"""Between the two clocks that are read for one row."""
IMPORTED = 5
"""The version of a UUID that was made from content; forms make others."""


def undated(row: Mapping[str, Any]) -> bool:
    """Whether it bears as its clinical time only the moment at which its file came in.

    `row` holds entry_key, happened_at and recorded_at.
    """
    between = abs(row["recorded_at"] - row["happened_at"])
    return bool(row["entry_key"].version == IMPORTED and between < A_MOMENT)
