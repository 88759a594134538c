"""Chairs in use by hour: a heat table with the number in each cell; closed is a word."""

import altair as alt
import pandas as pd

from services.charts.insight.style import finish, open_layer, words
from services.charts.theme import Palette

ROW, HEAD = 38, 92  # px: a row, and title and hours together
STEPS = 6  # of the sequential colours, or the numbers could not be read on them


def occupancy(
    frame: pd.DataFrame, *, title: str, subtitle: str, palette: Palette
) -> alt.LayerChart:
    """`frame`: row, hour (both in words, in order), share (nan where closed), words, of, number."""
    rows = list(dict.fromkeys(frame["row"]))
    hours = list(dict.fromkeys(frame["hour"]))
    x = alt.X(
        "hour:O",
        sort=hours,
        scale=alt.Scale(paddingInner=0.04, paddingOuter=0),
        axis=alt.Axis(
            orient="top", title=None, domain=False, ticks=False, labelAngle=0, labelPadding=6
        ),
    )
    y = alt.Y(
        "row:O",
        sort=rows,
        scale=alt.Scale(paddingInner=0.06, paddingOuter=0),
        axis=alt.Axis(
            title=None,
            grid=False,
            labelColor=palette.ink,
            labelFontSize=13,
            labelLimit=140,
            labelPadding=8,
        ),
    )
    opened, closed = frame[frame["share"].notna()], frame[frame["share"].isna()]
    top = max(0.1, min(1.0, float(opened["share"].max() if len(opened) else 1)))
    heat = alt.Color(
        "share:Q",
        scale=alt.Scale(domain=[0, top], range=list(palette.sequential[:STEPS]), clamp=True),
        legend=None,
    )
    return finish(
        [
            alt.Chart(opened).mark_rect(cornerRadius=2).encode(x=x, y=y, color=heat),
            words(opened, palette).encode(x=x, y=y, text="words:N"),
            words(closed, palette, color=palette.muted, fontSize=11).encode(
                x=x, y=y, text="words:N"
            ),
            open_layer(alt.Chart(opened).mark_rect(fillOpacity=0.002, cursor="pointer")).encode(
                x=x,
                y=y,
                tooltip=[
                    alt.Tooltip("row:N", title="Row"),
                    alt.Tooltip("hour:N", title="Hour"),
                    alt.Tooltip("share:Q", format=".1%", title="In use"),
                    alt.Tooltip("of:N", title="Chair-hours"),
                ],
            ),
        ],
        palette,
        title=title,
        subtitle=subtitle,
        height=HEAD + ROW * len(rows),
    )
