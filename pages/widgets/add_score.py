"""Enter a questionnaire item by item, in a dialog: by tapping, or by the keys 0 to 3."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from data import reference
from data.reference import Instrument
from data.tables import Assessment
from data.tables.base import new_key
from pages.widgets import risk_card, who
from pages.widgets.text import plain
from services import assessments
from services.access import Action, User, can
from services.clinical import risk
from services.patients import Summary
from services.refusals import Refusal

QUESTION, ANSWERS = 520, 620
"""In px: side by side they just fit at 1440, on a tablet the answers go below their question."""


def button(summary: Summary) -> None:
    """The button that opens the form. A form has a key of its own, so it is saved once."""
    if st.button("Add score", icon=":material/edit_note:", type="primary"):
        st.session_state.entry_key = new_key()
        born = f", born {summary.born.day} {summary.born:%b %Y}" if summary.born else ""
        _form(summary.id, plain(f"{summary.name}{born}, {summary.mrn or 'no MRN'}"))


def remember(user: User, saved: Assessment) -> None:
    """Keep what is to be said of a saved questionnaire until the page is drawn again."""
    st.session_state.saved_score = assessments.said(user, saved)
    signal = risk.of_assessment(saved.instrument, saved.item9, saved.severity)
    # Whoever may not see scores is shown nothing that tells one answer from another.
    st.session_state.saved_risk = signal is not None and can(user, Action.VIEW_CLINICAL)


def said(user: User) -> None:
    """What was saved, on the page it belongs to: a risk must not close with the form."""
    words, risky = st.session_state.pop("saved_score", (None, False))
    if words and st.session_state.pop("saved_risk", False):
        risk_card.protocol((words,))
    elif words and risky:
        st.error(words, icon=":material/priority_high:")
    elif words and can(user, Action.VIEW_CLINICAL):
        st.success(words, icon=":material/check_circle:")
    elif words:  # whatever the answers were, somebody else must read them first
        st.warning(words, icon=":material/pause_circle:")


@st.dialog("Add score", width="large")
def _form(patient_id: UUID, name: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.segmented_control(
            "Questionnaire",
            assessments.ENTERED_HERE,
            format_func=lambda instrument: reference.instrument(instrument).name,
            default=assessments.ENTERED_HERE[0],
            required=True,
            label_visibility="collapsed",
        )
        st.space("stretch")
        when = _when(who.current().zone)
    instrument = reference.instrument(chosen)
    st.markdown(f"**{name}**  :gray[{instrument.stem}]")
    with st.container(key="answers", gap="xsmall"):
        answers = [_item(instrument, number) for number in range(len(instrument.items))]
    _by_key(instrument, answers)
    st.markdown(f":small[:gray[{instrument.attribution}]]")
    given = sum(answer is not None for answer in answers)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_progress(given, len(answers)), width="stretch")
        if st.button("Save", type="primary", disabled=given == 0):
            _save(patient_id, chosen, answers, when)


def _save(patient_id: UUID, chosen: str, answers: list[int | None], when: datetime) -> None:
    user, key = who.current().user, st.session_state.entry_key
    try:
        saved = assessments.record(
            user, patient_id, chosen, answers, happened_at=when, entry_key=key
        )
    except Refusal as refusal:
        st.error(f"{refusal} What you entered is kept here.")
        return
    remember(user, saved)
    st.rerun()


def _item(instrument: Instrument, number: int) -> int | None:
    """The answers on the row of their question, or below it where there is no room."""
    words = {option.value: option.words for option in instrument.options}
    question = f"{number + 1}. {instrument.items[number].wording}"
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(f":small[{question}]", width=QUESTION)
        return st.segmented_control(
            question,
            list(words),
            format_func=lambda value: f"**{value}** {words[value]}",
            key=_key(instrument, number),
            label_visibility="collapsed",
            width=ANSWERS,
        )


def _by_key(instrument: Instrument, answers: list[int | None]) -> None:
    """Four buttons with keys, for the first item not answered yet."""
    if None not in answers:
        return
    number = answers.index(None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(f"Item {number + 1} by key", width="content")
        for option in instrument.options:
            st.button(
                option.words,
                key=f"key-{option.value}",
                shortcut=str(option.value),
                on_click=_answer,
                args=(_key(instrument, number), option.value),
            )


def _answer(key: str, value: int) -> None:
    st.session_state[key] = value


def _key(instrument: Instrument, number: int) -> str:
    return f"{instrument.id}-{number}-{st.session_state.entry_key}"


def _when(zone: ZoneInfo) -> datetime:
    """When it was filled in; the present minute unless somebody says otherwise."""
    now = datetime.now(zone).replace(tzinfo=None, second=0, microsecond=0)
    st.markdown("Filled in at", width="content")
    chosen = st.datetime_input(
        "Filled in at",
        value=st.session_state.setdefault(f"opened-{st.session_state.entry_key}", now),
        format="YYYY-MM-DD",
        label_visibility="collapsed",
        width=220,
    )
    return (chosen or now).replace(tzinfo=zone)


def _progress(given: int, of: int) -> str:
    if given == of:
        return f"All {of} answered."
    return f"{given} of {of} answered. An unanswered item stays unknown, never 0."
