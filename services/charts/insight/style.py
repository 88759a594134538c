"""The style of every insight chart: what a title, an axis, a label and a missing value look like.

A title says what is drawn and a subtitle how to read it; names stand at the marks, not in a legend;
n stands below or beside; what is hidden is named in the caption and has no mark.
"""

from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from services.charts.theme import Palette, configure

TITLE_SIZE, LABEL_SIZE = 13, 12
DASHED = [5, 3]
GAP = [3, 3]
DOTTED = [2, 2]


def finish(
    layers: Iterable[alt.Chart], palette: Palette, *, title: str, subtitle: str, height: float
) -> alt.LayerChart:
    """Layers from bottom to top as one chart, as wide as its panel.

    Without a title where a headline beside it says what it is.
    """
    chart = alt.LayerChart(layer=[each for each in layers if not _is_empty(each)]).properties(
        width="container", height=height
    )
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


def not_known(of: Any, palette: Palette, *, height: float) -> Any:
    """Bars of what nobody said, such as an effect without a grade: empty, with a dashed edge."""
    return of.mark_bar(
        height=height - 1,
        fill=palette.page,
        stroke=palette.muted,
        strokeWidth=1,
        strokeDash=GAP,
        cornerRadius=0,
    )


def _is_empty(layer: Any) -> bool:
    """A layer without rows: Vega warns of each that its scales have no extent."""
    data, params = getattr(layer, "data", None), getattr(layer, "params", alt.Undefined)
    return isinstance(data, pd.DataFrame) and data.empty and params is alt.Undefined


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
    """Places of labels on one axis, each as near to its own as the distance `least` allows.

    Labels that would touch are spread evenly around their common middle.
    """
    clusters: list[list[int]] = []
    for each in sorted(range(len(places)), key=lambda number: places[number]):
        clusters.append([each])
        while len(clusters) > 1 and _touch(clusters[-2], clusters[-1], places, least):
            last = clusters.pop()
            clusters[-1] += last
    moved = list(places)
    for cluster in clusters:
        first = _middle(cluster, places) - least * (len(cluster) - 1) / 2
        for order, each in enumerate(cluster):
            moved[each] = first + least * order
    return moved


def _middle(cluster: list[int], places: list[float]) -> float:
    return sum(places[each] for each in cluster) / len(cluster)


def _touch(below: list[int], above: list[int], places: list[float], least: float) -> bool:
    top = _middle(below, places) + least * (len(below) - 1) / 2
    bottom = _middle(above, places) - least * (len(above) - 1) / 2
    return bottom - top < least


def percent(value: Any) -> str:
    """ "56 %" for tables and tooltips; empty where there is none."""
    return "" if value is None or pd.isna(value) else f"{100 * value:.0f} %"


def span(low: Any, high: Any) -> str:
    """ "49 to 63 %"; empty where there is none."""
    return (
        "" if low is None or pd.isna(low) or high is None else f"{100 * low:.0f} to {percent(high)}"
    )
