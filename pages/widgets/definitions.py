"""What the words of a page mean, with their sources, one click away."""

from collections.abc import Iterable
from typing import Protocol

import streamlit as st


class Defined(Protocol):
    """Anything with an id, a name, words and a source."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def source(self) -> str: ...


def show(label: str, defined: Iterable[Defined], version: str, signed: str) -> None:
    """A quiet button that opens the list."""
    with st.popover(label, type="tertiary", icon=":material/menu_book:", width="content"):
        for each in defined:
            st.markdown(
                f"**{each.name}** :gray[({each.id})]  \n{each.words}  \n"
                f":small[:gray[{each.source}]]"
            )
        st.markdown(f":small[:gray[Version {version}, {signed}.]]")
