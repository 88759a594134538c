"""The head of the page of side effects: of what and of which route, and what is counted."""

import streamlit as st

from data.queries.insight.effects import Per
from data.reference.safety import safety
from data.tables.vocabulary import Route
from pages.widgets import definitions, opened
from services.caseload import ROUTE_WORDS
from services.insight import ground as grounds
from services.insight.ground import Ground
from services.insight.rates import HIDDEN
from services.side_effects.overview import Overview, nobody, sentence
from services.side_effects.revealing import without


def choose(ground: Ground) -> tuple[Per, Ground]:
    """Patients or sessions, and one route, for the two are never mixed; the filter's if it has."""
    state, asked = st.session_state, ground.view.route
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.segmented_control(
            "Count",
            list(Per),
            format_func=lambda each: Per(each).value.capitalize(),
            key="side_effects_per",
            required=True,
            persist_state="session",
            label_visibility="collapsed",
        )
        if asked is None:
            st.segmented_control(
                "Medicine",
                [Route.NASAL.value, Route.IV.value],
                format_func=lambda each: ROUTE_WORDS[Route(each)],
                key="side_effects_of",
                required=True,
                persist_state="session",
                label_visibility="collapsed",
            )
        st.space("stretch")
        rules = safety()
        definitions.show("Definitions", rules.definitions.values(), rules.version, rules.checked_by)
    route = asked if asked is not None else Route(state.side_effects_of)
    return Per(state.side_effects_per), grounds.of_route(ground, route)


def counted(found: Overview, filter_words: str) -> None:
    """The sentence, and its numbers as links."""
    st.markdown(f":gray[{sentence(found, filter_words)}]")
    if nobody(found):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for per, rate in ((Per.PATIENTS, found.patients), (Per.SESSIONS, found.sessions)):
            n, rest = rate.k, without(rate)
            opened.link(f"{_count(n)} {per.value} with any side effect", f"any-{per.value}")
            if rest != 0:
                opened.link(f"{_count(rest)} without", f"none-{per.value}")


def _count(n: int | None) -> str:
    return HIDDEN if n is None else f"{n:,}"
