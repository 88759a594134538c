"""How soon effects come and how long they last: median and middle half, two lanes a row."""

import math
from typing import Any

import altair as alt
import pandas as pd

from services.charts.insight.style import finish, open_layer, words
from services.charts.theme import Palette

ROW, HEAD = 36, 92  # px: a row, and title and axis together
LANE = 8  # px from the middle of the row to each of its two lanes
NUMBERS = 1.3  # of the axis: the part beyond its end is for the two medians
LEFT = -44  # px from the right edge to the right end of the first column
SHAPES = {"onset": "circle", "lasted": "diamond"}
NAMES = {"onset": "onset", "lasted": "lasts"}


def timing(frame: pd.DataFrame, *, title: str, subtitle: str, palette: Palette) -> alt.LayerChart:
    """`frame`: name, kind (onset, lasted), q1, median, q3 in minutes, words, of, number."""
    names = list(frame["name"].drop_duplicates())
    end = max(30, math.ceil(frame["q3"].max() / 30) * 30)
    x = _axis(end)
    lanes = alt.YOffset("kind:N", scale=alt.Scale(domain=list(SHAPES)))
    y = alt.Y(
        "name:N",
        sort=names,
        scale=alt.Scale(domain=names, paddingInner=0.2, paddingOuter=0.1),
        axis=alt.Axis(title=None, labelFontSize=13, labelLimit=180, labelPadding=8, grid=False),
    )
    placed = frame.assign(low=0, high=end * NUMBERS, here=[NAMES[kind] for kind in frame["kind"]])
    first = placed[placed["name"] == names[0]]
    layers: list[Any] = [
        alt.Chart(placed)
        .mark_rule(strokeWidth=2, color=palette.primary, opacity=0.6)
        .encode(x=x("q1"), x2="q3:Q", y=y, yOffset=lanes),
        *(
            alt.Chart(placed[placed["kind"] == kind])
            .mark_point(
                shape=shape,
                size=62,
                filled=True,
                opacity=1,
                fill=palette.primary if kind == "onset" else palette.page,
                stroke=palette.primary,
                strokeWidth=1.75,
            )
            .encode(x=x("median"), y=y, yOffset=lanes)
            for kind, shape in SHAPES.items()
        ),
        words(first, palette, color=palette.muted, align="left", dx=6).encode(
            x=x("q3"), y=y, yOffset=lanes, text="here:N"
        ),
        *(
            words(placed[placed["kind"] == kind], palette, align="right", dx=dx).encode(
                x=alt.value("width"), y=y, text="words:N"
            )
            for kind, dx in (("onset", LEFT), ("lasted", 0))
        ),
        open_layer(
            alt.Chart(placed.drop_duplicates("name")).mark_bar(
                height=ROW - 4, fillOpacity=0.002, cursor="pointer"
            )
        ).encode(
            x=x("low"),
            x2="high:Q",
            y=y,
            tooltip=[
                alt.Tooltip("name:N", title="Effect"),
                alt.Tooltip("of:N", title="Onset"),
            ],
        ),
    ]
    height = len(names) * ROW + HEAD
    return finish(layers, palette, title=title, subtitle=subtitle, height=height)


def _axis(end: int) -> Any:
    step = 30 if end <= 180 else 60
    axis = alt.Axis(
        title="Minutes", titleAnchor="start", values=list(range(0, end + 1, step)), format="d"
    )
    scale = alt.Scale(domain=[0, end * NUMBERS], nice=False)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    return x
