"""Enter the answers of an instrument that was filled in on paper: numbers under our own labels."""

from datetime import datetime
from typing import Any

import streamlit as st

from data import reference
from data.reference import Instrument, Item
from data.tables.base import new_key
from pages.widgets import add_score, who
from pages.widgets.text import plain
from services import assessments
from services.access import Action, User, can
from services.patients import Summary
from services.refusals import Refusal

YES_NO = {1: "Yes", 0: "No"}
LABEL, ANSWER = 300, 260


def button(user: User, summary: Summary) -> None:
    """The button that opens the form."""
    if not can(user, Action.ENTER_ASSESSMENT):
        return
    if st.button("Add a paper form", icon=":material/post_add:"):
        st.session_state.paper_key = new_key()
        _form(summary)


@st.dialog("Add a paper form", width="medium")
def _form(summary: Summary) -> None:
    user, zone = who.current().user, who.current().zone
    chosen = st.segmented_control(
        "Instrument",
        assessments.BY_SCORE,
        format_func=lambda id: reference.instrument(id).name,
        default=assessments.BY_SCORE[0],
        required=True,
        label_visibility="collapsed",
    )
    instrument = reference.instrument(chosen)
    st.markdown(
        f"**{plain(summary.name)}**  :small[:gray[{plain(instrument.full_name)}. "
        "Only the answers are entered; the wording is protected.]]"
    )
    with st.container(key="answers-paper", gap="xsmall"):
        answers = [_item(instrument, item) for item in instrument.items]
    key = f"paper-at-{st.session_state.paper_key}"
    now = datetime.now(zone).replace(tzinfo=None, second=0, microsecond=0)
    at = st.datetime_input(
        "Filled in at", value=st.session_state.setdefault(key, now), format="YYYY-MM-DD", width=220
    )
    given = sum(answer is not None for answer in answers)
    if st.button("Save", type="primary", disabled=not given):
        _save(user, summary, chosen, answers, (at or now).replace(tzinfo=zone))


def _item(instrument: Instrument, item: Item) -> int | None:
    words = YES_NO if len(item.allowed) == len(YES_NO) else {n: str(n) for n in item.allowed}
    key = f"paper-{instrument.id}-{item.id}-{st.session_state.paper_key}"
    settings: dict[str, Any] = {"key": key, "label_visibility": "collapsed", "width": ANSWER}
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(item.label, width=LABEL)
        return st.segmented_control(
            item.label, list(words), format_func=lambda value: words[value], **settings
        )


def _save(
    user: User, summary: Summary, chosen: str, answers: list[int | None], when: datetime
) -> None:
    try:
        saved = assessments.record(
            user,
            summary.id,
            chosen,
            answers,
            happened_at=when,
            entry_key=st.session_state.paper_key,
        )
    except Refusal as refusal:
        st.error(f"{refusal} What you entered is kept here.")
        return
    add_score.remember(user, saved)
    st.rerun()
