"""Acute risk: the clinic's protocol and whom to call, what waits, and the assessment."""

from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from data.reference.signals import signals
from data.tables.base import new_key
from data.tables.vocabulary import RiskLevel
from pages.widgets.badges import badge, day
from pages.widgets.text import plain
from services import risk
from services.access import Action, User, can
from services.refusals import Refusal
from services.risk import LEVEL_WORDS, Found, Risk


def protocol(reasons: tuple[str, ...] = ()) -> None:
    """What to do now, in order, and whom to call; the same for whoever reads it."""
    told = signals().protocol
    numbers = ", ".join(f"{each.words} **{each.number}**" for each in told.numbers)
    why = f" {plain(' '.join(reasons))}" if reasons else ""
    steps = "\n".join(f"{n}. {plain(step)}" for n, step in enumerate(told.steps, start=1))
    st.error(f"**{told.title}.**{why}\n\n{steps}\n\n{numbers}", icon=":material/emergency:")


def show(user: User, patient_id: UUID, zone: ZoneInfo, found: Risk, *, wanted: bool) -> None:
    """What waits and was found, with the form to record an assessment; open where it is wanted."""
    _waiting(user, found, zone)
    st.markdown(_before(found, zone))
    if can(user, Action.ASSESS_RISK):
        with st.expander(
            "Record a risk assessment", expanded=wanted, key=f"assess-{patient_id}-{wanted}"
        ):
            _form(user, patient_id, zone, found)


def at_top(user: User, patient_id: UUID, zone: ZoneInfo, found: Risk) -> None:
    """The same in few lines, above the rest of a patient's page."""
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="right"
    ):
        with st.container(width="stretch", gap="xsmall"):
            _waiting(user, found, zone)
            if before := _before(found, zone):
                st.markdown(f":small[:gray[{before}]]")
        if can(user, Action.ASSESS_RISK):
            with st.popover("Record risk assessment"):
                _form(user, patient_id, zone, found)


def _before(found: Risk, zone: ZoneInfo) -> str:
    """The last assessment and safety plan; empty where there is none."""
    said = []
    for last in found.assessments[:1]:
        by = plain(last["by"] or "unknown")
        review = f", review {day(last['next_review_on'])}" if last["next_review_on"] else ""
        said.append(
            f"Risk assessed {day(last['at'].astimezone(zone).date())} by {by}: "
            f"**{LEVEL_WORDS[last['level']].lower()}**{review}. {plain(last['plan'])}"
        )
    said += [f"Safety plan: {plain(plan['reference'])}." for plan in found.safety_plans[:1]]
    return " ".join(said)


def _waiting(user: User, found: Risk, zone: ZoneInfo) -> None:
    for each in found.waiting:
        due = each.due_at.astimezone(zone)
        colour = "red" if each.signal.priority == 1 else "orange"
        st.markdown(
            f"{badge(colour, 'priority_high', f'P{each.signal.priority} by {due:%H:%M}')} "
            f"{plain(each.signal.words)} :small[:gray[{each.signal.id}, owner "
            f"{plain('you' if each.owner == user.name else each.owner)}, due {day(due.date())}]]"
        )


def _form(user: User, patient_id: UUID, zone: ZoneInfo, read: Risk) -> None:
    count = st.session_state.get(f"assessed-{patient_id}", 0)
    key = st.session_state.setdefault(f"assess-key-{patient_id}-{count}", new_key())
    with st.form(f"assess-form-{patient_id}-{count}", border=False):
        level = st.segmented_control(
            "Level of risk found", list(RiskLevel), format_func=lambda each: LEVEL_WORDS[each]
        )
        plan = st.text_area("Found and agreed", max_chars=2000, height=80)
        with st.container(horizontal=True, gap="small"):
            place = st.text_input("Safety plan, where it lies", width=230)
            review = st.date_input("Next review", value=None, format="YYYY-MM-DD", width=140)
        # A press runs the page anew: what was read is what stood there before it.
        before = st.session_state.get(f"seen-{key}", read.waiting)
        st.session_state[f"seen-{key}"] = read.waiting
        if st.form_submit_button("Record assessment", type="primary"):
            try:
                seen = frozenset(each.id for each in before)
                found = Found(level, plan, review, place, seen)
                risk.assess(user, patient_id, found, zone, entry_key=key)
            except Refusal as refusal:
                st.error(f"{refusal} What you entered is kept here.")
            else:
                st.session_state[f"assessed-{patient_id}"] = count + 1
                st.rerun()
