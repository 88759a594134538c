"""Make the clinic report, with progress, and take it out."""

from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from data.queries.insight.view import View
from services import copies
from services.access import User
from services.insight.ground import Ground
from services.reports.clinic import clinic_report

MADE = "report_made"
KB = 1024


@dataclass(frozen=True)
class Made:
    """The last report of this session, and for whom and what it was made."""

    user_id: UUID | None
    view: View
    name: str
    content: bytes


def show(user: User, ground: Ground) -> None:
    """A button, and once it is made the download; another filter asks for another report."""
    if st.button("Make report", type="primary", icon=":material/description:"):
        st.session_state[MADE] = _make(user, ground)
    made: Made | None = st.session_state.get(MADE)
    if made is None or (made.user_id, made.view) != (user.id, ground.view):
        return
    st.download_button(
        f"Download, {len(made.content) // KB:,} kB",
        data=made.content,
        file_name=made.name,
        mime=copies.PDF.mime,
        on_click="ignore",
        icon=":material/download:",
    )
    if ground.names:
        st.markdown(
            ":small[:gray[Small counts are shown, because you may see the people behind them.]]"
        )
    else:
        st.markdown(":small[:gray[What leaves the clinic hides counts of 1 to 10.]]")


def _make(user: User, ground: Ground) -> Made:
    bar = st.progress(0.0, text="Counting")
    content = clinic_report(user, ground, lambda words, part: bar.progress(part, text=words))
    bar.empty()
    name = copies.file_name(ground, "clinic-report", copies.PDF)
    return Made(user.id, ground.view, name, content)
