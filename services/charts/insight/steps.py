"""Plain bars from a common zero, each below its name and a few words: a funnel, or overruns.

With an ink each bar begins with a part in that ink, such as those of a stage who are over it.
"""

from typing import Any

import altair as alt
import pandas as pd

from services.charts.insight.style import finish, open_layer, words
from services.charts.theme import Palette, Status

ROW, LOW_ROW, HEAD = 50, 42, 64  # px: a row, one of many, and the title
ROOM, ROOM_FOR_PART = 1.22, 1.55  # the bars take the rest, the numbers at the end this much more


def steps(
    frame: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    palette: Palette,
    after: int = 84,
    row: int = ROW,
    ink: str = "",
) -> alt.LayerChart:
    """`frame`: name, said (words after the name), value (nan where hidden), words, number; with an
    `ink` (a status of the palette) also part (nan where hidden), part_words and part_number.

    `after` is where the words after the name begin, in px; `row` is the height of one.
    """
    placed = frame.assign(row=range(len(frame)), zero=0.0)
    placed["text_at"] = placed["row"] + 0.2
    placed["top"], placed["bottom"] = placed["row"] + 0.4, placed["row"] + 0.76
    placed["middle"] = placed["row"] + 0.58
    known, hidden = placed[placed["value"].notna()], placed[placed["value"].isna()]
    most = max(float(known["value"].max()) if len(known) else 1.0, 1e-9)
    end = most * (ROOM_FOR_PART if ink else ROOM)
    x = _x(end)

    def y(field: str) -> alt.Y:
        scale = alt.Scale(domain=[len(frame), 0], nice=False)
        return alt.Y(f"{field}:Q", scale=scale, axis=None)

    high = {"y": y("top"), "y2": "bottom:Q"}
    parts = _parts(known, x, y, getattr(palette, ink), palette) if ink else []
    color = palette.sequential[3 if ink else 5]
    hits = _hits(known, end) if ink else known.assign(start=0.0, end=most)
    return finish(
        [
            alt.Chart(known)
            .mark_rect(cornerRadius=1, color=color)
            .encode(x=x("zero"), x2="value:Q", **high),
            *parts,
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
            open_layer(
                alt.Chart(hits.assign(top=hits["row"] + 0.05, bottom=hits["row"] + 0.95)).mark_rect(
                    fillOpacity=0.002, cursor="pointer"
                )
            ).encode(
                x=x("start"),
                x2="end:Q",
                **high,
                tooltip=[
                    alt.Tooltip("name:N", title="What"),
                    alt.Tooltip("words:N", title="How many"),
                    alt.Tooltip(f"{'part_words' if ink else 'said'}:N", title="Of these"),
                ],
            ),
        ],
        palette,
        title=title,
        subtitle=subtitle,
        height=HEAD + row * len(frame),
    )


def _parts(known: pd.DataFrame, x: Any, y: Any, ink: Status, palette: Palette) -> list[Any]:
    """The part of each bar, and its words at the right edge, where their digits line up."""
    some = known[known["part"] > 0]
    right = {"x": alt.value("width"), "text": "part_words:N"}
    return [
        alt.Chart(some)
        .mark_rect(cornerRadius=1, color=ink.mark)
        .encode(x=x("zero"), x2="part:Q", y=y("top"), y2="bottom:Q"),
        words(some, palette, align="right", color=ink.text, fontWeight=600).encode(
            y=y("middle"), **right
        ),
        words(known[~(known["part"] > 0)], palette, align="right", color=palette.muted).encode(
            y=y("middle"), **right
        ),
    ]


def _hits(known: pd.DataFrame, end: float) -> pd.DataFrame:
    """The part and its words open the part; the rest of a row opens the bar."""
    some = known[known["part"] > 0]
    whole = some["part"] >= some["value"]
    part = some.assign(number=some["part_number"])
    return pd.concat(
        [
            part.assign(start=0.0, end=some["part"]),
            part.assign(start=some["value"], end=end),
            some[~whole].assign(start=some["part"], end=some["value"]),
            known[~(known["part"] > 0)].assign(start=0.0, end=end),
        ]
    )


def _x(top: float) -> Any:
    scale = alt.Scale(domain=[0, top], nice=False)
    return lambda field: alt.X(f"{field}:Q", scale=scale, axis=None)
