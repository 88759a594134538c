"""Consent, enrolment and who pays: by reference, with a warning before they run out."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from data.tables import Authorisation, Consent
from data.tables.vocabulary import ConsentKind
from pages.widgets import form_key, patient_head, strike_out
from pages.widgets.badges import day
from pages.widgets.text import plain
from services.access import Action, User, can
from services.consents import NEEDED, WORDS, Standing
from services.intake import papers
from services.intake.overview import Overview
from services.intake.papers import Granted, Signed
from services.patients import Summary
from services.refusals import Refusal

ROW = {"horizontal": True, "gap": "small", "vertical_alignment": "bottom"}


def show(user: User, it: Overview, summary: Summary, zone: ZoneInfo) -> None:
    """What there is, and the two forms."""
    missing = [each for each in summary.consents if each.standing is not Standing.IN_FORCE]
    if missing:
        st.markdown("  ".join(map(patient_head.consent, missing)))
    for words in it.lacking:
        st.markdown(f":orange[:material/edit_note:] {words}")
    for row in it.consents:
        place = f", {plain(row['reference'])}" if row["reference"] else ""
        until = f" to {day(row['valid_to'])}" if row["valid_to"] else ""
        words = f"{WORDS[row['kind']]} from {day(row['valid_from'])}{until}{place}"
        _line(user, it, words, Consent, row["id"], zone)
    for cover in it.covers:
        warn = f" :orange-badge[:material/warning: {cover.warning}]" if cover.warning else ""
        words = f"Authorisation: {plain(cover.words)}{warn}"
        _line(user, it, words, Authorisation, cover.id, zone)
    if not it.covers:
        st.markdown(":gray[No authorisation recorded.]")
    if can(user, Action.RECORD_PAPERS):
        _consent(user, it, zone)
        _authorisation(user, it, zone)


def _line(
    user: User,
    it: Overview,
    words: str,
    table: type[Consent] | type[Authorisation],
    number: int,
    zone: ZoneInfo,
) -> None:
    """One paper, with a way to strike it out."""
    told, way = st.columns([19, 1], vertical_alignment="center", gap="xsmall")
    told.markdown(words)
    if can(user, Action.RECORD_PAPERS):
        strike_out.show(
            way,
            f"{table.__name__}-{number}",
            lambda why: papers.strike(user, it.patient_id, it.episode_id, table, number, why, zone),
        )


def _consent(user: User, it: Overview, zone: ZoneInfo) -> None:
    st.markdown("**Consent or enrolment**")
    with st.form(f"consent-{it.episode_id}", border=True), st.container(**ROW):
        kinds = list(ConsentKind)
        kind = st.selectbox(
            "Signed",
            kinds,
            index=kinds.index(NEEDED[it.route]) if it.route else 0,
            format_func=lambda each: WORDS[each],
            width=210,
        )
        reference = st.text_input("Where the paper lies", width=210)
        since = st.date_input("From", value=_today(zone), format="YYYY-MM-DD", width=140)
        until = st.date_input("To", value=None, format="YYYY-MM-DD", width=140)
        pressed = st.form_submit_button("Record")
        key = form_key.of(f"consent-{it.episode_id}", pressed=pressed)
        if pressed:
            _keep(user, it, Signed(kind, reference, since, until), zone, key)


def _authorisation(user: User, it: Overview, zone: ZoneInfo) -> None:
    st.markdown("**Authorisation**")
    with st.form(f"cover-{it.episode_id}-{len(it.covers)}", border=True), st.container(**ROW):
        payer = st.text_input("Who pays", placeholder="payer, or the patient", width=210)
        number = st.text_input("Authorisation number", width=170)
        visits = st.number_input("Visits granted", value=None, step=1, width=120)
        since = st.date_input("From", value=_today(zone), format="YYYY-MM-DD", width=140)
        until = st.date_input("To", value=None, format="YYYY-MM-DD", width=140)
        pressed = st.form_submit_button("Record")
        key = form_key.of(f"cover-{it.episode_id}", pressed=pressed)
        if pressed:
            _keep(user, it, Granted(payer, number, visits, since, until), zone, key)


def _today(zone: ZoneInfo) -> date:
    """The clinic's day, which is another than the server's for some hours of every day."""
    return datetime.now(zone).date()


def _keep(user: User, it: Overview, paper: Signed | Granted, zone: ZoneInfo, key: UUID) -> None:
    """One press, one paper."""
    try:
        papers.record(user, it.patient_id, it.episode_id, paper, zone, entry_key=key)
    except Refusal as refusal:
        st.error(f"{refusal} What you entered is kept here.")
    else:
        st.rerun()
