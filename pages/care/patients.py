"""The caseload: everyone by treatment stage. Without names to see, numbers."""

import streamlit as st

from pages.widgets import caseload_filters, caseload_table, export, places, who
from services import caseload
from services.access import Action, can

user, zone = who.current().user, who.current().zone

if not can(user, Action.VIEW_CASELOAD):
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title("Patients", anchor=False, width="content")
        st.markdown(":gray[By stage and route. Names are for the care team.]", width="stretch")
    numbers = caseload.numbers(user)
    right = st.column_config.Column(alignment="right")
    st.dataframe(
        numbers.replace("0", "–"),
        height="content",
        width=640,
        row_height=34,
        hide_index=True,
        column_config=dict.fromkeys(numbers.columns[1:], right),
        alt="People by stage and route",
    )
    st.markdown(":small[:gray[Counts of 1 to 4 are hidden, so that nobody stands out.]]")
    st.stop()

offered = caseload_filters.choices(user)
filters, order = caseload_filters.read(offered)
after = caseload_table.after(filters, order)
found = caseload.show(user, filters, order, zone, after=after)

with st.container(horizontal=True, vertical_alignment="center"):
    st.title("Patients", anchor=False, width="content")
    st.markdown(caseload_table.heading(found.counts), width="stretch")
    export.show(user, filters, order, zone)
caseload_filters.draw(offered, found.counts)
caseload_table.show(found, filters)
caseload_table.pages(found)
caseload_filters.write_url(filters, order, offered)

if opened := st.session_state.pop("opened", None):
    st.switch_page(places.PATIENT, query_params={"id": str(opened)})
