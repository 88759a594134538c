"""The frame around every page: who is here, the menu for their role, and refusals in words."""

import streamlit as st

from pages.widgets import closed, demonstration, look, menu, places, who
from pages.widgets.menu import Entry
from services import accounts
from services.access import Action
from services.refusals import Refusal

MENU = {
    "Care": [
        Entry(
            st.Page(places.CASELOAD, title="Patients"),
            ":material/groups:",
            (Action.VIEW_CASELOAD, Action.VIEW_NUMBERS),
        ),
        Entry(
            st.Page(places.PATIENT, title="Patient", visibility="hidden"),
            None,
            (Action.VIEW_PATIENT,),
        ),
    ],
    "Team": [
        Entry(
            st.Page(places.EXCHANGE, title="Exchange"),
            ":material/swap_vert:",
            (Action.IMPORT_FILES,),
        ),
    ],
    "Account": [
        Entry(
            st.Page(places.PROFILE, title="Profile"),
            ":material/badge:",
            (Action.VIEW_SELF,),
        ),
    ],
}
"""Every page, its place, and the actions of which one lets a person open it."""

look.begin()
try:
    open_record = accounts.demonstration()
except Refusal as refusal:
    closed.show(str(refusal))
    st.stop()

menu_place, who_place = st.sidebar.container(), st.sidebar.container()
with who_place:
    user = who.choose(open_record)
    demonstration.banner(open_record)
page = menu.navigation(MENU, user)
look.finish(open_record.clinic)
with menu_place:
    menu.show(MENU, user)
try:
    page.run()
except Refusal as refusal:  # the one place that turns a refusal into a sentence
    st.error(str(refusal), icon=":material/block:")
