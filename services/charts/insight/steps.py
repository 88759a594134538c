"""Plain bars from a common zero, each below its name and a few words: a funnel, or overruns."""

from typing import Any

import altair as alt
import pandas as pd

from services.charts.insight.style import finish, open_layer, words
from services.charts.theme import Palette

ROW, HEAD = 50, 64  # px: a row, and the title
ROOM = 1.22  # the bars take the rest, the number at the end this much more


def steps(
    frame: pd.DataFrame, *, title: str, subtitle: str, palette: Palette, after: int = 84
) -> alt.LayerChart:
    """`frame`: name, said (words after the name), value (nan where hidden), words, number.

    `after` is where the words after the name begin, in px.
    """
    placed = frame.assign(row=range(len(frame)), zero=0.0)
    placed["text_at"] = placed["row"] + 0.2
    placed["top"], placed["bottom"] = placed["row"] + 0.4, placed["row"] + 0.76
    placed["middle"] = placed["row"] + 0.58
    known, hidden = placed[placed["value"].notna()], placed[placed["value"].isna()]
    most = max(float(known["value"].max()) if len(known) else 1.0, 1e-9)
    x = _x(most * ROOM)

    def y(field: str) -> alt.Y:
        scale = alt.Scale(domain=[len(frame), 0], nice=False)
        return alt.Y(f"{field}:Q", scale=scale, axis=None)

    bar = {"x": x("zero"), "x2": "value:Q", "y": y("top"), "y2": "bottom:Q"}
    hit = known.assign(value=most, bottom=known["row"] + 0.95, top=known["row"] + 0.05)
    return finish(
        [
            alt.Chart(known).mark_rect(cornerRadius=1, color=palette.sequential[5]).encode(**bar),
            words(placed, palette, align="left", fontWeight=600).encode(
                x=alt.value(0), y=y("text_at"), text="name:N"
            ),
            words(placed, palette, align="left", color=palette.muted).encode(
                x=alt.value(after), y=y("text_at"), text="said:N"
            ),
            words(known, palette, align="left", dx=6, fontSize=13, fontWeight=600).encode(
                x=x("value"), y=y("middle"), text="words:N"
            ),
            words(hidden, palette, align="left", color=palette.muted).encode(
                x=alt.value(0), y=y("middle"), text="words:N"
            ),
            open_layer(alt.Chart(hit).mark_rect(fillOpacity=0.002, cursor="pointer")).encode(
                **bar,
                tooltip=[
                    alt.Tooltip("name:N", title="What"),
                    alt.Tooltip("words:N", title="How many"),
                    alt.Tooltip("said:N", title="Of these"),
                ],
            ),
        ],
        palette,
        title=title,
        subtitle=subtitle,
        height=HEAD + ROW * len(frame),
    )


def _x(top: float) -> Any:
    scale = alt.Scale(domain=[0, top], nice=False)
    return lambda field: alt.X(f"{field}:Q", scale=scale, axis=None)
