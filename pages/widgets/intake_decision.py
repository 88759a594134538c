"""The decision: what a prescriber signs, and what was signed before."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from data.reference.protocols import protocols
from data.tables.vocabulary import Disposition
from pages.widgets import form_key, strike_out
from pages.widgets.badges import badge, day
from pages.widgets.screening_card import COLOURS
from pages.widgets.text import plain
from services.access import Action, User, can
from services.clinical.eligibility import is_override
from services.intake import deciding, judging
from services.intake.deciding import TURNED_AWAY, VERDICT_WORDS, Signed
from services.intake.filled import AFTER, OPEN
from services.intake.judging import Screened
from services.intake.overview import Overview
from services.refusals import Refusal


def show(user: User, it: Overview, screened: Screened, zone: ZoneInfo) -> None:
    """The form for a prescriber; for others a word on who signs."""
    with st.container(border=True, gap="xsmall"):
        st.markdown("**Decision**")
        if not can(user, Action.DECIDE_SCREENING):
            st.markdown(":gray[Somebody who may prescribe signs it.]")
        elif screened.stage in (*OPEN, *AFTER):
            _form(user, it, screened, zone)
        for number, row in enumerate(it.decisions):
            told, way = st.columns([9, 1], vertical_alignment="center", gap="xsmall")
            told.markdown(_signed(row, zone))
            if number == 0 and can(user, Action.DECIDE_SCREENING):
                strike_out.show(
                    way,
                    f"decision-{row['id']}",
                    partial(deciding.take_back, user, it.patient_id, it.episode_id, row["id"]),
                )


def _signed(row: Mapping[str, Any], zone: ZoneInfo) -> str:
    """What was signed, an override with both verdicts."""
    colour, icon = COLOURS[row["verdict"].value]
    words = badge(colour, icon, VERDICT_WORDS[row["verdict"]])
    if row["override_text"]:
        words += " " + badge("gray", "call_split", f"rules: {_rules(row['rules_verdict'])}")
    said = [row["reason"], row["override_text"]]
    said += [f"Offered: {row['offered']}"] if row["offered"] else []
    said += [f"Revisit on {day(row['revisit_on'])}"] if row["revisit_on"] else []
    signed = f"{plain(row['by'] or 'unknown')}, {day(row['at'].astimezone(zone).date())}"
    told = plain(". ".join(filter(None, said)))
    return f"{words} {told} :small[:gray[signed by {signed}]]"


def _rules(verdict: Disposition) -> str:
    return verdict.value.replace("_", " ")


def _form(user: User, it: Overview, screened: Screened, zone: ZoneInfo) -> None:
    name = f"decision-{it.episode_id}-{len(it.decisions)}"
    verdict = st.segmented_control(
        "What is decided",
        [each for each in VERDICT_WORDS if screened.stage in OPEN or each in TURNED_AWAY],
        format_func=lambda each: VERDICT_WORDS[each],
        key=f"{name}-verdict",
        label_visibility="collapsed",
    )
    if verdict is None:
        return
    signed = _said(name, verdict, screened, zone)
    pressed = st.button(
        "Sign decision", type="primary", icon=":material/signature:", key=f"{name}-sign"
    )
    key = form_key.of(f"decision-{it.episode_id}", pressed=pressed)
    if pressed:
        try:
            deciding.sign(user, it.patient_id, it.episode_id, signed, zone, entry_key=key)
        except Refusal as refusal:
            st.error(f"{refusal} What you entered is kept here.")
        else:
            st.rerun()


def _said(name: str, verdict: Disposition, screened: Screened, zone: ZoneInfo) -> Signed:
    """The fields that this verdict wants."""
    protocol, reason, offered, revisit, why = None, "", "", None, ""
    if verdict is Disposition.ELIGIBLE:
        protocol = st.selectbox(
            "Protocol",
            list(protocols()),
            index=None,
            format_func=lambda id: protocols()[id].name,
            placeholder="choose; the route comes with it",
            key=f"{name}-protocol",
        )
    if verdict is Disposition.DEFER:
        revisit = st.date_input(
            "Look at it again on",
            value=screened.result.until,
            format="YYYY-MM-DD",
            key=f"{name}-revisit",
            width=160,
        )
    if verdict in (Disposition.DEFER, Disposition.NOT_RECOMMENDED):
        reason = st.text_area("Reason, as the patient is told", key=f"{name}-reason", height=70)
    if verdict is Disposition.NOT_RECOMMENDED:
        offered = st.text_input("Offered instead", key=f"{name}-offered")
    result = judging.by_route(screened, Signed(verdict, protocol).route, zone)
    if is_override(result, verdict):
        st.markdown(
            f":orange[:material/call_split:] The rules say **{_rules(result.disposition)}**."
        )
        why = st.text_area("Why it is decided otherwise", key=f"{name}-why", height=70)
    return Signed(verdict, protocol, reason, offered, revisit, why, screened.seen)
