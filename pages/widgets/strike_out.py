"""The way to strike one entry out: a small mark beside it that asks for the reason."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from services.refusals import Refusal


def show(place: Any, key: str, strike: Callable[[str], object]) -> None:
    """In this place beside the entry; `strike` is called with the reason."""
    with place.popover(":material/close:", help="Strike out", type="tertiary", key=f"{key}-pop"):
        why = st.text_input("Why", key=f"{key}-why", max_chars=200)
        if st.button("Strike out", key=f"{key}-strike"):
            try:
                strike(why)
            except Refusal as refusal:
                st.error(str(refusal))
            else:
                st.rerun()
