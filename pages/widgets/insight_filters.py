"""What an insight page looks at: period, route, site, practitioner; kept across the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from data.tables.base import now
from data.tables.vocabulary import Route
from pages.widgets import address, opened
from services.access import User
from services.caseload import ROUTE_WORDS, People
from services.insight import ground as grounds
from services.insight import once
from services.insight.ground import PERIOD_WORDS, Ground, Period, View

ALL = "all"
FIXED = ("period", "route", "site", "with", "open")

Extras = Mapping[str, Sequence[str]]
"""Further choices of one page by their key in the address; the first is the default."""


@dataclass(frozen=True)
class Chosen:
    """The ground of a page, the filter in words, and what else was chosen on it."""

    ground: Ground
    words: str
    people: People


def show(
    page: str, title: str, user: User, zone: ZoneInfo, periods: Sequence[Period], extras: Extras
) -> Chosen:
    """Draw the title with the filters at its right; write them to the address."""
    once.begin()
    people = grounds.people(user)
    _seed(page, people, periods, extras)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title(title, anchor=False, width="content")
        st.space("stretch")
        st.segmented_control(
            "Period",
            periods,
            format_func=lambda period: PERIOD_WORDS[period],
            key=f"{page}_period",
            required=True,
            label_visibility="collapsed",
            persist_state="session",
        )
        of_whom(people)
    today = now().astimezone(zone).date()
    since = grounds.since(st.session_state[f"{page}_period"], today)
    ground = grounds.stand(user, page, view(since, today), zone)
    return Chosen(ground, grounds.words(ground.view, people), people)


def of_whom(people: People) -> None:
    """Draw route, site and practitioner, which all insight pages share."""
    select("Route", "insight_route", {ALL: "Both routes", **ROUTE_WORDS}, 142)
    if len(people.sites) > 1:
        select("Site", "insight_site", {ALL: "All sites", **people.sites}, 140)
    everyone = {ALL: "Everyone", **people.practitioners}
    select("Practitioner", "insight_with", everyone, 164)


def view(since: date | None, until: date) -> View:
    """These dates, and of whom as chosen."""
    state = st.session_state
    return View(
        since=since,
        until=until,
        route=None if state.insight_route == ALL else state.insight_route,
        site_id=None if state.get("insight_site", ALL) == ALL else state.insight_site,
        practitioner_id=None if state.insight_with == ALL else state.insight_with,
    )


def write(page: str, extras: Extras) -> None:
    """Last thing on the page: the address says what it shows."""
    state = st.session_state
    words = {
        "period": [state[f"{page}_period"].value],
        "route": [] if state.insight_route == ALL else [state.insight_route.value],
        "site": [] if state.get("insight_site", ALL) == ALL else [str(state.insight_site)],
        "with": [] if state.insight_with == ALL else [str(state.insight_with)],
        "open": [number] if (number := opened.asked()) else [],
    }
    for key, choices in extras.items():
        chosen = state.get(f"{page}_{key}") or choices[0]
        words[key] = [] if chosen == choices[0] else [str(chosen)]
    address.write(page, words)


def _seed(page: str, people: People, periods: Sequence[Period], extras: Extras) -> None:
    """Take what a link says that somebody opened; else what was chosen before, or the defaults."""
    state = st.session_state
    said = address.opened(page, (*FIXED, *extras))
    if state.get("insight_page") != page:
        opened.ask(None)  # a number of another page
        state.insight_page = page
    if said is not None:
        opened.ask(_first(said, "open"))
    link = said or {}

    def take(key: str, name: str, choices: Mapping[str, Any], default: Any) -> None:
        word = _first(link, name)
        if word in choices:
            state[key] = choices[word]
        elif said is not None or state.get(key) not in (*choices.values(), default):
            state[key] = default

    take(f"{page}_period", "period", {each.value: each for each in periods}, periods[0])
    take("insight_route", "route", {each.value: each for each in Route}, ALL)
    take("insight_site", "site", {str(key): key for key in people.sites}, ALL)
    take("insight_with", "with", {str(key): key for key in people.practitioners}, ALL)
    for key, choices in extras.items():
        take(f"{page}_{key}", key, {word: word for word in choices}, choices[0])


def _first(words: Mapping[str, Sequence[str]], key: str) -> str | None:
    return next(iter(words.get(key, [])), None)


def select(label: str, key: str, choices: Mapping[Any, str], width: int) -> None:
    """A choice among words, kept while the visit lasts."""
    st.selectbox(
        label,
        list(choices),
        format_func=lambda choice: choices[choice],
        key=key,
        label_visibility="collapsed",
        width=width,
        persist_state="session",
    )
