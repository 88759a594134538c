"""The frame around every page: who is here, the menu for their role, and refusals in words."""

import streamlit as st

from pages.widgets import demonstration, look, menu, places, who
from pages.widgets.menu import Entry
from services import accounts
from services.access import Action
from services.refusals import Refusal

MENU = {
    "Care": [
        Entry(
            places.CASELOAD,
            "Patients",
            ":material/groups:",
            (Action.VIEW_CASELOAD, Action.VIEW_NUMBERS),
        ),
        Entry(places.INTAKE, "Intake", ":material/assignment:", (Action.ADD_INQUIRY,)),
        Entry(places.PATIENT, "Patient", None, (Action.VIEW_PATIENT,)),
    ],
    "Insight": [
        Entry(places.OUTCOMES, "Outcomes", ":material/monitoring:", (Action.VIEW_NUMBERS,)),
        Entry(places.SIDE_EFFECTS, "Side effects", ":material/sick:", (Action.VIEW_NUMBERS,)),
        Entry(places.UTILIZATION, "Utilization", ":material/chair:", (Action.VIEW_NUMBERS,)),
        Entry(places.REPORTS, "Reports", ":material/description:", (Action.EXPORT_NUMBERS,)),
    ],
    "Team": [
        Entry(places.EXCHANGE, "Exchange", ":material/swap_vert:", (Action.IMPORT_FILES,)),
    ],
    "Account": [
        Entry(places.PROFILE, "Profile", ":material/badge:", (Action.VIEW_SELF,)),
    ],
}
"""Every page, its place, and the actions of which one lets a person open it."""

look.begin()
try:
    open_record = accounts.demonstration()
except Refusal as refusal:
    menu.asked(MENU, None)
    st.error(str(refusal), icon=":material/lock:")
    st.stop()

menu_place, who_place = st.sidebar.container(), st.sidebar.container()
with who_place:
    user = who.choose(open_record)
    demonstration.banner(open_record)
here = menu.asked(MENU, user)
look.finish(open_record.clinic)
with menu_place:
    menu.show(MENU, user, here)
try:
    if not here.entry.opens_for(user):
        accounts.insist(user, here.entry.actions[0])
    here.page.run()
except Refusal as refusal:  # the one place that turns a refusal into a sentence
    st.error(str(refusal), icon=":material/block:")
