"""Is it working? Response and remission, how long they take and last, and for whom."""

import streamlit as st

from pages.widgets import figure, insight_filters, who
from services.insight.ground import Period
from services.outcomes import shares, weeks

PERIODS = (Period.YEAR, Period.TWO_YEARS, Period.ALL)
EXTRAS = {"by": ("all",)}

user, zone = who.current().user, who.current().zone
chosen = insight_filters.show("outcomes", "Outcomes", user, zone, PERIODS, EXTRAS)
ground = chosen.ground

with st.container():
    grid = st.grid(2, min_column_width=430, gap=("small", "large"))
    with grid.cell():
        figure.show(user, ground, shares.figure, "response")
    with grid.cell():
        figure.show(user, ground, shares.figure, "remission")
    with grid.cell():
        figure.show(user, ground, weeks.figure)
insight_filters.write("outcomes", EXTRAS)
