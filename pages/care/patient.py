"""One patient: who, where in treatment, the course in one picture, and every table behind it."""

import streamlit as st

from pages.widgets import (
    address,
    course_card,
    patient_copies,
    patient_head,
    patient_tables,
    places,
    risk_card,
    screening_card,
    which,
    who,
)
from services import courses, patients, risk
from services.access import Action, can

user, zone = who.current().user, who.current().zone
patient_id = which.patient()

top = st.container(horizontal=True, vertical_alignment="center")
top.page_link(
    places.CASELOAD,
    label="Patients",
    icon=":material/arrow_back:",
    query_params=address.current("caseload"),
)
summary = patients.summary(user, patient_id, zone)
patient_head.show(summary, user)

with st.container(horizontal=True, vertical_alignment="center"):
    patient_head.ways(summary, user, zone)

if not can(user, Action.VIEW_CLINICAL):
    patient_head.contact(summary)
    patient_head.steps(summary)
    st.stop()

with top:
    st.space("stretch")
    patient_copies.buttons(user, patient_id, zone)
found = risk.show(user, patient_id)
if found.waiting:  # before everything else
    risk_card.at_top(user, patient_id, zone, found)
chart = courses.chart(user, patient_id, zone)
picture = st.container()
names = patient_tables.names(chart)
sessions, effects, scores, readings, screening, outside, stages, twin = st.tabs(names)
with sessions:
    patient_tables.sessions(chart.sessions)
with effects:
    patient_tables.side_effects(chart.side_effects)
with scores:
    patient_tables.assessments(chart.assessments)
with readings:
    patient_tables.readings(chart.readings)
with screening:
    if not found.waiting:
        risk_card.show(user, patient_id, zone, found, wanted=False)
    screening_card.show(chart)
with outside:
    patient_head.contact(summary)
    patient_head.medicines(summary)
    patient_tables.diagnoses(chart)
with stages:
    patient_head.steps(summary)
with twin:
    course_card.twin(chart)
with picture:  # last, because it takes longest to make
    course_card.show(chart)
