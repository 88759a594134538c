"""A figure on a page: its picture, its words, its twin as a table, and copies of it."""

from typing import Any

import streamlit as st
from altair.utils.schemapi import debug_mode

from pages.widgets import cached, copies, look, opened, table
from services.access import User
from services.charts.theme import Palette
from services.insight.figure import Draw, Figure, Make
from services.insight.ground import Ground

ROW = 30


def show(user: User, ground: Ground, make: Make, *more: Any) -> None:
    """Draw `make(user, ground, *more)`; equal questions on equal grounds have one picture."""
    found = cached.figure(make, user, ground, *more)
    name = "-".join([*make.__module__.split(".")[1:], make.__name__, *map(str, more)])
    if found.picture is None:
        st.markdown(f"**{found.title}**")
        _without_picture(name, found)
    else:
        _picture(ground, name, found, found.picture)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for words, number in found.numbers:
            opened.link(words, number)
        if found.caption and not found.table.empty:
            st.markdown(f":small[:gray[{found.caption}]]", width="stretch")
        if not found.table.empty:
            _table(user, ground, name, found, make, *more)


def _without_picture(name: str, found: Figure) -> None:
    """The table itself where it is all there is; where there is nothing, why."""
    if found.table.empty:
        st.info(found.caption)
    else:
        table.rows(found.table, name, ROW, cells=found.cells)


def _table(user: User, ground: Ground, name: str, found: Figure, make: Make, *more: Any) -> None:
    label = "Copies" if found.picture is None else "Table"
    with st.popover(label, type="tertiary", key=f"table-{name}", width="content"):
        if found.picture is not None:
            table.rows(found.table, name, ROW, width="content")
        copies.show(user, ground, name, make, *more)


def _picture(ground: Ground, name: str, found: Figure, draw: Draw) -> None:
    dark = look.is_dark()
    spec = cached.spec(f"{name} {dark}", ground, lambda: made(draw, look.palette()))
    if not found.opens:
        st.vega_lite_chart(None, spec, theme=None, alt=found.alt)
        return
    # Another key after each number that was opened: a chart with a mark still chosen would not
    # tell that the same mark was chosen again.
    key = f"chart-{name}-{opened.times()}"
    st.vega_lite_chart(
        None,
        spec,
        theme=None,
        alt=found.alt,
        key=key,
        on_select=lambda: _open(key),
        selection_mode="open",
    )


def _open(key: str) -> None:
    chosen = st.session_state[key].selection.get("open") or []
    if chosen:
        opened.ask(str(chosen[0]["number"]))


def made(draw: Draw, palette: Palette) -> dict[str, Any]:
    """The picture as Vega-Lite."""
    with debug_mode(False):  # altair checks every part of its own making otherwise
        spec: dict[str, Any] = draw(palette=palette).to_dict(validate=False)
    return spec
