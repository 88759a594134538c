"""Steps from stage to stage by hand, holds, and attempts to reach somebody."""

from collections.abc import Callable
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from data.reference.stages import stages
from data.tables.vocabulary import Contact, Reached
from pages.widgets import form_key
from pages.widgets.text import plain
from services import holds
from services.access import Action, User, can
from services.intake import outreach
from services.intake.outreach import CONTACT_WORDS, REACHED_WORDS
from services.refusals import Refusal
from services.stages import back, moving
from services.stages.moving import Offer, Said


def show(user: User, patient_id: UUID, episode_id: UUID, zone: ZoneInfo) -> None:
    """One popover with the steps that this person may make; what one waits for stands beside it."""
    if not can(user, Action.MOVE_STAGE):
        return
    offers = moving.offers(user, patient_id, episode_id, zone)
    with st.popover("Next step", icon=":material/arrow_forward:"):
        for offer in offers:
            _offer(user, patient_id, episode_id, offer, zone)
        if not offers:
            st.markdown(":gray[Nothing leads on from here by hand.]")
        _back(user, patient_id, episode_id)


def hold(user: User, patient_id: UUID, episode_id: UUID, zone: ZoneInfo, *, on: bool) -> None:
    """Put a course on hold with a reason, or end the hold that is `on`."""
    if not can(user, Action.MOVE_TREATMENT):
        return
    if on:
        if st.button("End hold", icon=":material/play_arrow:"):
            _try(lambda: holds.end(user, patient_id, episode_id))
        return
    with st.popover("Hold", icon=":material/pause:"):
        why = st.text_input("Why", max_chars=500, key=f"hold-why-{episode_id}")
        until = st.date_input(
            "Expected to", value=None, format="YYYY-MM-DD", key=f"hold-to-{episode_id}"
        )
        pressed = st.button("Put on hold", key=f"hold-{episode_id}")
        key = form_key.of(f"hold-{episode_id}", pressed=pressed)
        if pressed:
            way = (user, patient_id, episode_id, why, until, zone)
            _try(lambda: holds.place(*way, entry_key=key))


def attempts(user: User, patient_id: UUID, episode_id: UUID) -> None:
    """Note that somebody tried to reach them."""
    if not can(user, Action.MOVE_STAGE):
        return
    with st.popover("Note a contact", icon=":material/call:"):
        kind = st.selectbox("What", list(Contact), format_func=lambda each: CONTACT_WORDS[each])
        result = st.selectbox(
            "What came of it", list(Reached), format_func=lambda each: REACHED_WORDS[each]
        )
        text = st.text_input("Note", max_chars=500, key=f"contact-note-{episode_id}")
        pressed = st.button("Note it", key=f"contact-{episode_id}")
        key = form_key.of(f"contact-{episode_id}", pressed=pressed)
        if pressed:
            way = (user, patient_id, episode_id, kind, result, text)
            _try(lambda: outreach.note(*way, entry_key=key))


def _offer(user: User, patient_id: UUID, episode_id: UUID, offer: Offer, zone: ZoneInfo) -> None:
    step, name = offer.step, f"step-{episode_id}-{offer.step.id}"
    reason, note = None, ""
    if step.reasons and not offer.missing:
        with st.expander(step.words, key=f"{name}-more"):
            words = stages().reasons[step.reasons]
            reason = st.selectbox(
                "Reason", list(words), index=None, format_func=lambda code: words[code], key=name
            )
            note = st.text_input("Note", max_chars=500, key=f"{name}-note")
            pressed = st.button(step.words, key=f"{name}-go", width="stretch")
    else:
        pressed = st.button(
            step.words, key=f"{name}-go", disabled=bool(offer.missing), width="stretch"
        )
    for missing in offer.missing:
        st.markdown(f":small[:gray[{plain(missing)}]]")
    key = form_key.of(name, pressed=pressed)
    if pressed:
        way = (user, patient_id, episode_id, step.id, zone, Said(reason, note))
        _try(lambda: moving.move(*way, entry_key=key))


def _back(user: User, patient_id: UUID, episode_id: UUID) -> None:
    last, stage = back.last_step(user, patient_id, episode_id)
    with st.expander("Take the last step back", key=f"back-{episode_id}"):
        st.markdown(f":small[The step to **{stage.lower()}** is struck out, with your reason.]")
        why = st.text_input("Why", max_chars=200, key=f"back-why-{episode_id}")
        pressed = st.button("Take it back", key=f"back-go-{episode_id}-{last}")
        key = form_key.of(f"back-{episode_id}", pressed=pressed)
        if pressed:
            way = (user, patient_id, episode_id, why)
            _try(lambda: back.take_back(*way, last=last, entry_key=key))


def _try(act: Callable[[], object]) -> None:
    """Do it and draw the page anew, or say why not."""
    try:
        act()
    except Refusal as refusal:
        st.error(str(refusal))
    else:
        st.rerun()
