"""The day under the pointer: a line through everything that happened on it, and its facts."""

import altair as alt
import pandas as pd

from services.charts.course.dates import position
from services.charts.course.plane import TOP, Plane

REACH = 30  # a day answers to the pointer up to this part of the picture away


def layers(plane: Plane, days: pd.DataFrame) -> list[alt.Chart]:
    """A visible rule, and above all marks a clear zone around each day that carries the tooltip.

    Zones end half way to the next day: with rules of one width the later day would cover the
    earlier in a dense course.
    """
    day = alt.selection_point(
        name="day", fields=["Date"], on="pointerover", clear="pointerout", empty=False
    )
    base = alt.Chart(_zones(plane, days)).encode(y=plane.y(), y2="y2:Q")
    tooltip = [alt.Tooltip(f"{name}:N") for name in days.columns.drop("x")]
    return [
        base.mark_rule(color=plane.palette.primary, strokeWidth=1.25)
        .encode(x=plane.x(), opacity=alt.condition(day, alt.value(1), alt.value(0)))
        .properties(name="hover rule"),
        base.mark_rect(fillOpacity=0.001, fill=plane.palette.page)
        .encode(x=plane.x("left"), x2="right:Q", tooltip=tooltip)
        .add_params(day)
        .properties(name="hover zones"),
    ]


def _zones(plane: Plane, days: pd.DataFrame) -> pd.DataFrame:
    zones = days.assign(x=position(days["Date"]), y=TOP, y2=plane.floor).sort_values("x")
    far = plane.span / REACH
    left = (zones["x"].diff() / 2).clip(upper=far).fillna(far)
    right = (-zones["x"].diff(-1) / 2).clip(upper=far).fillna(far)
    dates = [f"{day:%a} {day.day} {day:%b %Y}" for day in zones["Date"]]
    return zones.assign(left=zones["x"] - left, right=zones["x"] + right, Date=dates)
