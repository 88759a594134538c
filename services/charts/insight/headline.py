"""One share at the end of induction: people as a bar, and the share with its intervals below it."""

import altair as alt
import pandas as pd

from services.charts.insight.style import GAP, finish, words
from services.charts.theme import Palette, Status

HEIGHT = 150
BAR, OBSERVED, WORST, REFERENCE = 17, 52, 74, 94  # px from the top
FITS = 0.12  # of the width: a narrower segment has its words above it


def headline(
    bar: pd.DataFrame,
    dots: pd.DataFrame,
    reference: pd.DataFrame,
    *,
    title: str,
    measure: str,
    palette: Palette,
) -> alt.LayerChart:
    """`bar`: part (yes, no, missing), n, start, end (shares of the whole), words, number.

    `dots`: kind (observed, worst), share, low, high, words; `reference`: share, words.
    """
    ink: Status = getattr(palette, measure)
    return finish(
        [
            *_bar(bar, ink, palette),
            *_reference(reference, palette),
            *_dots(dots, ink, palette),
            *_hits(bar),
        ],
        palette,
        title=title,
        subtitle="People, then the share of them with its 95 % interval",
        height=HEIGHT,
    )


def _x(field: str) -> alt.X:
    """The same scale and axis in each layer, or Vega-Lite would draw a second one."""
    axis = alt.Axis(format="%", title=None, values=[0, 0.25, 0.5, 0.75, 1], grid=False)
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=axis)


def _bar(bar: pd.DataFrame, ink: Status, palette: Palette) -> list[alt.Chart]:
    y = alt.value(BAR)
    there = bar[bar["part"] != "missing"].assign(
        fill=[
            ink.mark if part == "yes" else ink.background
            for part in bar["part"]
            if part != "missing"
        ]
    )
    missing = bar[bar["part"] == "missing"]
    wide = bar["end"] - bar["start"] >= FITS
    inside = bar[wide].assign(
        color=[palette.page if part == "yes" else palette.ink for part in bar["part"][wide]]
    )
    above = bar[~wide & (bar["n"] > 0)]
    return [
        alt.Chart(there)
        .mark_bar(height=24, cornerRadius=1)
        .encode(x=_x("start"), x2="end:Q", y=y, color=alt.Color("fill:N", scale=None)),
        alt.Chart(missing)
        .mark_bar(height=24, filled=False, stroke=palette.muted, strokeWidth=1, strokeDash=GAP)
        .encode(x=_x("start"), x2="end:Q", y=y),
        words(inside, palette, align="left", dx=6, fontWeight=600).encode(
            x=_x("start"), y=y, text="words:N", color=alt.Color("color:N", scale=None)
        ),
        words(above, palette, color=palette.muted, align="right", dy=-19).encode(
            x=_x("end"), y=y, text="words:N"
        ),
    ]


def _dots(dots: pd.DataFrame, ink: Status, palette: Palette) -> list[alt.Chart]:
    lane = alt.Y("lane:Q", scale=alt.Scale(domain=[HEIGHT, 0], nice=False), axis=None)
    placed = dots.assign(lane=[OBSERVED if kind == "observed" else WORST for kind in dots["kind"]])
    observed, worst = placed[placed["kind"] == "observed"], placed[placed["kind"] == "worst"]
    end = max(dots["high"], default=0)
    labels = placed.assign(at=min(end + 0.02, 0.62))
    return [
        alt.Chart(placed)
        .mark_rule(strokeWidth=2, color=ink.mark)
        .encode(x=_x("low"), x2="high:Q", y=lane),
        alt.Chart(observed)
        .mark_point(size=85, filled=True, opacity=1, color=ink.mark)
        .encode(x=_x("share"), y=lane),
        alt.Chart(worst)
        .mark_point(
            size=85, filled=True, opacity=1, fill=palette.page, stroke=ink.mark, strokeWidth=1.75
        )
        .encode(x=_x("share"), y=lane),
        words(labels, palette, align="left").encode(x=_x("at"), y=lane, text="words:N"),
    ]


def _reference(reference: pd.DataFrame, palette: Palette) -> list[alt.Chart]:
    return [
        alt.Chart(reference)
        .mark_rule(strokeWidth=2, strokeDash=[2, 2], color=palette.reference.mark)
        .encode(x=_x("share"), y=alt.value(OBSERVED - 16), y2=alt.value(REFERENCE + 4)),
        words(reference, palette, color=palette.reference.text, align="left", dx=5).encode(
            x=_x("share"), y=alt.value(REFERENCE), text="words:N"
        ),
    ]


def _hits(bar: pd.DataFrame) -> list[alt.Chart]:
    """A clear layer on top, or the words on the bar would take the click."""
    chosen = alt.selection_point(name="open", fields=["number"], empty=False)
    return [
        alt.Chart(bar)
        .mark_bar(height=28, fillOpacity=0.002, cursor="pointer")
        .encode(
            x=_x("start"),
            x2="end:Q",
            y=alt.value(BAR),
            tooltip=[
                alt.Tooltip("words:N", title="Courses"),
                alt.Tooltip("share:Q", format=".0%", title="Of all"),
            ],
        )
        .transform_calculate(share="datum.end - datum.start")
        .add_params(chosen)
    ]
