"""One figure of an insight page: its picture, the same as a table, and the same in a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import altair as alt
import pandas as pd

Draw = Callable[..., alt.LayerChart]
"""Called with `palette=`."""

NUMBER = "number"
"""The column with the id of the number that a row of a table, or a mark of a picture, opens."""


@dataclass(frozen=True)
class Figure:
    """What a page shows and a report prints.

    `picture` makes the chart from the colours of a theme (a functools.partial, so that it can be
    kept); None where there is nothing to draw, and `caption` then says why. `table` holds the
    same in words, and may have a column `NUMBER`; `alt` is the finding in a sentence. A picture
    that `opens` has a selection named "open" over the column `NUMBER`. `definitions` are ids.
    """

    title: str
    picture: Draw | None
    table: pd.DataFrame
    alt: str
    caption: str = ""
    opens: bool = False
    numbers: tuple[tuple[str, str], ...] = ()
    """Links below the picture: words, and the id of the number they open."""
    cells: Mapping[tuple[int, str], str] = field(default_factory=dict)
    """Where single cells of the table open: the id of a number by row and column."""
    definitions: tuple[str, ...] = ()

    @property
    def words(self) -> pd.DataFrame:
        """The table as it is read, and as it leaves: without what its rows open."""
        return self.table.drop(columns=NUMBER, errors="ignore")


Make = Callable[..., Figure]
"""Called with the user, the ground, and what else the figure is about."""
