"""Serious events as a table: who, what, why serious, and whether it is reported."""

import streamlit as st

from pages.widgets import cached, copies, places
from pages.widgets.text import visible
from services.access import User
from services.insight.ground import Ground
from services.side_effects import serious

ROW = 34
WIDTHS = {
    "Patient": 140,
    "Session": 190,
    "What happened": 310,
    "Why serious": 145,
    "Report": 150,
}
"""Pixels, together as wide as a desk's screen has."""


def show(user: User, ground: Ground, filter_words: str) -> None:
    """The table; a row that is chosen opens its patient. Without names, counts only."""
    found = cached.figure(serious.serious, user, ground)
    st.markdown(f"**Serious events** :gray[{filter_words}]")
    if found.counts.empty:
        st.info("No serious event is recorded in this filter.")
        return
    if found.events is None:
        st.dataframe(found.counts, hide_index=True, row_height=ROW, width="stretch")
        st.markdown(
            ":small[:gray[Counts only: the events themselves are for the care team, and small "
            "counts are hidden.]]"
        )
    else:
        _events(found)
    with st.popover("Copies", type="tertiary", key="copies-serious", width="content"):
        copies.show(user, ground, "serious-events", serious.figure)


def _events(found: serious.Serious) -> None:
    assert found.events is not None, "somebody may see names"
    rows = found.events.drop(columns="patient_id")
    event = st.dataframe(
        rows.assign(Patient=rows["Patient"].map(visible)),
        key="serious-events",
        hide_index=True,
        row_height=ROW,
        height=min(10 * ROW, (len(rows) + 1) * ROW) + 2,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "Date": st.column_config.DateColumn(format="D MMM YYYY", width=100),
            **{name: st.column_config.TextColumn(width=width) for name, width in WIDTHS.items()},
        },
    )
    st.markdown(
        ":small[:gray[Select a row to open the patient. Both routes are listed, unless "
        "the filter names one.]]"
    )
    if event.selection.rows:
        patient_id = found.events["patient_id"].iloc[event.selection.rows[0]]
        st.switch_page(places.PATIENT, query_params={"id": str(patient_id)})
