"""Shares in response and remission by week: points with intervals, joined thinly."""

from typing import Any

import altair as alt
import pandas as pd

from services.charts.insight.style import finish, percent_axis, under_axis, words
from services.charts.theme import Palette

HEIGHT = 300


def weeks(frame: pd.DataFrame, *, title: str, subtitle: str, palette: Palette) -> alt.LayerChart:
    """`frame`: week, n, measure (response, remission), share, low, high, of, number.

    A week whose share is hidden or of too few has no point; its n says so in `n_words`.
    """
    last = max(frame["week"], default=12)
    x = alt.X(
        "week:Q",
        scale=alt.Scale(domain=[0.5, last + 1.6], nice=False),
        axis=alt.Axis(
            values=list(range(1, int(last) + 1)),
            title="Week since first dose",
            titleAnchor="start",
            format="d",
        ),
    )
    layers: list[alt.Chart] = []
    for measure, shape in (("response", "circle"), ("remission", "diamond")):
        ink = getattr(palette, measure)
        own = frame[(frame["measure"] == measure) & frame["share"].notna()]
        base = alt.Chart(own)
        layers += [
            base.mark_rule(strokeWidth=5, opacity=0.28, color=ink.mark).encode(
                x=x, y=_y("low"), y2="high:Q"
            ),
            base.mark_line(strokeWidth=1.25, opacity=0.7, color=ink.mark).encode(x=x, y=_y()),
            base.mark_point(filled=True, opacity=1, size=42, shape=shape, color=ink.mark).encode(
                x=x,
                y=_y(),
                tooltip=[
                    alt.Tooltip("week:Q", title="Week"),
                    alt.Tooltip("measure:N", title="Measure"),
                    alt.Tooltip("share:Q", format=".0%", title="Share"),
                    alt.Tooltip("of:N", title="Courses"),
                ],
            ),
            words(own.tail(1), palette, color=ink.text, align="left", dx=8, fontWeight=600).encode(
                x=x, y=_y(), text=alt.value(measure.capitalize())
            ),
        ]
    counts = frame[frame["measure"] == "response"]
    evaluable = pd.DataFrame({"week": [last + 0.5], "words": ["evaluable"]})
    layers.append(under_axis(counts.rename(columns={"n_words": "words"}), palette, x))
    layers.append(
        words(evaluable, palette, color=palette.muted, align="left", baseline="top", dy=44).encode(
            x=x, y=alt.datum(0), text="words:N"
        )
    )
    layers.append(_hits(frame, x))
    return finish(layers, palette, title=title, subtitle=subtitle, height=HEIGHT)


def _y(field: str = "share") -> alt.Y:
    axis = percent_axis(values=[0, 0.25, 0.5, 0.75, 1])
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=axis)


def _hits(frame: pd.DataFrame, x: alt.X) -> Any:
    chosen = alt.selection_point(name="open", fields=["number"], empty=False)
    return (
        alt.Chart(frame[frame["share"].notna()])
        .mark_point(size=500, filled=True, opacity=0.002, cursor="pointer")
        .encode(x=x, y=_y())
        .add_params(chosen)
    )
