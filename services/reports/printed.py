"""A figure as it is printed: its words, its picture in the light theme, and its table."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from altair.utils.schemapi import debug_mode

from services.charts.theme import LIGHT
from services.insight import ground as grounds
from services.insight.figure import Draw, Figure
from services.reports import pdf

FULL, HALF = 820, 400
"""Pixels across a page and across half of it, at which 12 px are set in 7.5 points."""


def figure(found: Figure, *, half: bool = False) -> dict[str, Any]:
    """What the template needs of it. Without a picture its caption says why."""
    title, subtitle, picture = found.title, "", None
    if found.picture is not None:
        spec = _spec(found.picture, HALF if half else FULL)
        heading = spec.pop("title", {})
        title, subtitle = heading.get("text") or title, heading.get("subtitle") or ""
        picture = pdf.drawing(spec)
    return {
        "title": title,
        "subtitle": subtitle,
        "picture": picture,
        "alt": found.alt,
        "caption": found.caption,
        "table": table(found.words),
        "definitions": list(found.definitions),
        "half": half,
    }


def table(frame: pd.DataFrame) -> dict[str, Any] | None:
    """Headings, cells as text, and on which side a column stands; None without rows."""
    if frame.empty:
        return None
    rows = [[cell(value) for value in row] for row in frame.astype(object).itertuples(index=False)]
    columns = list(zip(*rows, strict=True))
    return {
        "heads": [str(name) for name in frame.columns],
        "rows": rows,
        "sides": ["left", *(_side(each) for each in columns[1:])],
    }


def cell(value: Any) -> str:
    """A value of a table in words; what is not known stays empty, and is never 0."""
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, date):
        return grounds.day(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _side(column: Sequence[str]) -> str:
    """Numbers stand at the right, so that their digits do; words at the left."""
    numbers = sum(text[:1].isdigit() and len(text) < LONG for text in column)
    words = sum(any(sign.isalpha() for sign in text) and len(text) >= LONG for text in column)
    return "right" if numbers and not words else "left"


LONG = 22
"""Characters; "1,204 of 12,345" is still a number."""


def _spec(draw: Draw, width: int) -> dict[str, Any]:
    with debug_mode(False):  # altair checks every part of its own making otherwise
        spec: dict[str, Any] = draw(palette=LIGHT).to_dict(validate=False)
    # With its title set by the page, words above the topmost mark need room of their own.
    return spec | {"width": width, "padding": {"left": 0, "top": 10, "right": 4, "bottom": 6}}
