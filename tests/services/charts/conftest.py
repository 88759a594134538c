"""One invented patient's course: a fall, a hold, a relapse; and frames of any other."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

TODAY = date(2026, 11, 23)
COLUMNS = {
    "scores": ["at", "instrument", "total", "answered", "of", "item9"],
    "doses": ["at", "number", "drug", "mg", "mg_per_kg", "status", "peak_rise"],
    "holds": ["start", "end", "reason"],
    "effects": ["at", "label", "grade"],
}
TYPES = {
    **dict.fromkeys(("at", "start", "end"), "datetime64[ns]"),
    **dict.fromkeys(("total", "mg", "mg_per_kg"), "float64"),
    **dict.fromkeys(("item9", "number", "peak_rise", "grade"), "Int64"),
}
Frames = dict[str, pd.DataFrame]


def frame(name: str, rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """A frame as `course` expects it, of the rows given."""
    typed = {column: TYPES[column] for column in COLUMNS[name] if column in TYPES}
    return pd.DataFrame(rows, columns=COLUMNS[name]).astype(typed)


@pytest.fixture
def frames() -> Callable[..., Frames]:
    """Builds the four frames; those not named are empty."""
    return lambda **rows: {name: frame(name, rows.get(name, [])) for name in COLUMNS}


@pytest.fixture
def course_of_ada(frames: Callable[..., Frames]) -> Frames:
    return frames(
        scores=[
            ("2026-09-28 08:12", "phq9", 21, 9, 9, 3),
            ("2026-09-28 08:15", "gad7", 18, 7, 7, None),
            ("2026-10-08 09:00", "phq9", None, 8, 9, None),
            ("2026-11-02 09:00", "phq9", 7, 9, 9, 0),
            ("2026-11-02 09:05", "gad7", 8, 7, 7, None),
            ("2026-11-23 08:12", "phq9", 17, 9, 9, 2),
            ("2026-11-23 08:15", "gad7", 12, 7, 7, None),
        ],
        doses=[
            ("2026-10-01 10:00", 1, "esketamine", 56, None, "given", 24),
            ("2026-10-08 10:00", 2, "esketamine", 84, None, "given", 31),
            ("2026-11-02 10:00", 3, "esketamine", 84, None, "stopped", None),
            ("2026-11-26 10:00", 4, "esketamine", 84, None, "booked", None),
        ],
        holds=[("2026-11-03 10:00", "2026-11-13 09:00", "BP 168/102")],
        effects=[
            ("2026-10-01 10:40", "Dissociation", 2),
            ("2026-10-08 10:40", "Dissociation", 1),
            ("2026-11-02 10:30", "Headache", 3),
            ("2026-11-02 10:30", "Nausea", None),
        ],
    )
