"""A figure that is a table: its rows open, and it leaves as a copy."""

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
import streamlit as st

from pages.widgets import cached, copies, opened
from services.access import User
from services.insight.figure import NUMBER, Make
from services.insight.ground import Ground

ROW = 34
TALLEST = 23
WIDE = {
    "Figure": 230,
    "Value": 110,
    "Counted": 250,
    "95 % interval": 110,
    "Own target": 95,
    "In more detail": 640,
}
"""Pixels of columns."""


def show(user: User, ground: Ground, make: Make, *more: Any) -> None:
    """Draw the table of `make(user, ground, *more)`; a row opens its `number`, where it has one."""
    found = cached.figure(make, user, ground, *more)
    name = "-".join([*make.__module__.split(".")[1:], make.__name__, *map(_word, more)])
    st.markdown(f"**{found.title}**")
    if found.table.empty:
        st.info(found.caption or "Nothing of this period and filter can be counted.")
        return
    rows(found.table, name, ROW, min(TALLEST, len(found.table) + 1) * ROW + 3)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        said = f"{found.caption} Select a row to open its number.".strip()
        st.markdown(f":small[:gray[{said}]]", width="stretch")
        with st.popover("Copies", type="tertiary", key=f"copies-{name}", width="content"):
            copies.show(user, ground, name, make, *more)


def rows(
    table: pd.DataFrame,
    name: str,
    row_height: int,
    height: int | Literal["auto"] = "auto",
    *,
    width: Literal["stretch", "content"] = "stretch",
    cells: Mapping[tuple[int, str], str] | None = None,
) -> None:
    """A table without its column `NUMBER`; where it has one, a row opens the number it names.

    Where there are `cells`, each opens the number it has.
    """
    shown = table.drop(columns=NUMBER, errors="ignore")
    looks: dict[str, Any] = {
        "hide_index": True,
        "row_height": row_height,
        "height": height,
        "width": width,
        "column_config": {
            column: st.column_config.TextColumn(width=width)
            for column, width in WIDE.items()
            if column in shown
        },
        "placeholder": "",
    }
    key = f"rows-{name}-{opened.times()}"
    if cells:
        _cells(shown, key, cells, looks)
        return
    if NUMBER not in table:
        st.dataframe(shown, **looks)
        return

    def open_row() -> None:
        chosen = st.session_state[key].selection.rows
        if chosen and (number := table[NUMBER].iloc[chosen[0]]):
            opened.ask(str(number))

    st.dataframe(shown, key=key, on_select=open_row, selection_mode="single-row", **looks)


def _cells(
    shown: pd.DataFrame, key: str, cells: Mapping[tuple[int, str], str], looks: dict[str, Any]
) -> None:
    def open_cell() -> None:
        chosen = st.session_state[key].selection.cells
        if chosen and (number := cells.get((chosen[0][0], chosen[0][1]))):
            opened.ask(number)

    st.dataframe(shown, key=key, on_select=open_cell, selection_mode="single-cell", **looks)


def _word(more: Any) -> str:
    return str(more) if isinstance(more, str) else type(more).__name__
