"""One patient's summary and everything there is of them, for those who may take it out."""

from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from services import copies
from services.access import Action, User, can
from services.reports.patient import file_name, patient_summary
from services.takeout import patient


def buttons(user: User, patient_id: UUID, zone: ZoneInfo) -> None:
    """Quiet downloads, each made, checked and audited only when it is asked for."""
    if not can(user, Action.EXPORT_PATIENT):
        return
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
    for form in patient.FORMS:
        st.download_button(
            form.kind.words,
            data=lambda form=form: form.make(user, patient_id, zone),
            file_name=patient.file_name(form.kind, zone),
            mime=form.kind.mime,
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
            help=form.help,
        )
