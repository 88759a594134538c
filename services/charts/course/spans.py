"""The spans in which treatment was on hold, each with its reason on top, and where today is."""

from collections.abc import Hashable, Mapping
from typing import Any, Literal

import altair as alt
import numpy as np
import pandas as pd

from services.charts.course.plane import TOP, Plane, spaced

LINES = (TOP - 0.9, TOP - 2.5)  # two heights for reasons, so that neighbours do not meet
WIDEST = 230  # px for a reason
ALIGNS: dict[Literal["left", "center", "right"], int] = {"left": 4, "center": 0, "right": -4}
TODAY = -1.3  # just below zero, where the future is empty


def holds(plane: Plane, held: pd.DataFrame) -> list[alt.Chart]:
    drawn = held.assign(y=TOP, y2=plane.floor)
    return [
        alt.Chart(drawn, name="holds")
        .mark_rect(color=plane.palette.hold.mark, opacity=0.16)
        .encode(x=plane.x(), x2="x2:Q", y=plane.y(), y2="y2:Q")
    ]


def reasons(plane: Plane, held: pd.DataFrame, now: float) -> list[alt.Chart]:
    """Centred on the hold, but neither before the picture nor beyond today.

    Where there is no room for all the latest are written.
    """
    said = _anchored(plane, held, now).sort_values("x", ascending=False)
    first = spaced(said, plane).assign(y=LINES[0])
    second = spaced(said.drop(first.index), plane).assign(y=LINES[1])
    written = pd.concat([first, second])
    ink = plane.palette.hold.text
    return [
        alt.Chart(written[written["align"] == align], name=f"reasons {align}")
        .mark_text(align=align, dx=dx, fontWeight=600, color=ink, limit=WIDEST)
        .encode(x=plane.x("anchor"), y=plane.y(), text="words:N")
        for align, dx in ALIGNS.items()
    ]


def _words(hold: Mapping[Hashable, Any]) -> str:
    """What is over must not read as what is."""
    reason = str(hold["reason"])
    if reason[1:2].islower():  # a word, not "BP 168/102"
        reason = reason[0].lower() + reason[1:]
    if pd.isna(hold["end"]):
        return f"on hold, {reason}"
    return f"held to {hold['end'].day} {hold['end']:%b}, {reason}"


def _anchored(plane: Plane, held: pd.DataFrame, now: float) -> pd.DataFrame:
    """`x` is the middle of the words on the narrowest screen, `anchor` what they are aligned to."""
    words = [_words(hold) for hold in held.to_dict("records")]
    said = held.assign(words=pd.Series(words, index=held.index, dtype="str"))
    wide = (said["words"].str.len() * 6.2 + 8).clip(upper=WIDEST)
    half = wide.map(plane.width_of) / 2
    middle = (said["x"] + said["x2"]) / 2
    early, late = middle - half < plane.start, middle + half > now
    return said.assign(
        wide=wide,
        align=np.select([early, late], ["left", "right"], "center"),
        anchor=middle.mask(late, now).mask(early, plane.start),
        x=middle.mask(late, now - half).mask(early, plane.start + half),
    )


def today(plane: Plane, now: float) -> list[alt.Chart]:
    """Right of this line nothing has happened yet."""
    muted = plane.palette.muted
    base = alt.Chart(
        pd.DataFrame({"x": [now], "y": [TODAY], "top": [TOP], "words": ["today"]}), name="today"
    )
    return [
        base.mark_rule(color=muted, strokeDash=[1, 3]).encode(x=plane.x(), y=plane.y(), y2="top:Q"),
        base.mark_text(align="left", dx=7, color=muted)
        .encode(x=plane.x(), y=plane.y(), text="words:N")
        .properties(name="today word"),
    ]
