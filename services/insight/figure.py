"""One figure of an insight page: its picture, the same as a table, and the same in a sentence."""

from collections.abc import Callable
from dataclasses import dataclass

import altair as alt
import pandas as pd

Draw = Callable[..., alt.LayerChart]
"""Called with `palette=`."""


@dataclass(frozen=True)
class Figure:
    """What a page shows and a report prints.

    `picture` makes the chart from the colours of a theme (a functools.partial, so that it can be
    kept); None where there is nothing to draw, and `caption` then says why. `table` holds the
    same in words, `alt` the finding in a sentence. A picture that `opens` has a selection named
    "open" over the column `number`, the id of a number that opens. `definitions` are ids.
    """

    title: str
    picture: Draw | None
    table: pd.DataFrame
    alt: str
    caption: str = ""
    opens: bool = False
    numbers: tuple[tuple[str, str], ...] = ()
    """Links below the picture: words, and the id of the number they open."""
    definitions: tuple[str, ...] = ()
