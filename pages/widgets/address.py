"""Filters in the address: read when a link is opened, written as they change.

A click that is under way while the address changes still carries the address of before; it must
not be taken for a link that somebody has just opened, or it would undo the change.
"""

import time
from collections.abc import Sequence

import streamlit as st

LAG = 3.0
"""Seconds for which an address that was written over may still come back with a click."""

Words = dict[str, list[str]]


def opened(page: str, keys: Sequence[str]) -> Words | None:
    """What the address says under these keys, where it was opened just now; else None."""
    said = {key: st.query_params.get_all(key) for key in keys if key in st.query_params}
    if not said or said == current(page):
        return None
    late = [words for words, left in _left(page) if time.monotonic() - left < LAG]
    _leave(page, said)
    return None if said in late else said


def write(page: str, words: Words) -> None:
    """Put the filters into the address, so that the view can be kept and shared."""
    words = {key: values for key, values in words.items() if values}
    if words != current(page):
        _leave(page, current(page))
    # Going back from a patient passes this page with the patient's words in its address.
    if words != {key: st.query_params.get_all(key) for key in st.query_params}:
        st.query_params.from_dict(words)
    st.session_state[f"{page}_url"] = words


def current(page: str) -> Words:
    """The filters of this page as they were last written to the address, for the way back."""
    written: Words = st.session_state.get(f"{page}_url", {})
    return written


def forget(page: str) -> None:
    """Begin anew, as if the page had never been open."""
    st.query_params.clear()
    st.session_state.pop(f"{page}_url", None)


def _leave(page: str, words: Words) -> None:
    st.session_state[f"{page}_left"] = [*_left(page)[-9:], (words, time.monotonic())]


def _left(page: str) -> list[tuple[Words, float]]:
    left: list[tuple[Words, float]] = st.session_state.get(f"{page}_left", [])
    return left
