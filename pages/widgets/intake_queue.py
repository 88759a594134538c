"""Everybody on the way in as a grid: the oldest obligation first, a click opens that person."""

import pandas as pd
import streamlit as st

from pages.widgets import rows
from pages.widgets.text import counted, visible
from services.caseload import People, stage_words
from services.intake.queue import PAGE, WAITING, Counts, Cursor, Filters, Line, Queue

ROW = 34
HEIGHT = 19 * ROW + 2
ALL = "all"
column = st.column_config
COLUMNS = {
    "stage": column.TextColumn("Stage", width=86),
    "days": column.NumberColumn("Days", width=48, help="Days in this stage"),
    "waits_for": column.TextColumn("Waits for", width=300),
    "owner": column.TextColumn("Whose turn", width=130),
    "last": column.TextColumn("Last contact, next visit", width=230),
    "about": column.TextColumn("Born, phone, MRN", width=260),
}


def filters(people: People) -> tuple[Filters, Cursor | None]:
    """What is chosen, from the last run: the labels of the choices carry counts of it."""
    state = st.session_state
    stages = tuple(state.get("intake_stage") or WAITING)
    site = state.get("intake_site", ALL)
    chosen = Filters(
        stages=stages,
        site_id=None if site == ALL else site,
        over=bool(state.get("intake_over")),
    )
    if state.get("intake_view") != chosen:
        state.intake_view, state.intake_starts = chosen, []
    starts = state.intake_starts
    return chosen, starts[-1] if starts else None


def draw(people: People, counts: Counts) -> None:
    """The stages with how many stand in each, and how many of them are over their days."""
    st.segmented_control(
        "Stage",
        WAITING,
        selection_mode="multi",
        format_func=lambda stage: f"{stage_words(stage)} **{counts.people.get(stage, 0)}**",
        key="intake_stage",
        label_visibility="collapsed",
        persist_state="session",
    )
    over = sum(counts.over.get(stage, 0) for stage in WAITING)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if len(people.sites) > 1:
            st.selectbox(
                "Site",
                [ALL, *people.sites],
                format_func=lambda site: "All sites" if site == ALL else people.sites[site],
                key="intake_site",
                label_visibility="collapsed",
                width=170,
                persist_state="session",
            )
        st.pills(
            "Only",
            ["over"],
            selection_mode="multi",
            format_func=lambda _: f"Over the expected days **{over}**",
            key="intake_over",
            label_visibility="collapsed",
            persist_state="session",
        )


def heading(counts: Counts) -> str:
    """How many are on the way in."""
    waiting = sum(counts.people.get(stage, 0) for stage in WAITING)
    return f":gray[{counted(waiting, 'person', 'people')} on the way in, oldest obligation first]"


def show(found: Queue) -> None:
    """The rows; a click on a name puts that patient's id into `session_state.intake_opened`."""
    if not found.lines:
        st.info("Nobody waits here. Choose other stages, or add an inquiry.")
        return
    ids = tuple(line.patient_id for line in found.lines)
    key = f"intake-{hash(ids)}"
    names = rows.names(f"{key}-name", ids, "intake_opened", 150)
    st.dataframe(
        pd.DataFrame(map(_row, found.lines)),
        key=key,
        height=min(HEIGHT, (len(ids) + 1) * ROW + 2),
        row_height=ROW,
        hide_index=True,
        column_config={"patient": names, "due": _due(found)} | COLUMNS,
        placeholder="",
        on_select=rows.ticked(key, ids, "intake_opened"),
        selection_mode="single-row",
        alt="People on the way in, one a row. Press a name or select a row to open the intake.",
    )


def pages(found: Queue) -> None:
    """Buttons to the next and previous screens, where there are any."""
    rows.screens(st.session_state.intake_starts, found.after, PAGE, len(found.lines))


def _row(line: Line) -> dict[str, object]:
    return {
        "patient": visible(line.name),
        "due": [line.due],
        "stage": line.stage,
        "days": line.days,
        "waits_for": line.waits_for,
        "owner": visible(line.owner),
        "last": line.last,
        "about": visible(line.about),
    }


def _due(found: Queue) -> object:
    """Chips, so that who is over the expected days is seen and read at once."""
    colours = {line.due: _colour(line) for line in found.lines}
    return column.MultiselectColumn(
        "Due",
        width=128,
        options=list(colours),
        color=list(colours.values()),
    )


def _colour(line: Line) -> str:
    if line.at_risk:
        return "red"
    return "orange" if line.late else "gray"
