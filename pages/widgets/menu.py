"""The menu in the sidebar, and which page the address asks for.

Streamlit's own navigation draws headings as list items outside a list, which screen readers trip
over; links under headings say the same and do not. Icons go on the links: a page's own icon would
be fetched from elsewhere as its favicon.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from services.access import Action, User, can


@dataclass(frozen=True)
class Entry:
    """A page, and the actions of which one opens it. Without an icon it is off the menu."""

    script: Path
    title: str
    icon: str | None
    actions: Sequence[Action]

    def opens_for(self, user: User | None) -> bool:
        """Whether this person may open the page."""
        return any(can(user, action) for action in self.actions)


@dataclass(frozen=True)
class Asked:
    """The entry that the address names, as the page that runs."""

    entry: Entry
    page: StreamlitPage


Menu = Mapping[str, Sequence[Entry]]


def asked(menu: Menu, user: User | None) -> Asked:
    """Tell Streamlit which pages there are, and find the one the address names.

    There are the same for everybody: of a page it does not know Streamlit shows a dialog of its
    own, where we say a sentence. The bare address shows the first page this person may open.
    """
    entries = list(_entries(menu))
    home = next((entry for entry in entries if entry.opens_for(user)), entries[0])
    pages = [Asked(entry, _page(entry)) for entry in entries]
    pages.append(Asked(home, _page(home, bare=True)))
    found = st.navigation([each.page for each in pages], position="hidden")
    return next(each for each in pages if each.page is found)


def show(menu: Menu, user: User, here: Asked) -> None:
    """Draw the links this person may follow, under their headings; where one is, is marked."""
    for heading, entries in menu.items():
        shown = [entry for entry in entries if entry.icon and entry.opens_for(user)]
        if not shown:
            continue
        with st.container(gap="xsmall"):  # links 24 px apart, as fingers need them
            st.markdown(f":small[{heading}]")
            for entry in shown:
                page = here.page if entry is here.entry else entry.script
                st.page_link(page, label=entry.title, icon=entry.icon, width="stretch")


def _entries(menu: Menu) -> Iterator[Entry]:
    for entries in menu.values():
        yield from entries


def _page(entry: Entry, *, bare: bool = False) -> StreamlitPage:
    return st.Page(
        entry.script,
        title=entry.title,
        url_path="home" if bare else entry.script.stem,
        default=bare,
        visibility="hidden",
    )
