"""Recent answers in files that speak of suicide: said before they come in, and whose after."""

from collections.abc import Sequence

import streamlit as st

from data.reference.signals import signals
from pages.widgets import places
from pages.widgets.text import counted, plain
from services.access import Action, User, can
from services.importing.plans import FilePlan

MOST = 20
"""People who are named."""


def show(user: User, plans: Sequence[FilePlan], *, taken: bool) -> None:
    """Whose recent answers speak of suicide: before they come in a warning, then links to them."""
    people = {each.patient_id: each.person for plan in plans for each in plan.alarms}
    if not people:
        return
    who = counted(len(people), "person's answers speak", "people's answers speak")
    words = f"**{who} of suicide**, not {signals().recent.days} days old and not assessed since."
    if not taken:
        st.warning(f"{words} Bringing this in opens the work.", icon=":material/priority_high:")
        return
    st.error(f"{words} Their risk has to be assessed.", icon=":material/emergency:")
    if can(user, Action.VIEW_CLINICAL):
        for patient_id, name in list(people.items())[:MOST]:
            st.page_link(places.PATIENT, label=plain(name), query_params={"id": str(patient_id)})
        if len(people) > MOST:
            st.markdown(f":gray[And {len(people) - MOST:,} more: Intake and Patients.]")
