"""A stored score in words, the same on every screen: never a bare number.

Each takes a row of the assessment table, or what is about to become one, as a mapping.
"""

from collections.abc import Mapping
from typing import Any

from data import reference
from services.clinical import scoring

Row = Mapping[str, Any]


def reading(row: Row) -> str:
    """ "14 (9 of 9)", "incomplete, 8 of 9", "21 (total only)"."""
    instrument = reference.instrument(row["instrument"])
    if row["answers"] is not None:
        return scoring.reading(scoring.score(instrument, row["answers"]))
    return "no answers" if row["total"] is None else f"{row['total']} (total only)"


def severity(row: Row) -> str:
    """The band of the total, or the level of an instrument without one; else empty."""
    instrument = reference.instrument(row["instrument"])
    found = scoring.band(instrument, row["total"])
    if found:
        return found.label
    levels = {level.id: level.label for level in instrument.levels}
    level = levels.get(row["severity"], "")
    # While a screen is incomplete its level is a floor.
    return f"at least {level}" if level and not row["complete"] else level


def item9(row: Row) -> str:
    """PHQ-9 item 9: a number or "unknown"; empty for other instruments."""
    if row["instrument"] != "phq9":
        return ""
    return "unknown" if row["item9"] is None else str(row["item9"])


def mismatch(row: Row) -> str:
    """What the source claimed, where its items do not add up to that."""
    recorded = row["recorded_total"]
    return "" if recorded is None or recorded == row["total"] else f"source said {recorded}"
