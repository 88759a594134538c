"""How far a blood pressure rose: sessions in bars, the large rises in the colour of stop."""

from typing import Any

import altair as alt
import pandas as pd

from services.charts.insight.style import finish, open_layer, words
from services.charts.theme import Palette

HEIGHT = 290
BARS = 5  # of the sequence: the colour of what is no large rise
GAP = 0.3  # mmHg left free at each side of a bar
LINES = (8, 26, 44)  # px from the top: the sentence beside the threshold
LEAST, TAIL = 20.0, 4.0  # mmHg: below the threshold, and for the words of the lower end
BESIDE = 0.5  # of the span below the threshold that the sentence needs at its right


def pressure(
    bars: pd.DataFrame,
    said: list[str],
    *,
    threshold: int,
    median: float | None,
    title: str,
    subtitle: str,
    axis: str,
    palette: Palette,
) -> alt.LayerChart:
    """`bars`: start, end, n, large, tail (words of an end that holds all beyond it), number."""
    tails = bars[bars["tail"] != ""]
    room = TAIL if (tails["start"] < threshold - TAIL).any() else 0.0
    left = min(float(bars["start"].min()) - room, threshold - LEAST)
    right = max(float(bars["end"].max()), threshold + BESIDE * (threshold - left))
    beyond = bars["n"][bars["end"] > threshold]
    # Bars at the right of the threshold stay below the sentence.
    top = max(bars["n"].max() * 1.18, (beyond.max() if len(beyond) else 0) * 1.7)
    x = _axis(left, right, axis)
    y = alt.Y("n:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=None)
    drawn = bars.assign(
        left=bars["start"] + GAP,
        right=bars["end"] - GAP,
        fill=[palette.stop.mark if large else palette.sequential[BARS] for large in bars["large"]],
        foot=0,
        words=[
            tail or f"{start} to {end - 1}"
            for start, end, tail in zip(bars["start"], bars["end"], bars["tail"], strict=True)
        ],
    )
    layers: list[Any] = [
        alt.Chart(drawn)
        .mark_rect()
        .encode(x=x("left"), x2="right:Q", y=y, y2="foot:Q", color=alt.Color("fill:N", scale=None)),
        *_tails(drawn, x, y, palette),
        *_threshold(threshold, said, x, palette),
        *_median(median, x, palette),
        open_layer(
            alt.Chart(drawn[drawn["number"] != ""])
            .mark_rect(fillOpacity=0.002, cursor="pointer")
            .encode(
                x=x("start"),
                x2="end:Q",
                y=alt.value(0),
                y2=alt.value("height"),
                tooltip=[
                    alt.Tooltip("words:N", title="Rise, mmHg"),
                    alt.Tooltip("n:Q", title="Sessions"),
                ],
            )
        ),
    ]
    return finish(layers, palette, title=title, subtitle=subtitle, height=HEIGHT)


def _tails(drawn: pd.DataFrame, x: Any, y: alt.Y, palette: Palette) -> list[Any]:
    """The words of an end that holds all beyond it, on its outer side."""
    tails = drawn[drawn["tail"] != ""]
    below = tails["start"] < drawn["start"].median()
    return [
        words(own, palette, color=palette.muted, align=align, dy=-8).encode(
            x=x(edge), y=y, text="tail:N"
        )
        for own, align, edge in ((tails[below], "right", "right"), (tails[~below], "left", "left"))
    ]


def _axis(left: float, right: float, title: str) -> Any:
    axis = alt.Axis(title=title, titleAnchor="start", tickCount=8, format="d")
    scale = alt.Scale(domain=[left, right], nice=False)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    return x


def _threshold(threshold: int, said: list[str], x: Any, palette: Palette) -> list[Any]:
    ink = palette.stop
    frame = pd.DataFrame({"at": [threshold]})
    inks = (ink.text, palette.ink, palette.muted)
    lines = [
        words(
            pd.DataFrame({"at": [threshold], "words": [line]}),
            palette,
            color=color,
            align="left",
            baseline="middle",
            dx=8,
            fontWeight=600 if first else 400,
        ).encode(x=x("at"), y=alt.value(place), text="words:N")
        for line, place, color, first in zip(said, LINES, inks, (True, False, False), strict=False)
    ]
    return [
        alt.Chart(frame).mark_rule(strokeWidth=1.5, color=ink.mark).encode(x=x("at")),
        *lines,
    ]


def _median(median: float | None, x: Any, palette: Palette) -> list[Any]:
    if median is None:
        return []
    frame = pd.DataFrame({"at": [median], "words": [f"median {median:g}"]})
    return [
        words(frame, palette, color=palette.muted, baseline="middle").encode(
            x=x("at"), y=alt.value(4), text="words:N"
        )
    ]
