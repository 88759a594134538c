"""Answers that come when their section is gone: kept all the same, or said that they are not."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from data.reference.screening import form
from pages.widgets import intake_base, intake_fields, intake_stale, risk_card
from pages.widgets.text import plain
from services.access import User
from services.intake import filling
from services.intake.filled import Filled, is_acute
from services.intake.filling import Stale
from services.intake.overview import Overview
from services.refusals import Refusal


def catch(user: User, it: Overview, chosen: Filled | None, zone: ZoneInfo) -> None:
    """See to the section that was answered at the last look where it is not shown now: another was
    chosen, it was handed over, the screening was decided or begun again."""
    before = intake_base.opened(it)
    now = intake_base.of(it, chosen) if chosen and not chosen.hidden else None
    intake_base.open_up(it, now)
    if before and not (now and intake_base.is_same(it, before, now)):
        place = st.empty()  # drawn once more for what was given in it, and gone
        with place.container():
            given = intake_fields.show(it, before, zone)
        place.empty()
        late = {id: told for id, told in given.items() if told != before.answers.get(id)}
        if late:
            _keep(user, it, before, given, late, zone)
    _say(it)


def _keep(
    user: User,
    it: Overview,
    before: Filled,
    given: Mapping[str, Any],
    late: Mapping[str, Any],
    zone: ZoneInfo,
) -> None:
    way = (user, it.patient_id, it.episode_id, before.section.id, intake_fields.answered(given))
    try:
        saved = filling.save(*way, zone, version=before.version, begun_at=before.begun_at)
    except Refusal as refusal:
        st.session_state[_lost(it)] = _words(before, late, refusal), is_acute(late)
        intake_base.take(it, before)
    else:
        intake_base.put(it, saved)
    st.rerun()


def _words(before: Filled, late: Mapping[str, Any], refusal: Refusal) -> str:
    why = "Somebody else saved it meanwhile." if isinstance(refusal, Stale) else str(refusal)
    questions = {id: form().questions[id] for id in late}
    lines = [
        f"- {each.label}: **{intake_stale.said(each, late[id])}**" for id, each in questions.items()
    ]
    said = "\n".join(lines)
    return f"Your last answers in **{before.section.label}** are not kept. {plain(why)}\n\n{said}"


def _say(it: Overview) -> None:
    """What was not kept, until somebody has read it."""
    words, acute = st.session_state.get(_lost(it), ("", False))
    if acute:
        risk_card.protocol()
    if words:
        st.error(words, icon=":material/error:")
        if st.button("I have read it", key=f"read-{_lost(it)}"):
            del st.session_state[_lost(it)]
            st.rerun()


def _lost(it: Overview) -> str:
    return f"lost-{it.episode_id}"
