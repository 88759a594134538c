"""A table of shares whose cells are shaded: effects in rows, session numbers or doses across."""

from typing import Any

import altair as alt
import pandas as pd

from services.charts.insight.style import finish, open_layer, words
from services.charts.theme import Palette

ROW, HEAD = 33, 92  # px: a row, and title and axis together
FOOT = "Sessions"
PALEST, DARKEST = 0, 5  # of the sequence: over these the words keep their contrast


def by_session(
    cells: pd.DataFrame,
    sizes: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    axis: str,
    palette: Palette,
) -> alt.LayerChart:
    """`cells`: name, column, share, words, of, number; those without a share have no shade.

    `sizes`: column, words: the sessions of each column, below it. `axis` names the columns.
    """
    names = [*cells["name"].drop_duplicates(), FOOT]
    columns = list(sizes["column"])
    x = alt.X(
        "column:N",
        sort=columns,
        scale=alt.Scale(domain=columns, paddingInner=0.06, paddingOuter=0),
        axis=alt.Axis(
            orient="top",
            title=axis,
            titleAnchor="start",
            labelAngle=0,
            domain=False,
            ticks=False,
            labelPadding=6,
            labelLimit=90,
        ),
    )
    y = alt.Y(
        "name:N",
        sort=names,
        scale=alt.Scale(domain=names, paddingInner=0.08, paddingOuter=0),
        axis=alt.Axis(title=None, labelFontSize=13, labelLimit=180, labelPadding=8, grid=False),
    )
    shaded = cells[cells["share"].notna()]
    foot = sizes.assign(name=FOOT)
    layers: list[Any] = [
        alt.Chart(shaded).mark_rect(cornerRadius=2).encode(x=x, y=y, color=_shade(cells, palette)),
        words(cells, palette).encode(x=x, y=y, text="words:N"),
        words(foot, palette, color=palette.muted).encode(x=x, y=y, text="words:N"),
        open_layer(
            alt.Chart(cells)
            .mark_rect(fillOpacity=0.002, cursor="pointer")
            .encode(
                x=x,
                y=y,
                tooltip=[
                    alt.Tooltip("name:N", title="Effect"),
                    alt.Tooltip("column:N", title=axis),
                    alt.Tooltip("of:N", title="Sessions"),
                ],
            )
        ),
    ]
    height = len(names) * ROW + HEAD
    return finish(layers, palette, title=title, subtitle=subtitle, height=height)


def _shade(cells: pd.DataFrame, palette: Palette) -> alt.Color:
    most = max([0.05, *cells["share"].dropna()])
    ends = [palette.sequential[PALEST], palette.sequential[DARKEST]]
    return alt.Color(
        "share:Q", scale=alt.Scale(domain=[0, round(most, 3)], range=ends), legend=None
    )
