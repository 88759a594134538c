"""The caseload as a grid: one row a patient, a click opens that very patient."""

from typing import Any

import pandas as pd
import streamlit as st

from data import reference
from data.queries.caseload import ACTIVE, Counts
from pages.widgets import address, look, rows
from pages.widgets.text import counted, visible
from services.caseload import FLAG_WORDS, PAGE, Caseload, Filters, Flag

ROW = 34
NAME = 138
HEIGHT = 19 * ROW + 2
"""Eighteen rows and the head; the page itself then does not scroll at 1440 x 900."""

column = st.column_config
COLOURS = {Flag.ITEM9: "red", Flag.RISING: "orange", Flag.ON_HOLD: "gray", Flag.NO_SCORE: "gray"}


def _flags(width: int, *flags: Flag) -> Any:
    return column.MultiselectColumn(
        "Flags",
        width=width,
        options=[FLAG_WORDS[flag] for flag in flags],
        color=[COLOURS[flag] for flag in flags],
    )


# As narrow as their words allow: together they fill a screen of 1440 px. With everybody's people
# listed, "With" comes in and the MRN lies to the right.
CLINICAL = {
    "patient": column.TextColumn("Patient"),
    "flags": _flags(124, *Flag),
    "stage": column.TextColumn("Stage", width=90),
    "days": column.NumberColumn("Days", width=44, help="Days in this stage"),
    "course": column.LineChartColumn(
        "Course", width=72, y_min=0, y_max=27, color="primary", help="PHQ-9, 0 to 27"
    ),
    "phq9": column.NumberColumn("PHQ-9", width=52, help="Last complete score"),
    "change": column.NumberColumn("Change", width=58, help="Against baseline"),
    "item9": column.TextColumn("Item 9", width=52, help="? is unknown, which is never fine"),
    "scored": column.DateColumn("Scored", width=84, format="D MMM YYYY"),
    "next": column.DateColumn("Next", width=82, help="Next session booked", format="ddd D MMM"),
    "last": column.DateColumn("Last", width=84, help="Last session", format="D MMM YYYY"),
    "route": column.TextColumn("Route", width=82),
    "with": column.TextColumn("With", width=76),
    "mrn": column.TextColumn("MRN", width=76),
}
FRONT_DESK = {
    "patient": column.TextColumn("Patient"),
    "flags": _flags(76, Flag.ON_HOLD),
    "stage": CLINICAL["stage"],
    "days": CLINICAL["days"],
    "next": CLINICAL["next"],
    "last": CLINICAL["last"],
    "phone": column.TextColumn("Phone", width=104),
    "born": column.DateColumn("Born", width=84, format="D MMM YYYY"),
    "route": CLINICAL["route"],
    "with": CLINICAL["with"],
    "site": column.TextColumn("Site", width=100),
    "mrn": CLINICAL["mrn"],
}


def heading(counts: Counts) -> str:
    """How many people the other filters leave, and how many of them are on the active caseload."""
    everyone = sum(counts.stages.values())
    active = sum(counts.stages.get(stage, 0) for stage in ACTIVE)
    return f":gray[{counted(everyone, 'person', 'people')}, {active} on the active caseload]"


def show(found: Caseload, filters: Filters) -> None:
    """Draw the rows; a click on a name puts the patient's id into `session_state.opened`.

    The box before a name does the same, for the keyboard: Shift and Space.
    """
    people = found.rows
    if people.empty:
        st.info("No patients match.", icon=":material/search_off:")
        st.button("Clear filters", on_click=_clear)
        return
    # Rows may change between drawing and clicking. Other rows are another grid with ids of its
    # own, so a click that was under way opens whom it was aimed at.
    ids = tuple(people["patient_id"])
    key = f"caseload-{hash(ids)}"
    columns = CLINICAL if "phq9" in people else FRONT_DESK
    # Where all are with one practitioner, the filter above says so once.
    hidden = {"with"} if filters.practitioner_id else set()
    shown = people.assign(
        patient=people["patient"].map(visible),
        **{"with": people["with"].map(_family, na_action="ignore")},
    )
    st.dataframe(
        _styled(shown),
        key=key,
        height=min(HEIGHT, (len(people) + 1) * ROW + 2),
        row_height=ROW,
        hide_index=True,
        column_order=[name for name in columns if name not in hidden],
        column_config=columns | {"patient": rows.names(f"{key}-name", ids, "opened", NAME)},
        placeholder="",
        on_select=rows.ticked(key, ids, "opened"),
        selection_mode="single-row",
        alt="The caseload, one row a patient. Press a name or select a row to open the patient.",
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
    rows.screens(st.session_state.starts, found.after, PAGE, len(found.rows))


def _styled(people: pd.DataFrame) -> Any:
    """PHQ-9 cells in the colour of their severity band."""
    if "phq9" not in people:
        return people
    bands = reference.instrument("phq9").bands
    cells = look.palette().cells

    def colour(total: Any) -> str:
        if pd.isna(total):
            return ""
        place = next(n for n, band in enumerate(bands) if total <= band.high)
        return f"background-color: {cells[place]}"

    return people.style.map(colour, subset=["phq9"]).format(
        {"phq9": "{:.0f}", "change": _change, "days": "{:.0f}"}, na_rep=""
    )


def _change(difference: float) -> str:
    return f"{difference:+.0f}" if difference else "0"


def _family(name: str) -> str:
    """Of "Dr Mara Lindqvist" what fits a narrow column; the filter has whole names."""
    return name.rsplit(" ", 1)[-1]


def _clear() -> None:
    address.forget("caseload")
    st.session_state.caseload_of = None
