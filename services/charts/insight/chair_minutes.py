"""Where the minutes of each chair went: one bar a chair, with a tick for what was booked."""

from typing import Any

import altair as alt
import pandas as pd

from services.charts.insight.style import DASHED, finish, open_layer, percent_axis, words
from services.charts.theme import Palette

ROW, HEAD = 30, 100  # px: a row, and title and axis together
BAR = 18
WAITING_AT, IDLE_AT = 0.2, 1.0  # lanes of the names above the bars, as shares


def chair_minutes(
    frame: pd.DataFrame, *, target: float | None, title: str, subtitle: str, palette: Palette
) -> alt.LayerChart:
    """`frame`: name, treated, actual, ticked (shares of what is available), of, number.

    From `treated` to `actual` somebody waits to leave; `ticked` is what was booked. A row above
    takes the names of the parts.
    """
    placed = frame.assign(row=range(1, len(frame) + 1), zero=0.0)
    placed["idle"] = placed["actual"].clip(upper=1.0)
    top = max(1.0, float(frame[["actual", "ticked"]].max().max()))
    x = _x(top)
    count = len(frame) + 1
    end = placed.assign(end=1.0)
    return finish(
        [
            _bar(end, palette.grid).encode(x=x("idle"), x2="end:Q", y=_y(count)),
            _bar(placed, palette.primary).encode(x=x("zero"), x2="treated:Q", y=_y(count)),
            _bar(placed, palette.hold.mark).encode(x=x("treated"), x2="actual:Q", y=_y(count)),
            alt.Chart(placed)
            .mark_tick(orient="vertical", size=24, thickness=2, color=palette.ink)
            .encode(x=x("ticked"), y=_y(count)),
            *_target(target, count, x, palette),
            words(placed, palette, align="right", dx=-8, fontSize=13).encode(
                x=alt.value(0), y=_y(count), text="name:N"
            ),
            *_names(frame, x, count, palette),
            open_layer(
                alt.Chart(end).mark_bar(height=ROW - 2, fillOpacity=0.002, cursor="pointer")
            ).encode(
                x=x("zero"),
                x2="end:Q",
                y=_y(count),
                tooltip=[
                    alt.Tooltip("name:N", title="Chair"),
                    alt.Tooltip("actual:Q", format=".1%", title="In use"),
                    alt.Tooltip("ticked:Q", format=".1%", title="Booked"),
                    alt.Tooltip("of:N", title="Chair-hours"),
                ],
            ),
        ],
        palette,
        title=title,
        subtitle=subtitle,
        height=HEAD + ROW * (count + 1),
    )


def _x(top: float) -> Any:
    axis = percent_axis(values=[0, 0.25, 0.5, 0.75, 1], grid=False)
    scale = alt.Scale(domain=[0, top], nice=False)
    return lambda field: alt.X(f"{field}:Q", scale=scale, axis=axis)


def _y(count: int) -> alt.Y:
    # The names of chairs stand left of the plot, where an axis without labels keeps room for them.
    axis = alt.Axis(labels=False, grid=False, title=None, minExtent=70)
    scale = alt.Scale(domain=[count + 0.2, -0.3], nice=False)
    return alt.Y("row:Q", scale=scale, axis=axis)


def _bar(frame: pd.DataFrame, color: str) -> alt.Chart:
    bar: alt.Chart = alt.Chart(frame).mark_bar(height=BAR, cornerRadius=1, color=color)
    return bar


def _target(target: float | None, count: int, x: Any, palette: Palette) -> list[Any]:
    if target is None:
        return []
    frame = pd.DataFrame({"at": [target], "row": [0.4], "bottom": [count + 0.2]})
    frame["words"] = f"target {target:.0%}".replace("%", " %")
    return [
        alt.Chart(frame)
        .mark_rule(strokeDash=DASHED, strokeWidth=1.5, color=palette.muted)
        .encode(x=x("at"), y=_y(count), y2="bottom:Q"),
        words(frame.assign(row=0.0), palette, color=palette.muted, align="center").encode(
            x=x("at"), y=_y(count), text="words:N"
        ),
    ]


def _names(frame: pd.DataFrame, x: Any, count: int, palette: Palette) -> list[Any]:
    waiting = max(WAITING_AT, min(float(frame["treated"].iloc[0]), 0.36))
    parts = [
        ("In treatment", 0.0, palette.response.text, "left"),
        ("Waiting to leave", waiting, palette.hold.text, "left"),
        ("Idle", IDLE_AT, palette.muted, "right"),
    ]
    return [
        words(
            pd.DataFrame({"at": [at], "row": [0.0], "words": [name]}),
            palette,
            color=color,
            align=align,
            fontWeight=600,
        ).encode(x=x("at"), y=_y(count), text="words:N")
        for name, at, color, align in parts
    ]
