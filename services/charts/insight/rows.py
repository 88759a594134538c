"""Shares in rows: a name, a dot with its interval, and what it is of in a column at the right."""

from typing import Any

import altair as alt
import pandas as pd

from services.charts.insight.style import finish, open_layer, percent_axis, words
from services.charts.theme import Palette

ROW, HEAD = 34, 84  # px: a row, and title and axis together
TALL_ROW = 50  # with a second line below the name
NAMES = 0.72  # of the x domain that stands at the left for names
COUNTS = 0.2  # and at the right for counts
PALE = 0.45


def rows(
    frame: pd.DataFrame, *, title: str, subtitle: str, measure: str, palette: Palette
) -> alt.LayerChart:
    """`frame`: name, share, low, high, of, few (a ring), optionally below (a second line), pale.

    A row without a share is hidden or unknown: it has words and no mark.
    """
    tall = "below" in frame
    placed = frame.assign(row=range(len(frame)), left=0.0, right=1.0)
    published = palette.neutral.mark
    placed["ink"] = [
        published if tall and name != "This clinic" else getattr(palette, measure).mark
        for name in placed["name"]
    ]
    placed["opacity"] = [PALE if pale else 1.0 for pale in frame.get("pale", [False] * len(frame))]
    known = placed[placed["share"].notna()]
    ink = getattr(palette, measure)
    full, rings = known[~known["few"].astype(bool)], known[known["few"].astype(bool)]
    opacity = alt.Opacity("opacity:Q", scale=None, legend=None)
    color = alt.Color("ink:N", scale=None)
    layers: list[Any] = [
        alt.Chart(known)
        .mark_rule(strokeWidth=2)
        .encode(x=_x("low"), x2="high:Q", y=_y(len(frame)), opacity=opacity, color=color),
        alt.Chart(full)
        .mark_point(filled=True, size=85)
        .encode(x=_x("share"), y=_y(len(frame)), opacity=opacity, color=color),
        alt.Chart(rings)
        .mark_point(filled=True, size=85, fill=palette.page, stroke=ink.mark, strokeWidth=1.75)
        .encode(x=_x("share"), y=_y(len(frame)), opacity=opacity),
        words(placed, palette, align="left", fontWeight=600, dy=-8 if tall else 0).encode(
            x=alt.value(0), y=_y(len(frame)), text="name:N"
        ),
        words(placed, palette, align="right", color=palette.muted).encode(
            x=alt.value("width"), y=_y(len(frame)), text="of:N"
        ),
    ]
    if tall:
        layers.append(
            words(placed, palette, align="left", color=palette.muted, dy=9, fontSize=11).encode(
                x=alt.value(0), y=_y(len(frame)), text="below:N"
            )
        )
        own = known.head(1)
        layers.insert(
            0,
            alt.Chart(own[own["name"] == "This clinic"])
            .mark_rule(strokeWidth=1, color=ink.mark, opacity=0.5)
            .encode(x=_x("share")),
        )
    layers.append(
        open_layer(
            alt.Chart(known[known["number"] != ""]).mark_rule(
                strokeWidth=26, opacity=0.002, cursor="pointer"
            )
        ).encode(x=_x("left"), x2="right:Q", y=_y(len(frame)))
    )
    height = HEAD + len(frame) * (TALL_ROW if tall else ROW)
    return finish(layers, palette, title=title, subtitle=subtitle, height=height)


def _x(field: str) -> alt.X:
    scale = alt.Scale(domain=[-NAMES, 1 + COUNTS], nice=False)
    return alt.X(
        f"{field}:Q", scale=scale, axis=percent_axis(values=[0, 0.25, 0.5, 0.75, 1], grid=False)
    )


def _y(count: int) -> alt.Y:
    scale = alt.Scale(domain=[count - 0.5, -0.5], nice=False)
    return alt.Y("row:Q", scale=scale, axis=None)
