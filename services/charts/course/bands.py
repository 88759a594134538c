"""What a score is read against: the severity bands, remission and response."""

from bisect import bisect
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from data.reference import Band, Instrument
from services.charts.course.plane import Plane


def cuts(severities: Sequence[Band]) -> tuple[int, ...]:
    """The numbers on the axis: where each band begins, and the highest score there is."""
    return *(band.low for band in severities), severities[-1].high


def severity(plane: Plane) -> list[alt.Chart]:
    """PHQ-9 and GAD-7 share their cuts 5, 10 and 15, so one set of bands serves both."""
    frame = pd.DataFrame({"y": plane.cuts[:-1], "y2": plane.cuts[1:], "fill": plane.palette.bands})
    return [
        alt.Chart(plane.across(frame), name="bands")
        .mark_rect()
        .encode(
            x=plane.x(),
            x2="x2:Q",
            y=plane.y(),
            y2="y2:Q",
            fill=alt.Fill("fill:N", scale=None),
        )
    ]


def target_lines(instrument: Instrument, baseline: int | None) -> dict[str, int]:
    """The highest score that still counts as each; no response line where remission implies it."""
    remission = instrument.remission[0].at_most
    if baseline is None:
        return {"remission": remission}
    response = baseline * (100 - instrument.response[0].percent) // 100
    return {"remission": remission} | ({"response": response} if response > remission else {})


def targets(plane: Plane, lines: dict[str, int]) -> list[alt.Chart]:
    """Dotted lines half a point above: between what still counts and what does not."""
    return [
        alt.Chart(_targets(plane, lines), name="targets")
        .mark_rule(strokeDash=[2, 3], color=plane.palette.muted)
        .encode(x=plane.x(), x2="x2:Q", y=plane.y())
    ]


def target_words(plane: Plane, lines: dict[str, int]) -> list[alt.Chart]:
    """What the dotted lines mean, with a halo: a long course passes behind the words."""
    base = alt.Chart(_targets(plane, lines)).encode(x=plane.x(), y=plane.y(), text="words:N")
    place: dict[str, Any] = {"align": "left", "baseline": "bottom", "dx": 6, "dy": -1}
    halo = alt.Stroke("band:N", scale=None)
    return [
        base.mark_text(**place, strokeWidth=4, strokeJoin="round")
        .encode(stroke=halo)
        .properties(name="target halos"),
        base.mark_text(**place, color=plane.palette.muted).properties(name="target words"),
    ]


def _targets(plane: Plane, lines: dict[str, int]) -> pd.DataFrame:
    """`band` is the colour of the band in which the words stand."""
    bands = plane.palette.bands
    rows = [
        (cut + 0.5, f"{name}: {cut} or less", bands[bisect(plane.cuts, cut + 1) - 1])
        for name, cut in lines.items()
    ]
    return plane.across(pd.DataFrame(rows, columns=["y", "words", "band"]))
