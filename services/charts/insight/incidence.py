"""How many had each effect: bars by worst grade, the interval on their end, published marks."""

import math
from typing import Any

import altair as alt
import pandas as pd

from services.charts.insight.style import finish, not_known, open_layer, words
from services.charts.theme import Palette

ROW, HEAD = 33, 80  # px: a row, and title and axis together
BAR, HIT, PALE = 16, 30, 0.45
NUMBERS = 1.36  # of the axis: the part beyond its last label is for the numbers column
COUNT_LEFT = -46  # px from the right edge to the right end of the counts
NAME = 190  # px at most


def incidence(
    rows: pd.DataFrame,
    segments: pd.DataFrame,
    marks: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    head: str,
    palette: Palette,
) -> alt.LayerChart:
    """`rows`: name, count, percent (words), share, low, high; hidden ones have no share.

    `segments`: name, kind (grade1, grade2, grade3, grade0 not given, grade hidden, rest to the
    right of the bar), start, end, n, words, number. `marks`: name, share, shape, verified, words.
    `head` stands over the two columns of numbers.
    """
    top = _top(rows, marks)
    names = list(rows["name"])
    segments = segments.assign(end=segments["end"].clip(upper=top * NUMBERS))
    layers = [
        *_bars(segments, names, top, palette),
        *_interval(rows, names, top, palette),
        *_marks(marks, names, top, palette),
        *_numbers(rows, names, head, palette),
        _hits(segments, names, top),
    ]
    height = len(names) * ROW + HEAD
    return finish(layers, palette, title=title, subtitle=subtitle, height=height)


def shades(palette: Palette) -> dict[str, str]:
    """The fill of each grade, told apart in black and white too."""
    steps = palette.sequential
    return {"grade1": steps[3], "grade2": steps[6], "grade3": steps[9], "grade": steps[5]}


def _top(rows: pd.DataFrame, marks: pd.DataFrame) -> float:
    """The last label of the axis: the next 10 percent beyond every bar, interval and mark."""
    most: float = max([0.1, *rows["high"].dropna(), *marks["share"]])
    return min(1.0, math.ceil(round(most * 10, 6)) / 10)


def _x(field: str, top: float) -> alt.X:
    step = 0.1 if top <= 0.6 else 0.2
    values = [round(step * each, 1) for each in range(int(top / step + 1e-9) + 1)]
    # The last line has no label: there stands what the numbers at the right are of.
    axis = alt.Axis(
        values=values,
        labelExpr=f"datum.value < {top - 0.01:.2f} ? format(datum.value, '.0%') : ''",
        title=None,
        grid=True,
        orient="top",
        domain=False,
        ticks=False,
    )
    scale = alt.Scale(domain=[0, top * NUMBERS], nice=False)
    return alt.X(f"{field}:Q", scale=scale, axis=axis)


def _y(names: list[str]) -> alt.Y:
    """Rows in this order; every layer says the same, or a second axis would be drawn."""
    axis = alt.Axis(
        title=None, labelFontSize=13, labelLimit=NAME, labelPadding=8, grid=False, orient="left"
    )
    return alt.Y("name:N", sort=names, scale=alt.Scale(domain=names), axis=axis)


def _bars(segments: pd.DataFrame, names: list[str], top: float, palette: Palette) -> list[Any]:
    fills = shades(palette)
    filled = segments[segments["kind"].isin(fills)]
    ungraded = segments[segments["kind"] == "grade0"]
    place = {"x": _x("start", top), "x2": "end:Q", "y": _y(names)}
    return [
        alt.Chart(filled.assign(fill=filled["kind"].map(fills)))
        .mark_bar(height=BAR, cornerRadius=0)
        .encode(**place, color=alt.Color("fill:N", scale=None)),
        not_known(alt.Chart(ungraded), palette, height=BAR).encode(**place),
    ]


def _interval(rows: pd.DataFrame, names: list[str], top: float, palette: Palette) -> list[Any]:
    known = rows[rows["share"].notna()]
    # Over the dark bars a line in the colour of text would be lost, so it has a pale edge.
    return [
        alt.Chart(known)
        .mark_rule(strokeWidth=width, color=color, opacity=opacity)
        .encode(x=_x("low", top), x2="high:Q", y=_y(names))
        for width, color, opacity in ((3, palette.page, 0.5), (1, palette.ink, 1.0))
    ]


def _marks(marks: pd.DataFrame, names: list[str], top: float, palette: Palette) -> list[Any]:
    ink = palette.reference.mark
    seen = marks.assign(opacity=[1.0 if sure else PALE for sure in marks["verified"]])
    ticks, diamonds = seen[seen["shape"] == "tick"], seen[seen["shape"] == "diamond"]
    opacity = alt.Opacity("opacity:Q", scale=None, legend=None)
    return [
        alt.Chart(ticks)
        .mark_tick(orient="vertical", size=22, thickness=2, color=ink)
        .encode(x=_x("share", top), y=_y(names), opacity=opacity),
        alt.Chart(diamonds)
        .mark_point(
            shape="diamond", size=62, filled=True, fill=palette.page, stroke=ink, strokeWidth=1.75
        )
        .encode(x=_x("share", top), y=_y(names), opacity=opacity),
    ]


def _numbers(rows: pd.DataFrame, names: list[str], head: str, palette: Palette) -> list[Any]:
    right = alt.value("width")
    above = pd.DataFrame({"words": [head]})
    return [
        words(rows, palette, align="right", dx=COUNT_LEFT, fontWeight=600, fontSize=13).encode(
            x=right, y=_y(names), text="count:N"
        ),
        words(rows, palette, align="right", color=palette.muted).encode(
            x=right, y=_y(names), text="percent:N"
        ),
        words(above, palette, align="right", color=palette.muted).encode(
            x=right, y=alt.value(-10), text="words:N"
        ),
    ]


def _hits(segments: pd.DataFrame, names: list[str], top: float) -> Any:
    layer = open_layer(
        alt.Chart(segments).mark_bar(height=HIT, fillOpacity=0.002, cursor="pointer")
    )
    return layer.encode(
        x=_x("start", top),
        x2="end:Q",
        y=_y(names),
        tooltip=[
            alt.Tooltip("name:N", title="Effect"),
            alt.Tooltip("words:N", title="Worst grade"),
            alt.Tooltip("n:Q", title="Count"),
        ],
    )
