"""Enter a questionnaire item by item, in a dialog: a click or the keys 0 to 3."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from data import reference
from data.reference import Instrument
from data.tables.base import new_key
from pages.widgets import who
from services import assessments
from services.access import Action, can
from services.patients import Summary
from services.refusals import Refusal


def button(summary: Summary) -> None:
    """The button that opens the form. The form's key is made here, so F5 makes a new form."""
    if st.button("Add score", icon=":material/edit_note:", type="primary"):
        st.session_state.entry_key = new_key()
        _form(summary.id, summary.name)


@st.dialog("Add score", width="large")
def _form(patient_id: UUID, name: str) -> None:
    zone = who.current().zone
    chosen = st.segmented_control(
        "Questionnaire",
        assessments.ENTERED_HERE,
        format_func=lambda name: reference.instrument(name).name,
        default=assessments.ENTERED_HERE[0],
        required=True,
        label_visibility="collapsed",
    )
    instrument = reference.instrument(chosen)
    st.markdown(f"**{name}**  :gray[{instrument.stem}]")
    with st.container(key="answers"):
        answers = [_item(instrument, number) for number in range(len(instrument.items))]
    given = sum(answer is not None for answer in answers)
    when = _when(zone)
    st.markdown(f":small[:gray[{instrument.attribution}]]")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_progress(given, len(answers)), width="stretch")
        if st.button("Save", type="primary", disabled=given == 0):
            _save(patient_id, chosen, answers, when)


def _save(patient_id: UUID, chosen: str, answers: list[int | None], when: datetime) -> None:
    user = who.current().user
    try:
        assessments.record(
            user,
            patient_id,
            chosen,
            answers,
            happened_at=when,
            entry_key=st.session_state.entry_key,
        )
    except Refusal as refusal:
        st.error(f"{refusal} What you entered is kept here.")
        return
    if not can(user, Action.VIEW_CLINICAL):
        st.session_state.handed_over = True
    st.rerun()


def _item(instrument: Instrument, number: int) -> int | None:
    item = instrument.items[number]
    options = {option.value: option.words for option in item.options}
    return st.segmented_control(
        f"{number + 1}. {item.wording}",
        list(options),
        format_func=lambda value: f"{value} {options[value]}",
        key=f"{instrument.id}-{number}-{st.session_state.entry_key}",
    )


def _when(zone: ZoneInfo) -> datetime:
    now = datetime.now(zone)
    chosen = st.datetime_input("Filled in at", value=now.replace(tzinfo=None), format="YYYY-MM-DD")
    return chosen.replace(tzinfo=zone)


def _progress(given: int, of: int) -> str:
    if given == of:
        return f"All {of} answered."
    return f"{given} of {of} answered. An unanswered item stays unknown, never 0."
