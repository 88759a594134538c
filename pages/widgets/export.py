"""Take a copy of the caseload out: exactly the rows and columns of the filter."""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from services import exports
from services.access import Action, User, can
from services.caseload import Filters, Order


def show(user: User, filters: Filters, order: Order, zone: ZoneInfo) -> None:
    """Two downloads, made only when asked for, each checked and audited when it is made."""
    if not can(user, Action.EXPORT_CASELOAD):
        return
    with st.popover("Export", icon=":material/download:"):
        for words, make, ending, mime in (
            ("CSV", exports.caseload_csv, "csv", "text/csv"),
            ("Excel", exports.caseload_xlsx, "xlsx", exports.XLSX),
        ):
            st.download_button(
                words,
                data=lambda make=make: make(user, filters, order, zone),
                file_name=_name(zone, ending),
                mime=mime,
                on_click="ignore",
                width="stretch",
            )
        st.markdown(":small[:gray[These filters, this order. Every copy is audited.]]")


def _name(zone: ZoneInfo, ending: str) -> str:
    # Streamlit names large files by a sample of their bytes; a random word tells them apart.
    return f"patients-{datetime.now(zone):%Y-%m-%d-%H%M}-{secrets.token_hex(4)}.{ending}"
