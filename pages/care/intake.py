"""Intake: everybody on the way in, and one screening with its decision."""

import streamlit as st

from pages.widgets import intake_new, intake_one, intake_queue, places, which, who
from services import caseload
from services.intake import queue

user, zone = who.current().user, who.current().zone

if "id" in st.query_params:
    st.page_link(places.INTAKE, label="Intake", icon=":material/arrow_back:", query_params={})
    intake_one.show(user, which.patient(), zone)
    st.stop()

people = caseload.people(user)
filters, after = intake_queue.filters(people)
found = queue.show(user, filters, zone, after=after)

with st.container(horizontal=True, vertical_alignment="center"):
    st.title("Intake", anchor=False, width="content")
    st.markdown(intake_queue.heading(found.counts), width="stretch")
    intake_new.button(people)
intake_queue.draw(people, found.counts)
intake_queue.show(found)
intake_queue.pages(found)

if opened := st.session_state.pop("intake_opened", None):
    st.switch_page(places.INTAKE, query_params={"id": str(opened)})
