"""The key of a form: one entry however fast it is pressed, and another one after a look at it."""

from uuid import UUID

import streamlit as st

from data.tables.base import new_key


def of(form: str, *, pressed: bool) -> UUID:
    """The key for this press. A form that is drawn without a press begins anew: what is struck out
    and entered again is an entry of its own, even where the form goes by the name it had before."""
    name = f"key-{form}"
    if not pressed or name not in st.session_state:
        st.session_state[name] = new_key()
    key: UUID = st.session_state[name]
    return key
