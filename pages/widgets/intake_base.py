"""Which section of the screening form is on the screen, and the version it is answered over."""

import streamlit as st

from data.reference.screening import Question
from services.intake.filled import Filled
from services.intake.overview import Overview


def of(it: Overview, filled: Filled) -> Filled:
    """The version that is on the screen; in a new screening every section begins anew."""
    base: Filled = st.session_state.setdefault(_name(it, filled), filled)
    return base


def put(it: Overview, base: Filled) -> None:
    """Go on over this version, with the widgets as they are."""
    st.session_state[_name(it, base)] = base


def take(it: Overview, filled: Filled) -> None:
    """Show a section as somebody else left it: its widgets begin anew."""
    put(it, filled)
    st.session_state[f"turns-{_name(it, filled)}"] = _turns(it, filled) + 1


def key(it: Overview, base: Filled, question: Question) -> str:
    """Of the question's widget."""
    return f"q-{_name(it, base)}-{question.id}-{_turns(it, base)}"


def name(it: Overview, base: Filled, what: str) -> str:
    """Of another widget of this section."""
    return f"{what}-{_name(it, base)}"


def opened(it: Overview) -> Filled | None:
    """The section that was answered at the last look, over the version that was there."""
    name = st.session_state.get(f"open-{it.episode_id}")
    return st.session_state.get(name) if name else None


def open_up(it: Overview, base: Filled | None) -> None:
    """This one is answered from now on, or none."""
    st.session_state[f"open-{it.episode_id}"] = _name(it, base) if base else None


def is_same(it: Overview, one: Filled, other: Filled) -> bool:
    """Whether both are the same section of the same screening."""
    return _name(it, one) == _name(it, other)


def _turns(it: Overview, base: Filled) -> int:
    turns: int = st.session_state.get(f"turns-{_name(it, base)}", 0)
    return turns


def _name(it: Overview, base: Filled) -> str:
    return f"base-{it.episode_id}-{base.begun_at}-{base.section.id}"
