"""The style of every insight chart: what a title, an axis, a label and a missing value look like.

A title says what is drawn and a subtitle how to read it; names stand at the marks, not in a legend;
n stands below or beside; what is hidden is named in the caption and has no mark.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd

from services.charts.theme import Palette, configure

TITLE_SIZE, LABEL_SIZE = 13, 12
DASHED = [5, 3]
GAP = [3, 3]
DOTTED = [2, 2]
REFERENCE_WEIGHT = 2


def finish(
    layers: Iterable[alt.Chart], palette: Palette, *, title: str, subtitle: str, height: float
) -> alt.LayerChart:
    """Layers from bottom to top as one chart, as wide as its panel.

    Without a title where a headline beside it says what it is.
    """
    chart = alt.LayerChart(layer=list(layers)).properties(width="container", height=height)
    if title:
        chart = chart.properties(title=heading(title, subtitle, palette))
    return configure(chart, palette)


def heading(title: str, subtitle: str, palette: Palette) -> alt.TitleParams:
    """What is drawn, and below it how to read it; flush with the text of the page."""
    return alt.TitleParams(
        title,
        subtitle=subtitle,
        anchor="start",
        frame="bounds",
        fontSize=TITLE_SIZE,
        fontWeight=600,
        color=palette.ink,
        subtitleFontSize=LABEL_SIZE,
        subtitleColor=palette.muted,
        subtitlePadding=3,
        offset=10,
    )


def percent_axis(*, values: list[float] | None = None, grid: bool = True) -> alt.Axis:
    """A share as percent; the unit is in the labels, so there is no title."""
    return alt.Axis(format="%", title=None, grid=grid, values=values or alt.Undefined)


def share(field: str, *, top: float = 1.0, axis: Any = None) -> alt.Y:
    """A share upwards, always from zero."""
    scale = alt.Scale(domain=[0, top], nice=False)
    return alt.Y(f"{field}:Q", scale=scale, axis=axis or percent_axis())


def words(frame: pd.DataFrame, palette: Palette, *, color: str | None = None, **how: Any) -> Any:
    """Text marks; place them with encode()."""
    size, weight = how.pop("fontSize", LABEL_SIZE), how.pop("fontWeight", 400)
    return alt.Chart(frame).mark_text(
        color=color or palette.ink, fontSize=size, fontWeight=weight, **how
    )


def under_axis(
    frame: pd.DataFrame,
    palette: Palette,
    x: Any,
    *,
    dy: int = 44,
    color: str | None = None,
    align: str = "center",
) -> Any:
    """A row of counts below the x axis: `frame` has the column `words` beside x."""
    ink = color or palette.muted
    return words(frame, palette, color=ink, align=align, baseline="top", dy=dy).encode(
        x=x, y=alt.datum(0), text="words:N"
    )


def open_layer(chart: Any) -> Any:
    """A clear layer whose marks open the number in their column `number`; put it on top of all."""
    chosen = alt.selection_point(name="open", fields=["number"], empty=False)
    return chart.add_params(chosen)


def apart(places: list[float], least: float) -> list[float]:
    """Places of labels on one axis, each as near to its own as the distance `least` allows."""
    order = sorted(range(len(places)), key=lambda each: places[each])
    moved = list(places)
    for below, above in pairwise(order):
        gap = moved[above] - moved[below]
        if gap < least:
            moved[below] -= (least - gap) / 2
            moved[above] = moved[below] + least
    return moved


def percent(value: Any) -> str:
    """ "56 %" for tables and tooltips; empty where there is none."""
    return "" if value is None or pd.isna(value) else f"{100 * value:.0f} %"


def span(low: Any, high: Any) -> str:
    """ "49 to 63 %"; empty where there is none."""
    return (
        "" if low is None or pd.isna(low) or high is None else f"{100 * low:.0f} to {percent(high)}"
    )
