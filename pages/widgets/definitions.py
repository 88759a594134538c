"""What the words of a page mean, with their sources, one click away."""

from collections.abc import Iterable

import streamlit as st

from services.insight.meanings import Meaning


def show(label: str, defined: Iterable[Meaning], version: str, signed: str) -> None:
    """A quiet button that opens the list."""
    with st.popover(label, type="tertiary", icon=":material/menu_book:", width="content"):
        for each in defined:
            st.markdown(
                f"**{each.name}** :gray[({each.id})]  \n{each.words}  \n"
                f":small[:gray[{each.source}]]"
            )
        st.markdown(f":small[:gray[Version {version}, {signed}.]]")
