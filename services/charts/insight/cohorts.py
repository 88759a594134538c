"""How far each month's inquiries came: a table in which darker is a larger share of its row."""

from typing import Any

import altair as alt
import pandas as pd

from services.charts.insight.style import GAP, finish, open_layer, words
from services.charts.theme import Palette

ROW, HEAD = 32, 92  # px: a row, and title and steps together
STEPS = 6  # of the sequential colours, or the numbers could not be read on them
LAST = ""  # the column for what is said of a whole month


def cohorts(frame: pd.DataFrame, *, title: str, subtitle: str, palette: Palette) -> alt.LayerChart:
    """`frame`: month, step (both in words, in order), share (nan for all who asked, and where
    hidden), words, days (in words), open (the month is under way), hidden, number."""
    months, steps = (list(dict.fromkeys(frame[name])) for name in ("month", "step"))
    x = alt.X(
        "step:O",
        sort=[*steps, LAST],
        scale=alt.Scale(domain=[*steps, LAST], paddingInner=0.04, paddingOuter=0),
        axis=alt.Axis(
            orient="top", title=None, domain=False, ticks=False, labelAngle=0, labelPadding=6
        ),
    )
    y = alt.Y(
        "month:O",
        sort=months,
        scale=alt.Scale(paddingInner=0.08, paddingOuter=0),
        axis=alt.Axis(title=None, grid=False, labelColor=palette.ink, labelPadding=8),
    )
    told, hidden = frame[~frame["hidden"]], frame[frame["hidden"]]
    later = told[told["share"].notna()]
    open_months = frame[frame["open"]].drop_duplicates("month").assign(step=LAST, words="under way")
    place = {"x": x, "y": y}
    return finish(
        [
            alt.Chart(later[~later["open"]])
            .mark_rect(cornerRadius=2)
            .encode(**place, color=_heat(later, palette)),
            alt.Chart(later[later["open"]])
            .mark_rect(cornerRadius=2, filled=False, stroke=palette.axis, strokeDash=GAP)
            .encode(**place),
            words(told, palette, align="right", dx=0, fontWeight=600).encode(
                **place, text="words:N"
            ),
            words(told, palette, align="left", dx=6).encode(**place, text="days:N"),
            words(hidden, palette, color=palette.muted).encode(**place, text="words:N"),
            words(open_months, palette, color=palette.muted).encode(**place, text="words:N"),
            open_layer(alt.Chart(told).mark_rect(fillOpacity=0.002, cursor="pointer")).encode(
                **place,
                tooltip=[
                    alt.Tooltip("month:N", title="Asked in"),
                    alt.Tooltip("step:N", title="Reached"),
                    alt.Tooltip("words:N", title="Inquiries"),
                    alt.Tooltip("share:Q", format=".0%", title="Of those who asked"),
                    alt.Tooltip("days:N", title="Median from the stage before"),
                ],
            ),
        ],
        palette,
        title=title,
        subtitle=subtitle,
        height=HEAD + ROW * len(months),
    )


def _heat(later: pd.DataFrame, palette: Palette) -> Any:
    top = max(0.1, float(later["share"].max())) if len(later) else 1.0
    scale = alt.Scale(domain=[0, top], range=list(palette.sequential[:STEPS]), clamp=True)
    return alt.Color("share:Q", scale=scale, legend=None)
