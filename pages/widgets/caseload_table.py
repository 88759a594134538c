"""The caseload as a grid: one row a patient, a click opens that very patient."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

import pandas as pd
import streamlit as st

from data import reference
from data.queries.caseload import ACTIVE, Counts
from pages.widgets import address, look
from pages.widgets.text import visible
from services.caseload import FLAG_WORDS, PAGE, Caseload, Flag

ROW = 34
HEIGHT = 19 * ROW + 2
"""Eighteen rows and the head; the page itself then does not scroll at 1440 x 900."""

column = st.column_config
COLOURS = {Flag.ITEM9: "red", Flag.RISING: "orange", Flag.ON_HOLD: "gray", Flag.NO_SCORE: "gray"}


def _flags(*flags: Flag) -> Any:
    return column.MultiselectColumn(
        "Flags",
        width=124,
        options=[FLAG_WORDS[flag] for flag in flags],
        color=[COLOURS[flag] for flag in flags],
    )


CLINICAL = {
    "patient": column.TextColumn("Patient", width=136),
    "flags": _flags(*Flag),
    "stage": column.TextColumn("Stage", width=94),
    "days": column.NumberColumn("Days", width=48, help="Days in this stage"),
    "course": column.LineChartColumn("PHQ-9 course", width=100, y_min=0, y_max=27, color="primary"),
    "phq9": column.NumberColumn("PHQ-9", width=54, help="Last complete score"),
    "change": column.NumberColumn("Change", width=60, format="%+d", help="Against baseline"),
    "item9": column.TextColumn("Item 9", width=54, help="? is unknown, which is never fine"),
    "scored": column.DateColumn("Scored", width=96, format="D MMM YYYY"),
    "next": column.DateColumn("Next", width=90, help="Next session booked", format="ddd D MMM"),
    "last": column.DateColumn("Last", width=90, help="Last session", format="D MMM YYYY"),
    "route": column.TextColumn("Route", width=86),
    "with": column.TextColumn("With", width=128),
    "mrn": column.TextColumn("MRN", width=84),
}
FRONT_DESK = {
    "patient": column.TextColumn("Patient", width=170),
    "flags": _flags(Flag.ON_HOLD),
    "stage": CLINICAL["stage"],
    "days": CLINICAL["days"],
    "next": CLINICAL["next"],
    "last": CLINICAL["last"],
    "phone": column.TextColumn("Phone", width=130),
    "born": column.DateColumn("Born", width=100, format="D MMM YYYY"),
    "route": CLINICAL["route"],
    "with": CLINICAL["with"],
    "site": column.TextColumn("Site", width=110),
    "mrn": CLINICAL["mrn"],
}


def heading(counts: Counts) -> str:
    """How many people the other filters leave, and how many of them are on the active caseload."""
    everyone = sum(counts.stages.values())
    active = sum(counts.stages.get(stage, 0) for stage in ACTIVE)
    return f":gray[{everyone} people, {active} on the active caseload]"


def show(found: Caseload) -> None:
    """Draw the rows; a click puts the patient's id into `session_state.opened`."""
    rows = found.rows
    if rows.empty:
        st.info("No patients match.", icon=":material/search_off:")
        st.button("Clear filters", on_click=_clear)
        return
    # Rows may change between drawing and clicking. Other rows are another grid with ids of its
    # own, so a click that was under way opens whom it was aimed at.
    ids = tuple(rows["patient_id"])
    key = f"caseload-{hash(ids)}"
    columns = CLINICAL if "phq9" in rows else FRONT_DESK
    st.dataframe(
        _styled(rows.assign(patient=rows["patient"].map(visible))),
        key=key,
        height=min(HEIGHT, (len(rows) + 1) * ROW + 2),
        row_height=ROW,
        hide_index=True,
        column_order=list(columns),
        column_config=columns,
        placeholder="",
        on_select=partial(_open, key, ids),
        selection_mode="single-row",
        alt="The caseload, one row a patient. Select a row to open the patient.",
    )


def after(filters: Any, order: Any) -> Any:
    """Where this screen of the list begins; another filter or order begins at the top."""
    view = (filters, order)
    if st.session_state.get("paged_view") != view:
        st.session_state.paged_view = view
        st.session_state.starts = []
    starts = st.session_state.starts
    return starts[-1] if starts else None


def pages(found: Caseload) -> None:
    """Buttons to the next and previous screens, where there are any."""
    starts = st.session_state.starts
    if not starts and found.after is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        first = len(starts) * PAGE + 1
        st.markdown(f":small[Rows {first} to {first + len(found.rows) - 1}]", width="content")
        st.button("Previous", disabled=not starts, on_click=starts and starts.pop)
        if found.after is not None:
            st.button("Next", on_click=starts.append, args=(found.after,))


def _styled(rows: pd.DataFrame) -> Any:
    """PHQ-9 cells in the colour of their severity band."""
    if "phq9" not in rows:
        return rows
    bands = reference.instrument("phq9").bands
    cells = look.palette().cells

    def colour(total: Any) -> str:
        if pd.isna(total):
            return ""
        place = next(n for n, band in enumerate(bands) if total <= band.high)
        return f"background-color: {cells[place]}"

    return rows.style.map(colour, subset=["phq9"]).format(
        {"phq9": "{:.0f}", "change": "{:+.0f}", "days": "{:.0f}"}, na_rep=""
    )


def _open(key: str, ids: Sequence[UUID]) -> None:
    chosen = st.session_state[key].selection.rows
    if chosen:
        st.session_state.opened = ids[chosen[0]]


def _clear() -> None:
    address.forget("caseload")
    st.session_state.caseload_of = None
