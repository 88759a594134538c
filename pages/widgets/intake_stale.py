"""Two people on one section: what each says, side by side, and whose is kept."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from data.reference.screening import Kind, Question, form
from pages.widgets.text import plain
from services.intake.filling import Stale

THEIRS, MINE = "theirs", "mine"
WORDS = {True: "yes", False: "no"}


def ask(stale: Stale, mine: Mapping[str, Any], zone: ZoneInfo) -> str | None:
    """Show both, and return whose is to be kept once somebody says so."""
    theirs = stale.theirs
    at = f" at {theirs.at.astimezone(zone):%H:%M}" if theirs.at else ""
    by = plain(theirs.by or "Somebody else")
    words = f"{by} saved this section{at}. Yours is not kept yet: choose."
    st.warning(words, icon=":material/call_split:")
    differing = [id for id in form().questions if theirs.answers.get(id) != mine.get(id)]
    left, right = st.columns(2)
    with left:
        st.markdown(f"**{by}**\n\n{_said(differing, theirs.answers)}")
        if st.button(f"Keep {by}'s", key=f"keep-theirs-{theirs.version}"):
            return THEIRS
    with right:
        st.markdown(f"**Yours**\n\n{_said(differing, mine)}")
        if st.button("Keep yours", key=f"keep-mine-{theirs.version}", type="primary"):
            return MINE
    return None


def _said(ids: list[str], answers: Mapping[str, Any]) -> str:
    lines = [
        f"- {form().questions[id].label}: **{said(form().questions[id], answers.get(id))}**"
        for id in ids
    ]
    return "\n".join(lines)


def said(question: Question, answer: Any) -> str:
    """An answer in words."""
    if answer is None:
        return "not asked"
    if question.kind is Kind.PRESSURES:
        return ", ".join(f"{systolic}/{diastolic}" for systolic, diastolic in answer)
    if answer == [] and question.nothing:
        return plain(question.nothing)
    if isinstance(answer, list):
        return plain(", ".join(question.options.get(each, each) for each in answer))
    if isinstance(answer, bool):
        return WORDS[answer]
    return plain(str(question.options.get(answer, answer)))
