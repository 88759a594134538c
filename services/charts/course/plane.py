"""What every layer shares: the two axes, the colours, and how much room there is for words."""

from dataclasses import dataclass
from functools import cached_property

import altair as alt
import numpy as np
import pandas as pd

from services.charts.course import dates
from services.charts.theme import Palette

NARROWEST = 430  # px: the drawn width on an 820 px screen, where everything must still fit
NAMES, GAP = 108, 8  # px at the left for lane and band names, and between them and the picture
UNIT = 10  # px of height for one point of score
TOP, BOTTOM = 27, -17  # points of score; what is below zero is lanes


@dataclass(frozen=True)
class Plane:
    """From `start` to `end` in milliseconds, from TOP down to `floor` in points of score."""

    start: float
    end: float
    floor: float
    cuts: tuple[int, ...]
    palette: Palette

    @property
    def span(self) -> float:
        return self.end - self.start

    @property
    def height(self) -> float:
        return UNIT * (TOP - self.floor)

    def width_of(self, pixels: float) -> float:
        """Milliseconds that so many pixels cover on the narrowest screen."""
        return self.span * pixels / NARROWEST

    def x(self, field: str = "x") -> alt.X:
        """The same scale and axis in each layer, or Vega-Lite would draw a second one."""
        scale = alt.Scale(domain=[self.start, self.end], nice=False, zero=False, padding=0)
        return alt.X(f"{field}:Q", scale=scale, axis=self._dates)

    def y(self, field: str = "y") -> alt.Y:
        scale = alt.Scale(domain=[self.floor, TOP], nice=False, zero=False)
        cuts = list(self.cuts)
        axis = alt.Axis(values=cuts, grid=False, title=None, minExtent=NAMES, labelPadding=GAP)
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)

    def across(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows with `x` at the left edge and `x2` at the right one."""
        return frame.assign(x=self.start, x2=self.end)

    @cached_property
    def _dates(self) -> alt.Axis:
        return dates.axis(self.start, self.end)


def spaced(frame: pd.DataFrame, plane: Plane) -> pd.DataFrame:
    """The rows, most important first, that do not touch a row already kept.

    Expects `x` (milliseconds) and `wide` (px): what cannot be read is not written over.
    """
    kept: list[tuple[float, float]] = []
    fits: list[bool] = []
    for x, wide in zip(frame["x"], frame["wide"], strict=True):
        fits.append(all(abs(x - at) >= plane.width_of((wide + other) / 2) for at, other in kept))
        if fits[-1]:
            kept.append((x, wide))
    return frame[np.array(fits, dtype=bool)]
