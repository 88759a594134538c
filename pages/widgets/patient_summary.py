"""One patient's summary as PDF, for those who may take it out."""

from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from services import copies
from services.access import Action, User, can
from services.reports.patient import file_name, patient_summary


def button(user: User, patient_id: UUID, zone: ZoneInfo) -> None:
    """A quiet download, made, checked and audited only when it is asked for."""
    if can(user, Action.EXPORT_PATIENT):
        st.download_button(
            "Summary (PDF)",
            data=lambda: patient_summary(user, patient_id, zone),
            file_name=file_name(zone),
            mime=copies.PDF.mime,
            on_click="ignore",
            type="tertiary",
            icon=":material/print:",
            help="One page, internal. Every copy is audited.",
        )
