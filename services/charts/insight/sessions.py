"""PHQ-9 before each dose: thin lines of single courses under the median and the quartiles."""

from typing import Any

import altair as alt
import pandas as pd

from data import reference
from services.charts.insight.style import finish, open_layer, under_axis, words
from services.charts.theme import Palette

HEIGHT = 340
TOP = 27


def sessions(
    frame: pd.DataFrame, lines: pd.DataFrame, *, title: str, subtitle: str, palette: Palette
) -> alt.LayerChart:
    """`frame`: number, words, q1, median, q3; `lines`: course, number, total."""
    last = int(max(frame["number"], default=1))
    x = alt.X(
        "number:Q",
        scale=alt.Scale(domain=[0.7, last * 1.22], nice=False),
        axis=alt.Axis(
            values=list(range(1, last + 1)), title="Before dose", titleAnchor="start", format="d"
        ),
    )
    known = frame[frame["median"].notna()]
    quartiles = known.melt("number", ["q1", "q3"], "which", "total")
    end = known.tail(1).assign(label="median")
    ink = palette.primary
    layers: list[Any] = [
        alt.Chart(lines)
        .mark_line(strokeWidth=0.8, opacity=0.38, color=palette.neutral.mark)
        .encode(x=x, y=_y("total"), detail="course:N"),
        alt.Chart(quartiles)
        .mark_line(strokeWidth=1.25, strokeDash=[4, 3], color=ink)
        .encode(x=x, y=_y("total"), detail="which:N"),
        alt.Chart(known).mark_line(strokeWidth=3, color=ink).encode(x=x, y=_y("median")),
        words(end, palette, color=ink, align="left", dx=8, fontWeight=600).encode(
            x=x, y=_y("median"), text="label:N"
        ),
        _bands(last, x, palette),
        under_axis(frame[["number", "words"]], palette, x),
        under_axis(
            pd.DataFrame({"number": [last + 0.5], "words": ["scored"]}), palette, x, align="left"
        ),
    ]
    points = known[["number", "median"]].rename(columns={"number": "dose"})
    asked = points.assign(number=[f"dose-{dose}-scored" for dose in points["dose"]])
    layers.append(
        open_layer(
            alt.Chart(asked).mark_point(size=500, filled=True, opacity=0.002, cursor="pointer")
        ).encode(x=alt.X("dose:Q", scale=x["scale"], axis=x["axis"]), y=_y("median"))
    )
    return finish(layers, palette, title=title, subtitle=subtitle, height=HEIGHT)


def _bands(last: int, x: alt.X, palette: Palette) -> Any:
    """Severity by its name at the right; filled bands under many lines would turn to mud."""
    bands = reference.instrument("phq9").bands
    names = pd.DataFrame(
        {
            "number": last * 1.22,
            "total": [(band.low + band.high + 1) / 2 for band in bands],
            "label": [
                band.label.replace("none or ", "").replace("moderately", "mod.") for band in bands
            ],
        }
    )
    return words(names, palette, color=palette.muted, align="right").encode(
        x=x, y=_y("total"), text="label:N"
    )


def _y(field: str) -> alt.Y:
    cuts = [0, *(band.low for band in reference.instrument("phq9").bands[1:]), TOP]
    axis = alt.Axis(values=cuts, title=None, grid=True)
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, TOP], nice=False), axis=axis)
