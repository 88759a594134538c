"""The menu in the sidebar: page links under headings.

Streamlit's own navigation draws headings as list items outside a list, which screen readers trip
over; links under headings say the same and do not. Icons go on the links: a page's own icon would
be fetched from elsewhere as its favicon.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from services.access import Action, User, can


@dataclass(frozen=True)
class Entry:
    """A page and the actions of which one opens it. Without an icon it is off the menu."""

    page: StreamlitPage
    icon: str | None
    actions: Sequence[Action]

    def opens_for(self, user: User) -> bool:
        """Whether this person may open the page."""
        return any(can(user, action) for action in self.actions)


Menu = Mapping[str, Sequence[Entry]]


def navigation(menu: Menu, user: User) -> StreamlitPage:
    """Tell Streamlit which pages exist for this person; returns the one the address names."""
    pages = [entry.page for entries in menu.values() for entry in entries if entry.opens_for(user)]
    return st.navigation(pages, position="hidden")


def show(menu: Menu, user: User) -> None:
    """Draw the links this person may follow, under their headings."""
    for heading, entries in menu.items():
        shown = [entry for entry in entries if entry.icon and entry.opens_for(user)]
        if not shown:
            continue
        with st.container(gap="xxsmall"):
            st.markdown(f":small[{heading}]")
            for entry in shown:
                st.page_link(entry.page, icon=entry.icon, width="stretch")
