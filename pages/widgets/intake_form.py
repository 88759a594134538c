"""The screening form, one section at a time: every answer is kept as it is given."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from data.reference.screening import Section
from pages.widgets import intake_field, intake_prior, intake_stale, risk_card
from pages.widgets.text import plain
from services.access import Action, User, can
from services.intake import filling
from services.intake.filled import Filled, asked, is_acute, left, merged
from services.intake.filling import Stale
from services.intake.overview import MEDICINES, TRIALS, Overview
from services.refusals import Refusal


def choose(it: Overview) -> Filled:
    """The sections to choose from with what each still lacks; returns the one chosen."""
    by_id = {each.section.id: each for each in it.sections}
    answers = merged(it.sections)
    chosen: str = st.segmented_control(
        "Section",
        list(by_id),
        default=next(iter(by_id)),
        format_func=lambda id: _label(by_id[id], answers, it),
        key=f"section-{it.episode_id}",
        required=True,
        label_visibility="collapsed",
    )
    return by_id[chosen]


def show(user: User, it: Overview, filled: Filled, zone: ZoneInfo) -> None:
    """One section, with the entries that belong to it."""
    if filled.hidden:
        st.info("Handed over. A clinician goes on with this section.", icon=":material/lock:")
        return
    with st.container(border=True, gap="xsmall", key="answers-section"):
        _section(user, it, filled, merged(it.sections), zone)
    if filled.section.id == TRIALS:
        intake_prior.trials(user, it, zone)
    if filled.section.id == MEDICINES:
        intake_prior.medicines(user, it, zone)


def _label(filled: Filled, answers: Mapping[str, Any], it: Overview) -> str:
    """How many required answers are open, or a tick; a lock where it was handed over."""
    if filled.hidden:
        return f"{filled.section.label} :material/lock:"
    number = len(left(filled.section, answers, it.route))
    return f"{filled.section.label} {f'**{number}**' if number else ':material/check:'}"


def _section(
    user: User, it: Overview, filled: Filled, answers: Mapping[str, Any], zone: ZoneInfo
) -> None:
    section = filled.section
    base = _base(it, filled)
    st.markdown(f"**{section.label}**  {_kept(base, zone)}")
    _earlier(user, it, base, zone)
    given = _fields(it, section, base, answers, zone)
    wanted = {id: answer for id, answer in given.items() if answer not in (None, [], "")}
    if wanted == base.answers:
        if filled.version != base.version:
            take(it, filled)
            st.rerun()
        if not can(user, Action.VIEW_CLINICAL):
            _hand_over(user, it, base)
    else:
        _save(user, it, section, wanted, base, zone)


def _fields(
    it: Overview, section: Section, base: Filled, answers: Mapping[str, Any], zone: ZoneInfo
) -> dict[str, Any]:
    """Every question that is asked of this patient; what cannot be kept leaves the old answer."""
    today, told = _today(zone), {**answers, **base.answers}
    given: dict[str, Any] = {}
    for question in asked(section):
        if question.is_asked(told, it.route):
            key = f"q-{it.episode_id}-{question.id}-{_turns(it, section)}"
            kept = base.answers.get(question.id)
            answer, fine = intake_field.show(question, kept, key, today)
            given[question.id] = told[question.id] = answer if fine else kept
    return given


def _save(
    user: User,
    it: Overview,
    section: Section,
    wanted: dict[str, Any],
    base: Filled,
    zone: ZoneInfo,
) -> None:
    """Keep it at once; nothing of the screen is lost where somebody else was first."""
    try:
        saved = filling.save(
            user, it.patient_id, it.episode_id, section.id, wanted, zone, version=base.version
        )
    except Stale as stale:
        if is_acute(wanted):
            risk_card.protocol()
        keep = intake_stale.ask(stale, wanted, zone)
        if keep == intake_stale.THEIRS:
            take(it, stale.theirs)
        if keep == intake_stale.MINE:
            # Kept over what was read just now, at the next look, and not over anything newer.
            st.session_state[_key(it, section)] = replace(base, version=stale.theirs.version)
        if keep is not None:
            st.rerun()
    except Refusal as refusal:
        st.error(str(refusal))
    else:
        if wanted == base.earlier:
            take(it, saved)
        st.session_state[_key(it, section)] = saved
        st.rerun()


def _earlier(user: User, it: Overview, base: Filled, zone: ZoneInfo) -> None:
    """What an earlier screening was answered, to be taken over once somebody has asked again."""
    if not base.earlier or base.answers:
        return
    words = [
        f"{question.label}: **{intake_stale.said(question, base.earlier[question.id])}**"
        for question in asked(base.section)
        if question.id in base.earlier
    ]
    with st.expander("Answered in an earlier screening", key=f"earlier-{_key(it, base.section)}"):
        st.markdown("\n".join(f"- {line}" for line in words))
        if st.button("Asked again, all still so", key=f"still-{_key(it, base.section)}"):
            _save(user, it, base.section, dict(base.earlier), base, zone)


def take(it: Overview, filled: Filled) -> None:
    """Show a section as somebody else left it: its widgets begin anew."""
    st.session_state[_key(it, filled.section)] = filled
    st.session_state[f"turns-{_key(it, filled.section)}"] = _turns(it, filled.section) + 1


def _base(it: Overview, filled: Filled) -> Filled:
    """The version that is on the screen."""
    base: Filled = st.session_state.setdefault(_key(it, filled.section), filled)
    return base


def _turns(it: Overview, section: Section) -> int:
    turns: int = st.session_state.get(f"turns-{_key(it, section)}", 0)
    return turns


def _key(it: Overview, section: Section) -> str:
    return f"base-{it.episode_id}-{section.id}"


def _kept(base: Filled, zone: ZoneInfo) -> str:
    """Who saved it last, and when."""
    if base.at is None:
        return ":small[:gray[not begun; every answer is kept as you give it]]"
    at = base.at.astimezone(zone)
    when = f"{at.day} {at:%b %H:%M}"
    over = ", handed over" if base.handed_over else ""
    return f":small[:gray[kept {when} by {plain(base.by or 'the system')}{over}]]"


def _hand_over(user: User, it: Overview, base: Filled) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            ":small[:gray[Handed over, it is for clinicians and no longer shown here.]]",
            width="stretch",
        )
        if st.button("Hand over", disabled=not base.answers, icon=":material/send:"):
            try:
                filling.hand_over(
                    user, it.patient_id, it.episode_id, base.section.id, version=base.version
                )
            except Refusal as refusal:
                st.error(str(refusal))
            else:
                st.rerun()


def _today(zone: ZoneInfo) -> date:
    return datetime.now(zone).date()
