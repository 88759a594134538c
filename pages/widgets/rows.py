"""A list of people as a grid: a click opens whom it was aimed at, and long lists come in screens.

Rows may change between drawing and clicking, so every grid carries the ids it was drawn with.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st

column = st.column_config


def names(key: str, ids: Sequence[UUID], state: str, width: int) -> Any:
    """The names as buttons: wide enough for a finger, unlike the box before them.

    A press puts the patient's id into the session under `state`.
    """
    return column.ButtonColumn(
        "Patient",
        width=width,
        type="tertiary",
        alignment="left",
        key=key,
        on_click=partial(_named, key, ids, state),
    )


def ticked(key: str, ids: Sequence[UUID], state: str) -> Callable[[], None]:
    """What a row that is selected does: the same as its name, for the keyboard."""
    return partial(_ticked, key, ids, state)


def screens(starts: list[Any], after: Any, size: int, shown: int) -> None:
    """Buttons to the next and previous screens of a list, where there are any."""
    if not starts and after is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        first = len(starts) * size + 1
        st.markdown(f":small[Rows {first} to {first + shown - 1}]", width="content")
        st.button("Previous", disabled=not starts, on_click=starts.pop if starts else None)
        if after is not None:
            st.button("Next", on_click=starts.append, args=(after,))


def _named(key: str, ids: Sequence[UUID], state: str) -> None:
    st.session_state[state] = ids[st.session_state[key].row]


def _ticked(key: str, ids: Sequence[UUID], state: str) -> None:
    chosen = st.session_state[key].selection.rows
    if chosen:
        st.session_state[state] = ids[chosen[0]]
