"""Rows behind a number as tables: patients, sessions, effects, medicines. First patient_id."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from services.naming import full_name
from services.side_effects.serious import dose_words

MOST = 2000
"""Rows of one list."""

Rows = Sequence[dict[str, Any]]
WORKED = {True: "Worked", False: "Did not", None: "Nobody said"}


def patients(rows: Rows) -> pd.DataFrame:
    """People with an effect: how often, how bad, from when to when."""
    return _table(
        rows,
        {
            "Times": lambda row: row["times"],
            "Worst grade": lambda row: grade(row["worst"]),
            "First": lambda row: row["first"],
            "Last": lambda row: row["last"],
        },
    )


def unaffected(rows: Rows) -> pd.DataFrame:
    """People without any effect: how many sessions, from when to when."""
    return _table(
        rows,
        {
            "Sessions": lambda row: row["sessions"],
            "First": lambda row: row["first"],
            "Last": lambda row: row["last"],
        },
    )


def sessions(rows: Rows) -> pd.DataFrame:
    """Sessions with their effects."""
    return _table(
        rows,
        {
            "Date": lambda row: row["local_date"],
            "Session": dose_words,
            "Effects": lambda row: row["effects"],
            "Worst grade": lambda row: grade(row["worst_grade"]) if row["effects"] else "",
        },
    )


def readings(rows: Rows, short: str) -> pd.DataFrame:
    """Sessions with their blood pressure; `short` is sbp or dbp."""
    rise = "peak_rise" if short == "sbp" else "peak_rise_dbp"
    return _table(
        rows,
        {
            "Date": lambda row: row["local_date"],
            "Session": dose_words,
            "Before": lambda row: whole(row[f"pre_{short}"]),
            "Peak": lambda row: whole(row[f"peak_{short}"]),
            "Rise": lambda row: whole(row[rise]),
        },
    )


def times(rows: Rows) -> pd.DataFrame:
    """Effects with onset and length in minutes; empty where nobody noted it."""
    return _table(
        rows,
        {
            "Date": lambda row: row["local_date"],
            "Dose": lambda row: row["number"],
            "Grade": lambda row: grade(row["grade"]),
            "Onset, min": lambda row: whole(row["onset_min"]),
            "Lasted, min": lambda row: whole(row["lasted_min"]),
        },
    )


def medicines(rows: Rows) -> pd.DataFrame:
    """Medicines given, and whether they worked."""
    return _table(
        rows,
        {
            "Date": lambda row: row["local_date"],
            "Dose": lambda row: row["number"],
            "Medicine": lambda row: f"{row['name']} {row['dose']}",
            "Worked": lambda row: WORKED[row["worked"]],
        },
    )


def grade(value: int | None) -> str:
    """A grade in words: one that nobody gave is no 0."""
    return "Not given" if value is None else str(value)


def whole(value: int | None) -> str:
    """A number that may be missing."""
    return "" if value is None else str(value)


def _table(rows: Rows, columns: dict[str, Any]) -> pd.DataFrame:
    made = [
        {
            "patient_id": row["patient_id"],
            "Patient": full_name(row["family"], row["given"]),
            **{name: of(row) for name, of in columns.items()},
        }
        for row in rows
    ]
    return pd.DataFrame(made, columns=["patient_id", "Patient", *columns])
