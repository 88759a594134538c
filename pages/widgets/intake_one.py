"""One person on the way in: the form with the result growing beside it, papers, how they came."""

from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from data.tables.vocabulary import Stage
from pages.widgets import (
    intake_decision,
    intake_form,
    intake_late,
    intake_papers,
    intake_result,
    patient_head,
    places,
    risk_card,
    score_entry,
    steps,
)
from pages.widgets.text import plain
from services import patients, risk
from services.access import Action, User, can
from services.caseload import ROUTE_WORDS
from services.intake import judging, overview
from services.intake.filled import AFTER, OPEN, Filled, names_acute_risk
from services.intake.overview import TRIALS, Overview

FORM = 620
"""In px: beside the result at 1440, above it on a tablet."""


def show(user: User, patient_id: UUID, zone: ZoneInfo) -> None:
    """Everything of one screening that this person may see."""
    summary = patients.summary(user, patient_id, zone)
    it = overview.show(user, patient_id, zone)
    patient_head.show(summary, user)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            places.PATIENT,
            label="Open patient",
            icon=":material/person:",
            query_params={"id": str(patient_id)},
        )
        score_entry.button(user, summary)
        steps.attempts(user, it.patient_id, it.episode_id)
        steps.show(user, it.patient_id, it.episode_id, zone)
    clinical = can(user, Action.VIEW_CLINICAL)
    screened = judging.show(user, it.patient_id, it.episode_id, zone) if clinical else None
    if screened and screened.at_risk:
        risk_card.protocol(screened.result.escalation)
    elif not screened and names_acute_risk(it.sections):
        risk_card.protocol()
    screening, papers, came = st.tabs(["Screening", "Consent and payer", "Inquiry and steps"])
    with screening:
        chosen = intake_form.choose(it) if it.stage in (*OPEN, *AFTER) else None
        with st.container(horizontal=True, gap="medium"):
            with st.container(width=FORM):
                _form(user, it, chosen, zone)
            if screened:
                with st.container(gap="small"):
                    _beside(user, it, screened, chosen, zone)
    with papers:
        intake_papers.show(user, it, summary, zone)
    with came:
        _referral(it)
        patient_head.contact(summary)
        patient_head.steps(summary)


def _form(user: User, it: Overview, chosen: Filled | None, zone: ZoneInfo) -> None:
    intake_late.catch(user, it, chosen, zone)
    if chosen:
        intake_form.show(user, it, chosen, zone)
    elif it.stage in (Stage.INQUIRY, Stage.REFERRED):
        st.info("Start the intake with Next step; then the form opens here.")
    else:
        st.info("The screening is decided. Its answers stand on the patient's page.")


def _beside(
    user: User, it: Overview, screened: judging.Screened, chosen: Filled | None, zone: ZoneInfo
) -> None:
    """What the rules say, what is decided, and what was found of risk."""
    if chosen:
        intake_result.show(screened)
    intake_decision.show(user, it, screened, zone)
    found = risk.show(user, it.patient_id)
    risk_card.show(user, it.patient_id, zone, found, wanted=screened.at_risk)
    if chosen and chosen.section.id == TRIALS:
        intake_result.trials(screened)


def _referral(it: Overview) -> None:
    """How they came, in their words."""
    told = it.referral
    if told is None:
        st.markdown(":gray[How they came is not recorded.]")
        return
    route = ROUTE_WORDS.get(told["asked_route"])
    parts = {
        "Heard of us from": told["source"],
        "Referred by": told["referrer"],
        "Asked for": route,
        "Preferred times": told["preferred_times"],
        "They said": told["text"],
    }
    lines = [f"- {label}: {plain(words)}" for label, words in parts.items() if words]
    st.markdown("\n".join(lines))
