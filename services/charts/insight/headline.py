"""One share at the end of induction: people as a bar, and the share with its intervals below it."""

from typing import Any

import altair as alt
import pandas as pd

from services.charts.insight.style import DOTTED, GAP, finish, open_layer, words
from services.charts.theme import Palette, Status

HEIGHT = 180
TOP, BOTTOM, OBSERVED, WORST, REFERENCE = 10, 30, 49, 71, 90  # percent of the height
FITS = 0.14  # of the width: a narrower segment has its words above it


def headline(
    bar: pd.DataFrame,
    dots: pd.DataFrame,
    reference: pd.DataFrame,
    *,
    measure: str,
    palette: Palette,
) -> alt.LayerChart:
    """`bar`: part (yes, no, missing), n, start, end (shares of the whole), words, number.

    `dots`: kind (observed, worst), share, low, high, words; `reference`: share, words.
    """
    ink: Status = getattr(palette, measure)
    bar = bar.assign(top=TOP, bottom=BOTTOM, middle=(TOP + BOTTOM) / 2)
    lanes = {"observed": OBSERVED, "worst": WORST}
    dots = dots.assign(lane=dots["kind"].map(lanes))
    return finish(
        [
            *_bar(bar, ink, palette),
            *_reference(reference.assign(lane=REFERENCE, above=OBSERVED - 4), palette),
            *_dots(dots, ink, palette),
            _hits(bar),
        ],
        palette,
        title="",
        subtitle="",
        height=HEIGHT,
    )


def _x(field: str) -> alt.X:
    """The same scale and axis in each layer, or Vega-Lite would draw a second one."""
    axis = alt.Axis(format="%", title=None, values=[0, 0.25, 0.5, 0.75, 1], grid=False)
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=axis)


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[100, 0], nice=False), axis=None)


def _bar(bar: pd.DataFrame, ink: Status, palette: Palette) -> list[Any]:
    fills = {"yes": ink.mark, "no": ink.background}
    there = bar[bar["part"] != "missing"]
    there = there.assign(fill=there["part"].map(fills))
    missing = bar[(bar["part"] == "missing") & (bar["n"] > 0)]
    wide = bar["end"] - bar["start"] >= FITS
    inside = bar[wide]
    inks = {"yes": palette.page, "no": palette.ink, "missing": palette.muted}
    above = bar[~wide & (bar["n"] > 0)]
    box = {"x": _x("start"), "x2": "end:Q", "y": _y("top"), "y2": "bottom:Q"}
    return [
        alt.Chart(there)
        .mark_rect(cornerRadius=1)
        .encode(**box, color=alt.Color("fill:N", scale=None)),
        alt.Chart(missing)
        .mark_rect(filled=False, stroke=palette.muted, strokeWidth=1, strokeDash=GAP)
        .encode(**box),
        words(
            inside.assign(color=inside["part"].map(inks)),
            palette,
            align="left",
            dx=6,
            fontWeight=600,
        ).encode(
            x=_x("start"), y=_y("middle"), text="words:N", color=alt.Color("color:N", scale=None)
        ),
        words(above, palette, color=palette.muted, align="right", baseline="bottom", dy=-2).encode(
            x=_x("end"), y=_y("top"), text="words:N"
        ),
    ]


def _dots(dots: pd.DataFrame, ink: Status, palette: Palette) -> list[Any]:
    observed, worst = dots[dots["kind"] == "observed"], dots[dots["kind"] == "worst"]
    high, low = max(dots["high"], default=1), min(dots["low"], default=0)
    # Above its line: at either end of it there may be no room, and the scale would move for it.
    left = low <= 0.6
    labels = dots.assign(at=low if left else high)
    place = {"x": _x("share"), "y": _y("lane")}
    return [
        alt.Chart(dots)
        .mark_rule(strokeWidth=2, color=ink.mark)
        .encode(x=_x("low"), x2="high:Q", y=_y("lane")),
        alt.Chart(observed)
        .mark_point(size=85, filled=True, opacity=1, color=ink.mark)
        .encode(**place),
        alt.Chart(worst)
        .mark_point(
            size=85, filled=True, opacity=1, fill=palette.page, stroke=ink.mark, strokeWidth=1.75
        )
        .encode(**place),
        words(labels, palette, align="left" if left else "right", baseline="bottom", dy=-6).encode(
            x=_x("at"), y=_y("lane"), text="words:N"
        ),
    ]


def _reference(reference: pd.DataFrame, palette: Palette) -> list[Any]:
    ink = palette.reference
    return [
        alt.Chart(reference)
        .mark_rule(strokeWidth=2, strokeDash=DOTTED, color=ink.mark)
        .encode(x=_x("share"), y=_y("above"), y2="lane:Q"),
        words(reference, palette, color=ink.text, align="left", dx=5).encode(
            x=_x("share"), y=_y("lane"), text="words:N"
        ),
    ]


def _hits(bar: pd.DataFrame) -> Any:
    shares = bar.assign(share=bar["end"] - bar["start"])
    return open_layer(alt.Chart(shares).mark_rect(fillOpacity=0.002, cursor="pointer")).encode(
        x=_x("start"),
        x2="end:Q",
        y=_y("top"),
        y2="bottom:Q",
        tooltip=[
            alt.Tooltip("words:N", title="Courses"),
            alt.Tooltip("share:Q", format=".0%", title="Of all counted"),
        ],
    )
