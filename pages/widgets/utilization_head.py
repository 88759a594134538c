"""The head of the utilization page: what is counted, and the tiles."""

import streamlit as st

from data.reference.kpis import kpis
from pages.widgets import definitions, look, opened
from services.charts.spark import spark
from services.utilization.attendance import Attendance
from services.utilization.chairs import ChairUse
from services.utilization.tiles import Tile

NARROWEST = 150
"""Pixels of a tile."""

SPARK = 44
"""Pixels that a figure without a course leaves free."""


def sentence(words: str, came: Attendance, use: ChairUse) -> None:
    """The filter, days, chairs and hours, and in bold the visits that were given."""
    hours = f"{use.total.available / 60:,.0f} chair-hours available" if use.known else ""
    parts = [words, f"{came.days:,} clinic days"]
    parts += [f"{use.chairs:,} chairs", hours] if use.known else []
    given = "hidden" if came.given is None else f"{came.given:,}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":gray[{', '.join(parts)}.] **{given} visits given.**", width="content")
        opened.link("Who was given a dose", "given")
        rules = kpis()
        definitions.show(
            "How each is counted", rules.figures.values(), rules.version, rules.checked_by
        )
    if use.unknown:
        sites = ", ".join(use.unknown)
        st.info(
            f"Without opening hours: {sites}. Their chairs are left out of chair use, which is "
            "not known there. Opening hours are kept with the site."
        )


def tiles(shown: list[Tile]) -> None:
    """A row of figures; up is neither good nor bad here."""
    grid = st.grid(len(shown), min_column_width=NARROWEST, gap=("small", "medium"))
    for tile in shown:
        with grid.cell():
            st.metric(
                tile.label,
                tile.value,
                delta=tile.below,
                delta_color="off",
                delta_arrow="off",
            )
            if len(tile.course) < 2:
                st.space(SPARK)
            else:
                line = spark(tile.course, look.palette())
                # Streamlit's own line in a metric complains to the browser before it is drawn.
                st.html(f'<img src="{line}" width="150" height="44" alt="{tile.label} over time">')
            opened.link(tile.link, tile.number)
