"""PHQ-9 and GAD-7 as lines with their names; below them what has no line: rings and item 9."""

from typing import Literal

import altair as alt
import numpy as np
import pandas as pd

from services.charts.course.plane import TOP, Plane, spaced

ITEM9, INCOMPLETE = -2.8, -1.3
UNKNOWN = 0.5  # the rank of an unknown item 9, which must not hide behind a 0
MOST_DOTS = 60  # more would run together and break the line they stand on
APART = 1.8  # points of score between two labels that would otherwise touch
LABEL_WIDE = 62  # px of the longest label
FARTHEST = 6.0  # points of score a label may move from the end of its line


def scores(plane: Plane, complete: pd.DataFrame) -> list[alt.Chart]:
    """GAD-7 thin and dashed below PHQ-9, which is the main line; a lone GAD-7 is a point."""
    phq9, gad7 = _of(complete, "phq9"), _of(complete, "gad7")
    ink = plane.palette
    crowded = len(phq9) > MOST_DOTS
    lone = alt.OverlayMarkDef(size=30, color=ink.gad7) if len(gad7) == 1 else False
    dot = alt.OverlayMarkDef(size=52, color=ink.phq9, stroke=ink.page, strokeWidth=1)
    return [
        alt.Chart(gad7, name="gad7")
        .mark_line(color=ink.gad7, strokeWidth=1.75, strokeDash=[5, 3], point=lone)
        .encode(x=plane.x(), y=plane.y("total")),
        alt.Chart(phq9, name="phq9")
        .mark_line(color=ink.phq9, strokeWidth=2 if crowded else 2.75, point=not crowded and dot)
        .encode(x=plane.x(), y=plane.y("total")),
    ]


def end_labels(plane: Plane, complete: pd.DataFrame) -> list[alt.Chart]:
    """The name and last value at the end of each line, in place of a legend."""
    phq9, gad7 = _of(complete, "phq9"), _of(complete, "gad7")
    ink = plane.palette
    return [
        *_end_label(plane, "PHQ-9", phq9, gad7, above=True, size=14, weight=700, color=ink.phq9),
        *_end_label(plane, "GAD-7", gad7, phq9, above=False, size=13, weight=600, color=ink.gad7),
    ]


def _end_label(
    plane: Plane,
    title: str,
    line: pd.DataFrame,
    other: pd.DataFrame,
    *,
    above: bool,
    size: int,
    weight: Literal[600, 700],
    color: str,
) -> list[alt.Chart]:
    last = line.tail(1)
    words = [f"{title} {total:g}" for total in last["total"]]
    ends = zip(last["x"], last["total"], strict=True)
    heights = [_clear_of(plane, other, x, total, above) for x, total in ends]
    return [
        alt.Chart(last.assign(y=heights, words=words), name=f"{title} label")
        .mark_text(align="left", dx=9, fontSize=size, fontWeight=weight, color=color)
        .encode(x=plane.x(), y=plane.y(), text="words:N")
    ]


def _clear_of(plane: Plane, other: pd.DataFrame, x: float, total: float, above: bool) -> float:
    """The height for a label that begins at (x, total), moved off the other line.

    Where the other line goes on to the right, the label must clear all of it that lies beside it;
    at a common end both labels move half of the way.
    """
    if other.empty:
        return total
    if other["x"].iloc[-1] > x:
        beside = np.linspace(x, min(x + plane.width_of(LABEL_WIDE), other["x"].iloc[-1]), 12)
        heights = np.interp(beside, other["x"], other["total"])
        steps = np.arange(0, FARTHEST, 0.25)
        tries = total + np.ravel(np.column_stack([steps, -steps]))
        free = [y for y in tries if np.abs(heights - y).min() >= APART]
        return float(np.clip(next(iter(free), total), 0.8, TOP - 0.8))
    gap = total - float(np.interp(x, other["x"], other["total"]))
    away = 1 if gap > 0 or (gap == 0 and above) else -1
    return float(np.clip(total + away * max(0, APART - abs(gap)) / 2, 0.8, TOP - 0.8))


def unscored(plane: Plane, incomplete: pd.DataFrame) -> list[alt.Chart]:
    """A ring below zero for answers that make no total: seen, yet never read as a score."""
    inks = {"phq9": plane.palette.phq9, "gad7": plane.palette.gad7}
    phq9_first = incomplete.sort_values("instrument", ascending=False)
    rings = phq9_first.drop_duplicates("x").assign(y=INCOMPLETE)
    return [
        alt.Chart(rings.assign(stroke=rings["instrument"].map(inks)), name="incomplete")
        .mark_point(size=40, strokeWidth=1.5, fill=plane.palette.page)
        .encode(x=plane.x(), y=plane.y(), stroke=alt.Stroke("stroke:N", scale=None))
    ]


def item9(plane: Plane, asked: pd.DataFrame) -> list[alt.Chart]:
    """The digit itself; "?" when it is unknown. Where days crowd, the worst of them is written."""
    asked = _of(asked, "phq9")
    known = asked["item9"].astype("Int64")
    words = known.astype("string").fillna("?")
    ink = plane.palette
    inks = {"?": ink.ink, "0": ink.muted, "1": ink.hold.text}
    digits = asked.assign(
        y=ITEM9,
        wide=11,
        words=words,
        color=[inks.get(word, ink.stop.text) for word in words],
        rank=known.astype("Float64").fillna(UNKNOWN),
    )
    shown = spaced(digits.sort_values(["rank", "x"], ascending=False), plane)
    return [
        alt.Chart(shown, name="item 9")
        .mark_text(fontSize=13, fontWeight=600)
        .encode(x=plane.x(), y=plane.y(), text="words:N", color=alt.Color("color:N", scale=None))
    ]


def _of(scores: pd.DataFrame, instrument: str) -> pd.DataFrame:
    return scores[scores["instrument"] == instrument]
