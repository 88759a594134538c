"""Kaplan-Meier curves: steps with their bands, names at their ends, numbers at risk below."""

from typing import Any

import altair as alt
import pandas as pd

from services.charts.insight.style import (
    DASHED,
    apart,
    finish,
    percent_axis,
    under_axis,
    words,
)
from services.charts.theme import Palette, Status

HEIGHT = 320
ROW = 16  # px between two rows of numbers at risk
LEAST = 0.07  # between names at the ends of curves
LONG_NAME = 16  # signs: then the curves stop earlier, so that the name fits


def survival(
    steps: pd.DataFrame,
    risk: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    since: str,
    falls: bool,
    palette: Palette,
) -> alt.LayerChart:
    """`steps`: group, day, share (still without the event), low, high; `risk`: group, day, words.

    What falls is drawn as it is; what rises as the share who have had the event.
    """
    if not falls:
        steps = steps.assign(share=1 - steps["share"], low=1 - steps["high"], high=1 - steps["low"])
    names = list(dict.fromkeys(steps["group"]))
    inks = {name: _ink(name, number, palette) for number, name in enumerate(names)}
    last = max(steps["day"], default=1) or 1
    room = 1.35 if max(map(len, names), default=0) > LONG_NAME else 1.24
    marks = sorted(set(risk["day"]))
    x = alt.X(
        "day:Q",
        scale=alt.Scale(domain=[0, last * room], nice=False),
        axis=alt.Axis(values=marks, title=since, titleAnchor="start", format="d"),
    )
    half = pd.DataFrame({"share": [0.5]})
    layers: list[Any] = [
        alt.Chart(half).mark_rule(strokeDash=[2, 3], color=palette.muted).encode(y=_y("share"))
    ]
    for number, name in enumerate(names):
        layers += _curve(steps[steps["group"] == name], x, inks[name], dashed=number % 2 == 1)
    layers += [_ends(steps, x, inks, palette)]
    for number, name in enumerate(names):
        row = risk[risk["group"] == name][["day", "words"]]
        ink = inks[name].text if len(names) > 1 else palette.muted
        layers.append(under_axis(row, palette, x, dy=44 + ROW * number, color=ink))
    label = pd.DataFrame({"day": [max(marks, default=0) + last * 0.04], "words": ["at risk"]})
    layers.append(under_axis(label, palette, x, align="left"))
    height = HEIGHT + ROW * max(0, len(names) - 1)
    return finish(layers, palette, title=title, subtitle=subtitle, height=height)


def _y(field: str) -> alt.Y:
    axis = percent_axis(values=[0, 0.25, 0.5, 0.75, 1])
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=axis)


def _curve(own: pd.DataFrame, x: alt.X, ink: Status, *, dashed: bool) -> list[Any]:
    base = alt.Chart(own)
    dash = DASHED if dashed else [1, 0]
    return [
        base.mark_area(interpolate="step-after", opacity=0.14, color=ink.mark).encode(
            x=x, y=_y("low"), y2="high:Q"
        ),
        base.mark_line(
            interpolate="step-after", strokeWidth=2, strokeDash=dash, color=ink.mark
        ).encode(x=x, y=_y("share")),
    ]


def _ends(steps: pd.DataFrame, x: alt.X, inks: dict[str, Status], palette: Palette) -> Any:
    ends = steps.groupby("group", sort=False).tail(1)
    ends = ends.assign(
        share=[min(0.97, max(0.03, at)) for at in apart(list(ends["share"]), LEAST)],
        color=[inks[name].text for name in ends["group"]],
    )
    return words(ends, palette, align="left", dx=8, fontWeight=600).encode(
        x=x, y=_y("share"), text="group:N", color=alt.Color("color:N", scale=None)
    )


def _ink(name: str, number: int, palette: Palette) -> Status:
    """Routes have their own colours everywhere; other groups take the categories in order."""
    routes = {"IV ketamine": palette.iv, "Spravato": palette.nasal, "All": palette.response}
    mark = palette.categories[(number + 2) % len(palette.categories)]
    return routes.get(name, Status(mark, palette.ink, palette.surface))
