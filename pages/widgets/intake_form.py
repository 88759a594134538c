"""The screening form, one section at a time: every answer is kept as it is given."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from pages.widgets import intake_base, intake_fields, intake_prior, intake_stale, risk_card
from pages.widgets.text import plain
from services.access import Action, User, can
from services.intake import filling
from services.intake.filled import Filled, asked, is_acute, left
from services.intake.filling import Stale
from services.intake.overview import MEDICINES, TRIALS, Overview
from services.refusals import Refusal


def choose(it: Overview) -> Filled:
    """The sections to choose from with what each still lacks; returns the one chosen."""
    by_id = {each.section.id: each for each in it.sections}
    answers = it.answers
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
        _section(user, it, filled, zone)
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


def _section(user: User, it: Overview, filled: Filled, zone: ZoneInfo) -> None:
    base = intake_base.of(it, filled)
    st.markdown(f"**{base.section.label}**  {_kept(base, zone)}")
    _earlier(user, it, base, zone)
    wanted = intake_fields.answered(intake_fields.show(it, base, zone))
    if wanted == base.answers:
        if filled.version != base.version:
            intake_base.take(it, filled)
            st.rerun()
        if not can(user, Action.VIEW_CLINICAL):
            _hand_over(user, it, base)
    elif saved := _save(user, it, wanted, base, zone):
        intake_base.put(it, saved)
        st.rerun()


def _save(
    user: User, it: Overview, wanted: Mapping[str, Any], base: Filled, zone: ZoneInfo
) -> Filled | None:
    """Keep it at once; nothing of the screen is lost where somebody else was first."""
    way = (user, it.patient_id, it.episode_id, base.section.id, wanted, zone)
    try:
        return filling.save(*way, version=base.version, begun_at=base.begun_at)
    except Refusal as refusal:
        if is_acute(wanted):
            risk_card.protocol()
        if isinstance(refusal, Stale):
            _choose(it, refusal, wanted, base, zone)
        else:
            st.error(str(refusal))
    return None


def _choose(
    it: Overview, stale: Stale, wanted: Mapping[str, Any], base: Filled, zone: ZoneInfo
) -> None:
    keep = intake_stale.ask(stale, wanted, zone)
    if keep == intake_stale.THEIRS:
        intake_base.take(it, stale.theirs)
    if keep == intake_stale.MINE:
        # Kept over what was read just now, at the next look, and not over anything newer.
        intake_base.put(it, replace(base, version=stale.theirs.version))
    if keep is not None:
        st.rerun()


def _earlier(user: User, it: Overview, base: Filled, zone: ZoneInfo) -> None:
    """What an earlier screening was answered, to be taken over once somebody has asked again."""
    if not base.earlier or base.answers:
        return
    words = [
        f"{question.label}: **{intake_stale.said(question, base.earlier[question.id])}**"
        + ("" if question.id in base.still_so else ", to be measured again")
        for question in asked(base.section)
        if question.id in base.earlier
    ]
    with st.expander("Answered in an earlier screening", key=intake_base.name(it, base, "earlier")):
        st.markdown("\n".join(f"- {line}" for line in words))
        pressed = st.button("Asked again, all still so", key=intake_base.name(it, base, "still"))
        if pressed and (saved := _save(user, it, base.still_so, base, zone)):
            intake_base.take(it, saved)
            st.rerun()


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
