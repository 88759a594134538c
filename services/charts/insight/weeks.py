"""Shares in response and remission by week: points with intervals, joined thinly."""

from typing import Any

import altair as alt
import pandas as pd

from services.charts.insight.style import (
    apart,
    finish,
    open_layer,
    percent_axis,
    under_axis,
    words,
)
from services.charts.theme import Palette

HEIGHT = 320
SHAPES = {"response": "circle", "remission": "diamond"}
LEAST = 0.07  # between the names at the ends of the lines


def weeks(frame: pd.DataFrame, *, title: str, subtitle: str, palette: Palette) -> alt.LayerChart:
    """`frame`: week, n_words, measure (response, remission), share, low, high, of, number.

    A week whose share is hidden or of too few has no point; its `n_words` says so.
    """
    last = int(max(frame["week"], default=12))
    x = alt.X(
        "week:Q",
        scale=alt.Scale(domain=[0.5, last + 1.9], nice=False),
        axis=alt.Axis(
            values=list(range(1, last + 1)),
            title="Week since first dose",
            titleAnchor="start",
            format="d",
        ),
    )
    drawn = frame[frame["share"].notna()]
    layers: list[Any] = [layer for measure in SHAPES for layer in _line(drawn, measure, x, palette)]
    counts = frame[frame["measure"] == "response"].assign(words=lambda rows: rows["n_words"])
    name = pd.DataFrame({"week": [last + 0.5], "words": ["evaluable"]})
    layers += [
        *_names(drawn, x, palette),
        under_axis(counts[["week", "words"]], palette, x),
        under_axis(name, palette, x, align="left"),
        open_layer(
            alt.Chart(drawn).mark_point(size=500, filled=True, opacity=0.002, cursor="pointer")
        ).encode(x=x, y=_y()),
    ]
    return finish(layers, palette, title=title, subtitle=subtitle, height=HEIGHT)


def _y(field: str = "share") -> alt.Y:
    axis = percent_axis(values=[0, 0.25, 0.5, 0.75, 1])
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=axis)


def _line(drawn: pd.DataFrame, measure: str, x: alt.X, palette: Palette) -> list[Any]:
    ink = getattr(palette, measure).mark
    base = alt.Chart(drawn[drawn["measure"] == measure])
    return [
        base.mark_rule(strokeWidth=5, opacity=0.28, color=ink).encode(
            x=x, y=_y("low"), y2="high:Q"
        ),
        base.mark_line(strokeWidth=1.25, opacity=0.7, color=ink).encode(x=x, y=_y()),
        base.mark_point(filled=True, opacity=1, size=42, shape=SHAPES[measure], color=ink).encode(
            x=x,
            y=_y(),
            tooltip=[
                alt.Tooltip("week:Q", title="Week"),
                alt.Tooltip("measure:N", title="Measure"),
                alt.Tooltip("share:Q", format=".0%", title="Share"),
                alt.Tooltip("of:N", title="Courses"),
            ],
        ),
    ]


def _names(drawn: pd.DataFrame, x: alt.X, palette: Palette) -> list[Any]:
    """The names of the lines at their ends, never over each other."""
    ends = drawn.groupby("measure", sort=False).tail(1)
    ends = ends.assign(
        share=apart(list(ends["share"]), LEAST),
        words=ends["measure"].str.capitalize(),
        color=[getattr(palette, measure).text for measure in ends["measure"]],
    )
    return [
        words(ends, palette, align="left", dx=8, fontWeight=600).encode(
            x=x, y=_y(), text="words:N", color=alt.Color("color:N", scale=None)
        )
    ]
