"""A share over time in the band of what chance gives: points, mean, and limits of 3 sigma."""

import json
from typing import Any

import altair as alt
import pandas as pd

from services.charts.insight.style import (
    DASHED,
    apart,
    finish,
    open_layer,
    share,
    words,
)
from services.charts.theme import Palette

HEIGHT = 300
LINE_HEIGHT = 0.075  # of the height: two words nearer than this would touch
TICKS = 5
ROOM = 0.36  # at the right for the words, as a part of the points' width


def control(
    frame: pd.DataFrame,
    lines: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    palette: Palette,
) -> alt.LayerChart:
    """`frame`: label, share, low, high (the band), of, out (beyond it), number; in order of time.

    A row without a share is hidden and has no point. `lines`: name (mean, target), share, words.
    """
    placed = frame.assign(at=range(len(frame)))
    placed["left"], placed["right"] = placed["at"] - 0.5, placed["at"] + 0.5
    known = placed[placed["share"].notna()]
    labels = list(placed["label"])
    count = max(2, len(placed))
    last = len(placed) - 0.5
    top = _top(known, lines)
    known = known.assign(high=known["high"].clip(upper=top))
    x = _x(labels, count)
    beside = _beside(known, lines, top).assign(at=last)
    outliers = known[known["out"].astype(bool)]
    mean, target = lines[lines["name"] == "mean"], lines[lines["name"] == "target"]
    reach = {"left": -0.5, "right": last}
    return finish(
        [
            alt.Chart(known)
            .mark_rect(color=palette.grid, opacity=0.75)
            .encode(x=x("left"), x2="right:Q", y=share("low", top=top), y2="high:Q"),
            alt.Chart(mean.assign(**reach))
            .mark_rule(strokeWidth=1.25, color=palette.muted)
            .encode(x=x("left"), x2="right:Q", y=share("share", top=top)),
            alt.Chart(target.assign(**reach))
            .mark_rule(strokeWidth=1.5, strokeDash=DASHED, color=palette.muted)
            .encode(x=x("left"), x2="right:Q", y=share("share", top=top)),
            # With what is hidden, so that the line breaks there.
            alt.Chart(placed)
            .mark_line(strokeWidth=1.5, color=palette.primary)
            .encode(x=x("at"), y=share("share", top=top)),
            alt.Chart(known)
            .mark_point(filled=True, opacity=1, size=42, color=palette.primary)
            .encode(x=x("at"), y=share("share", top=top)),
            words(outliers, palette, fontWeight=600, dy=-13, align="center").encode(
                x=x("at"), y=share("share", top=top), text="of:N"
            ),
            words(beside, palette, color=palette.muted, align="left", dx=8).encode(
                x=x("at"), y=share("share", top=top), text="words:N"
            ),
            open_layer(
                alt.Chart(known).mark_point(size=300, filled=True, opacity=0.002, cursor="pointer")
            ).encode(
                x=x("at"),
                y=share("share", top=top),
                tooltip=[
                    alt.Tooltip("label:N", title="From"),
                    alt.Tooltip("share:Q", format=".1%", title="Share"),
                    alt.Tooltip("of:N", title="Visits"),
                    alt.Tooltip("high:Q", format=".1%", title="Chance gives up to"),
                ],
            ),
        ],
        palette,
        title=title,
        subtitle=subtitle,
        height=HEIGHT,
    )


def _top(known: pd.DataFrame, lines: pd.DataFrame) -> float:
    """A round number above all that is drawn; bands of tiny steps may run out of the picture."""
    shares = [*known["share"], *lines["share"]]
    usual = float(known["high"].median()) if len(known) else 0.0
    most: float = max([*shares, usual, 0.04]) * 1.15
    step = 0.05 if most <= 0.4 else 0.2
    return min(1.0, step * -(-most // step))


def _x(labels: list[str], count: int) -> Any:
    every = max(1, -(-count // TICKS))
    axis = alt.Axis(
        values=list(range(0, len(labels), every)),
        labelExpr=f"{json.dumps(labels)}[datum.value]",
        title=None,
    )
    scale = alt.Scale(domain=[-0.6, (count - 0.5) * (1 + ROOM)], nice=False, clamp=False)
    return lambda field: alt.X(f"{field}:Q", scale=scale, axis=axis)


def _beside(known: pd.DataFrame, lines: pd.DataFrame, top: float) -> pd.DataFrame:
    """The words at the right, none on another."""
    named = [*zip(lines["share"], lines["words"], strict=True)]
    if len(known):
        high = min(float(known["high"].iloc[-1]), top)
        named.append((max(0.0, high - LINE_HEIGHT * top / 2), "by chance"))
    places = apart([place for place, _ in named], LINE_HEIGHT * top)
    return pd.DataFrame({"share": places, "words": [words for _, words in named]})
