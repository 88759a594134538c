"""Medicines given against an effect: how often, and how many of them worked."""

from typing import Any

import altair as alt
import pandas as pd

from services.charts.insight.style import finish, not_known, open_layer, words
from services.charts.theme import Palette

ROW, HEAD = 33, 92  # px: a row, and title and axis together
BAR, HIT = 16, 30
NUMBERS = 1.45  # of the axis: the part beyond its end is for the words


def medicines(
    rows: pd.DataFrame, segments: pd.DataFrame, *, title: str, subtitle: str, palette: Palette
) -> alt.LayerChart:
    """`rows`: name, words, given; `segments`: name, kind (worked, not, unknown), start, end, ..."""
    names = list(rows["name"])
    end = max(4, int(rows["given"].max()))
    axis = alt.Axis(
        title="Times given",
        titleAnchor="start",
        tickCount=6,
        tickMinStep=1,
        format="d",
    )
    scale = alt.Scale(domain=[0, end * NUMBERS], nice=False)
    y = alt.Y(
        "name:N",
        sort=names,
        scale=alt.Scale(domain=names),
        axis=alt.Axis(title=None, labelFontSize=13, labelLimit=180, labelPadding=8, grid=False),
    )
    x = alt.X("start:Q", scale=scale, axis=axis)
    fills = {"worked": palette.primary, "not": palette.sequential[3]}
    said = segments[segments["kind"].isin(fills)]
    unknown = alt.Chart(segments[segments["kind"] == "unknown"])
    layers: list[Any] = [
        alt.Chart(said.assign(fill=said["kind"].map(fills)))
        .mark_bar(height=BAR, cornerRadius=0)
        .encode(x=x, x2="end:Q", y=y, color=alt.Color("fill:N", scale=None)),
        not_known(unknown, palette, height=BAR).encode(x=x, x2="end:Q", y=y),
        words(rows, palette, align="right").encode(x=alt.value("width"), y=y, text="words:N"),
        open_layer(
            alt.Chart(segments).mark_bar(height=HIT, fillOpacity=0.002, cursor="pointer")
        ).encode(
            x=x,
            x2="end:Q",
            y=y,
            tooltip=[
                alt.Tooltip("name:N", title="Against"),
                alt.Tooltip("words:N", title="It"),
                alt.Tooltip("n:Q", title="Times"),
            ],
        ),
    ]
    height = len(names) * ROW + HEAD
    return finish(layers, palette, title=title, subtitle=subtitle, height=height)
