"""Copies of one figure: its table as CSV or Excel, its picture as SVG or PNG."""

from typing import Any

import streamlit as st

from services import copies
from services.access import Action, User, can
from services.insight.figure import Make
from services.insight.ground import Ground


def show(user: User, ground: Ground, name: str, make: Make, *more: Any) -> None:
    """Downloads that are made, checked and audited when they are asked for."""
    if not can(user, Action.EXPORT_NUMBERS):
        return
    with st.container(horizontal=True, gap="small"):
        for kind in copies.KINDS:
            st.download_button(
                kind.words,
                data=lambda kind=kind: copies.of_figure(user, ground, kind, name, make, *more),
                file_name=copies.file_name(ground, name, kind),
                mime=kind.mime,
                on_click="ignore",
                key=f"copy-{name}-{kind.ending}",
            )
    if not ground.names:
        st.markdown(":small[:gray[What leaves the clinic hides counts of 1 to 10.]]")
