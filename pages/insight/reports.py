"""Reports: the clinic's main figures of one month or period, on paper."""

import streamlit as st

from pages.widgets import report, report_choice, who

user, zone = who.current().user, who.current().zone

st.title("Reports", anchor=False)
st.markdown(
    ":gray[The clinic report holds the main figures of Outcomes, Side effects and Utilization, "
    "each with its table, and what every word means. It names no patient. Every report that is "
    "made is audited.]"
)
ground = report_choice.show(user, zone)
report.show(user, ground)
