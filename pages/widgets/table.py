"""A figure that is a table: its rows open, and it leaves as a copy."""

from typing import Any

import streamlit as st

from pages.widgets import cached, copies, opened
from pages.widgets.figure import Make
from services.access import User
from services.insight.ground import Ground

ROW = 34
TALLEST = 23
WIDE = {"Figure": 230, "Value": 110, "Counted": 250, "Own target": 95, "In more detail": 640}
"""Pixels of columns."""


def show(user: User, ground: Ground, make: Make, *more: Any) -> None:
    """Draw the table of `make(user, ground, *more)`; a row opens its `number`, where it has one."""
    found = cached.figure(make, user, ground, *more)
    name = "-".join([*make.__module__.split(".")[1:], make.__name__, *map(_word, more)])
    st.markdown(f"**{found.title}**")
    if found.table.empty:
        st.info(found.caption or "Nothing of this period and filter can be counted.")
        return
    shown = found.table.drop(columns="number", errors="ignore")
    key = f"table-{name}-{opened.times()}"

    def open_row() -> None:
        rows = st.session_state[key].selection.rows
        number = found.table["number"].iloc[rows[0]] if rows else ""
        if number:
            opened.ask(str(number))

    st.dataframe(
        shown,
        key=key,
        hide_index=True,
        row_height=ROW,
        height=min(TALLEST, len(shown) + 1) * ROW + 3,
        column_config={
            name: st.column_config.TextColumn(width=width)
            for name, width in WIDE.items()
            if name in shown
        },
        placeholder="",
        on_select=open_row,
        selection_mode="single-row",
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        said = f"{found.caption} Select a row to open its number.".strip()
        st.markdown(f":small[:gray[{said}]]", width="stretch")
        with st.popover("Copies", type="tertiary", key=f"copies-{name}", width="content"):
            copies.show(user, ground, name, make, *more)


def _word(more: Any) -> str:
    return str(more) if isinstance(more, str) else type(more).__name__
