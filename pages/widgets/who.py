"""Who is looking. In a demonstration that is chosen in the sidebar, not signed in."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import streamlit as st

from services.access import User
from services.accounts import Demonstration

ROLE_WORDS = {
    "practitioner": "Practitioner",
    "manager": "Manager",
    "staff": "Front desk",
    "administrator": "Administrator",
}


@dataclass(frozen=True)
class Current:
    """Who is looking, and at which clinic's clock."""

    user: User
    zone: ZoneInfo


@st.cache_resource
def _chosen() -> dict[str, str]:
    """The person last chosen by each visitor's browser, so that F5 keeps it."""
    return {}


def choose(open_record: Demonstration) -> User:
    """Draw the "view as" switch; returns the person chosen."""
    people = {person.initials: person for person in open_record.people}
    visitor = st.context.cookies.get("clinic_visitor", "")
    if "view_as" not in st.session_state:
        st.session_state.view_as = _chosen().get(visitor, next(iter(people)))
    with st.container(gap="xxsmall"):
        st.space("small")  # below the menu, whose headings look like this label
        initials = st.selectbox(
            "View as", list(people), format_func=lambda key: people[key].name, key="view_as"
        )
        st.markdown(f":small[:gray[{roles(people[initials])}]]")
    if visitor:
        _chosen()[visitor] = initials
    st.session_state.current = Current(people[initials], open_record.zone)
    return people[initials]


def current() -> Current:
    """Who is looking, for the page that runs."""
    found: Current = st.session_state.current
    return found


def roles(user: User) -> str:
    """The person's roles in words, credentials included."""
    words = [ROLE_WORDS[role.value] for role in sorted(user.roles)]
    words += ["may prescribe"] if user.may_prescribe else []
    words += ["may monitor"] if user.may_monitor else []
    return ", ".join(words)
