"""Are the chairs used? Chair time, attendance, the way in, and what is done in time."""

import streamlit as st

from data.queries.insight.chairs import By
from pages.widgets import cached, figure, insight_filters, opened, table, utilization_head, who
from services.insight.ground import Period
from services.utilization import (
    attendance,
    by_month,
    chairs,
    compare,
    decisions,
    funnel,
    heat,
    minutes,
    no_show,
    opening,
    overruns,
    standing,
    summary,
    tiles,
)

PERIODS = (Period.QUARTER, Period.YEAR, Period.ALL)

user, zone = who.current().user, who.current().zone
EXTRAS = {"line": heat.LINES, "by": compare.choices(user)}
chosen = insight_filters.show("utilization", "Utilization", user, zone, PERIODS, EXTRAS)
ground, people = chosen.ground, chosen.people

came = cached.figure(attendance.attendance, user, ground)
use = cached.figure(chairs.use, user, ground)
utilization_head.sentence(chosen.words, came, use)
utilization_head.tiles(cached.figure(tiles.tiles, user, ground))

halves = st.grid(2, min_column_width=430, gap=("medium", "large"))
with halves.cell():
    figure.show(user, ground, heat.figure, st.session_state.utilization_line)
    st.segmented_control(
        "Rows",
        heat.LINES,
        format_func=lambda each: f"By {each}",
        key="utilization_line",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
with halves.cell():
    figure.show(user, ground, minutes.figure)

thirds = st.grid(3, min_column_width=270, gap=("medium", "large"))
with thirds.cell():
    figure.show(user, ground, no_show.figure)
with thirds.cell():
    figure.show(user, ground, funnel.figure)
with thirds.cell():
    figure.show(user, ground, overruns.figure)

way_in = st.grid(2, min_column_width=430, gap=("medium", "large"))
with way_in.cell():
    figure.show(user, ground, by_month.figure)
    figure.show(user, ground, standing.figure)
with way_in.cell():
    figure.show(user, ground, decisions.figure)
    figure.show(user, ground, decisions.rules)

table.show(user, ground, summary.figure, people)

by = st.segmented_control(
    "Compare by",
    EXTRAS["by"],
    format_func=lambda each: compare.BY_WORDS[By(each)],
    key="utilization_by",
    required=True,
    persist_state="session",
)
table.show(user, ground, compare.figure, By(by), people)

opened.show(user, ground, chosen.words, opening.find)
insight_filters.write("utilization", EXTRAS)
