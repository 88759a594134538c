"""The colours and the look of every chart, once, for the light and the dark theme.

Streamlit paints its own parts from .streamlit/config.toml; a test holds the two files equal where
they name the same thing. Charts are shown with `theme=None`, so nothing of Streamlit's is mixed in.
"""

from dataclasses import dataclass
from typing import TypeVar

import altair as alt

FONT = "Source Sans, Source Sans Pro, sans-serif"
"""The screen's font, and the same one by the name it has as a file, for copies and reports."""

Drawn = TypeVar("Drawn", alt.Chart, alt.LayerChart)


@dataclass(frozen=True)
class Status:
    """One claim in three strengths: a mark or icon, words that pass contrast, a quiet surface."""

    mark: str
    text: str
    background: str


@dataclass(frozen=True)
class Palette:
    page: str
    surface: str
    ink: str
    muted: str
    line: str
    grid: str
    axis: str
    primary: str  # of marks; in dark it is brighter than the primary of buttons
    go: Status
    hold: Status
    stop: Status
    info: Status
    neutral: Status
    reference: Status  # published results: never green or red, for they are no target
    response: Status
    remission: Status
    iv: Status
    nasal: Status
    phq9: str
    gad7: str
    bands: tuple[str, ...]  # severity, mildest first, as surfaces behind a line
    cells: tuple[str, ...]  # severity, mildest first, as table cells
    categories: tuple[str, ...]  # IV ketamine is the first and Spravato the second, everywhere
    sequential: tuple[str, ...]  # ordered things, least first


LIGHT = Palette(
    page="#FFFFFF",
    surface="#F4F6F8",
    ink="#18222C",
    muted="#55616E",
    line="#D8DEE5",
    grid="#E4E8ED",
    axis="#C3CBD4",
    primary="#0F6E84",
    go=Status("#1B7F5C", "#14664A", "#E6F4EE"),
    hold=Status("#B26A00", "#855000", "#FDF1DC"),
    stop=Status("#B3261E", "#9A1F18", "#FCEBE9"),
    info=Status("#2C6DB2", "#1F5793", "#E8F1FB"),
    neutral=Status("#5B6675", "#4F5B68", "#EDF0F4"),
    reference=Status("#B26A00", "#855000", "#FDF1DC"),
    response=Status("#0F6E84", "#0B5F73", "#CFE3E9"),
    remission=Status("#B5588F", "#9C4A7D", "#EBD3E2"),
    iv=Status("#0072B2", "#0069A5", "#CCE3F0"),
    nasal=Status("#D55E00", "#B34E00", "#F7DFCC"),
    phq9="#0B4A5A",
    gad7="#9C4A7D",
    bands=("#F7FAFB", "#EFF5F7", "#E4EFF2", "#D6E6EB", "#C6DCE3"),
    cells=("#F5F9FA", "#E8F1F4", "#D6E6EB", "#BFD8E0", "#A5C7D2"),
    categories=("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#5B6675"),
    sequential=(
        *("#F3F8FA", "#E4F0F3", "#CFE3E9", "#B4D3DC", "#94BFCC"),
        *("#70A8B9", "#4C8FA3", "#2C788E", "#0F6277", "#0A4555"),
    ),
)

DARK = Palette(
    page="#10161C",
    surface="#1A222B",
    ink="#E4EAF0",
    muted="#A2AEBA",
    line="#2F3B46",
    grid="#26303A",
    axis="#3C4955",
    primary="#4DB6CC",
    go=Status("#3FB587", "#6FD3A9", "#12302A"),
    hold=Status("#E0A03C", "#F2BC66", "#35270F"),
    stop=Status("#F07A70", "#FFA198", "#421D1B"),
    info=Status("#6FA8EA", "#94C0F4", "#16283C"),
    neutral=Status("#8895A3", "#A8B4C0", "#232C36"),
    reference=Status("#E0A03C", "#F2BC66", "#35270F"),
    response=Status("#4DB6CC", "#7CCBDD", "#1A343D"),
    remission=Status("#DD9BC0", "#E3A3C6", "#3A2633"),
    iv=Status("#56B4E9", "#7CC6EF", "#16303F"),
    nasal=Status("#E8833A", "#F0A066", "#3B2414"),
    phq9="#8FD6E6",
    gad7="#E3A3C6",
    bands=("#121A21", "#15222A", "#192C35", "#1E3842", "#254651"),
    cells=("#121A21", "#15222A", "#192C35", "#1E3842", "#254651"),
    categories=("#56B4E9", "#E8833A", "#2FBF94", "#DD9BC0", "#E69F00", "#8FCBEF", "#A8B4C0"),
    sequential=(
        *("#131F26", "#16282F", "#1A343D", "#1F424D", "#27535F"),
        *("#326776", "#42808F", "#5B9CAB", "#7FB9C6", "#B0D8E1"),
    ),
)


def configure(chart: Drawn, palette: Palette) -> Drawn:
    """The same chart in the house look; call it once, on the outermost chart."""
    configured: Drawn = chart.configure(
        font=FONT,
        background="transparent",
        padding={"left": 0, "top": 4, "right": 4, "bottom": 6},
        view=alt.ViewConfig(stroke=None),
        # A screen reader says the chart's alt text and reads its table. To it a layer that is
        # empty would be a picture without words.
        mark=alt.MarkConfig(aria=False),
        text=alt.MarkConfig(font=FONT, fontSize=12, color=palette.ink),
        bar=alt.BarConfig(cornerRadius=1),
        axis=alt.AxisConfig(
            labelColor=palette.muted,
            labelFontSize=12,
            titleColor=palette.muted,
            titleFontSize=12,
            titleFontWeight=400,
        ),
        axisX=alt.AxisConfig(
            grid=False, domainColor=palette.axis, tickColor=palette.axis, tickSize=4
        ),
        axisY=alt.AxisConfig(domain=False, ticks=False, gridColor=palette.grid),
    )
    return configured
