"""The filters above the caseload: kept for the session, and in the URL without anything typed."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

import streamlit as st

from data.queries.caseload import Counts
from data.tables.vocabulary import Route, Stage
from pages.widgets import address
from services import caseload, searching
from services.access import User
from services.caseload import FLAG_WORDS, ORDER_WORDS, ROUTE_WORDS, Filters, Flag, Order, People

STAGES = (
    Stage.INQUIRY,
    Stage.REFERRED,
    Stage.SCREENING,
    Stage.ELIGIBLE,
    Stage.REVIEW,
    Stage.CONSENTED,
    Stage.SCHEDULED,
    Stage.INDUCTION,
    Stage.CONTINUATION,
    Stage.MAINTENANCE,
    Stage.DEFERRED,
)
"""One line at 1440 px; those whose treatment ended have a filter of their own."""

Word = TypeVar("Word", bound=StrEnum)

EVERYONE, ALL = "everyone", "all"
NOT_YET, ENDED = "not-yet", "ended"
GROUP_WORDS = {NOT_YET: "Not yet patients", ENDED: "Ended"}
IN_URL = ("stage", "with", "route", "site", "flag", "order")


@dataclass(frozen=True)
class Choices:
    """What this person can choose from."""

    user: User
    people: People
    orders: Sequence[Order]
    flags: Sequence[Flag]
    practitioner: str
    """The practitioner on whom the page opens."""


def choices(user: User) -> Choices:
    """What the filters offer to this person."""
    people = caseload.people(user)
    mine = caseload.starts_on_mine(user, people)
    return Choices(
        user=user,
        people=people,
        orders=caseload.orders(user),
        flags=caseload.flags(user),
        practitioner=str(user.id) if mine else EVERYONE,
    )


def read(offered: Choices) -> tuple[Filters, Order]:
    """The filters as they stand before they are drawn, because their labels carry counts.

    A shared link counts once, when it is opened; then what is chosen counts. Words in the URL
    that mean nothing here are passed over.
    """
    state = st.session_state
    opened = address.opened("caseload", IN_URL)
    if opened or state.get("caseload_of") != offered.user:
        # Somebody else, or another link: nothing of what was chosen before stays.
        _seed(opened or {}, offered)
        state.caseload_of = offered.user
    flags = state.get("flag") or []
    filters = Filters(
        stages=tuple(state.get("stage") or ()),
        practitioner_id=None if state["with"] == EVERYONE else UUID(state["with"]),
        route=None if state.route == ALL else state.route,
        site_id=None if state.site == ALL else state.site,
        flags=tuple(flag for flag in flags if flag in offered.flags),
        not_yet=NOT_YET in flags,
        ended=ENDED in flags,
        search=searching.understand(state.get("typed") or ""),
    )
    return filters, state.order


def draw(offered: Choices, counts: Counts) -> None:
    """Draw the stages with their counts, and below them everything else."""
    st.segmented_control(
        "Stage",
        STAGES,
        selection_mode="multi",
        format_func=lambda stage: (
            f"{caseload.stage_words(stage)} **{counts.stages.get(stage, 0)}**"
        ),
        key="stage",
        label_visibility="collapsed",
        persist_state="session",
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.text_input(
            "Search by name, MRN, birth date or phone",
            key="typed",
            icon=":material/search:",
            placeholder="Name, MRN, birth date, phone",
            label_visibility="collapsed",
            live=True,
            width=236,
            persist_state="session",
        )
        _select("With", "with", list(_with(offered)), _with(offered), 158)
        _select("Route", "route", [ALL, *ROUTE_WORDS], {ALL: "Both routes", **ROUTE_WORDS}, 142)
        if len(offered.people.sites) > 1:
            sites = offered.people.sites
            _select("Site", "site", [ALL, *sites], {ALL: "All sites", **sites}, 150)
        _select("Order", "order", list(offered.orders), ORDER_WORDS, 190)
        st.pills(
            "Only",
            [*offered.flags, NOT_YET, ENDED],
            selection_mode="multi",
            format_func=lambda flag: _flag_words(flag, counts),
            key="flag",
            label_visibility="collapsed",
            persist_state="session",
        )


def write_url(filters: Filters, order: Order, offered: Choices) -> None:
    """Put the filters into the address, so that the view can be kept and shared."""
    url = {
        "stage": [stage.value for stage in filters.stages],
        "with": [str(filters.practitioner_id or EVERYONE)],
        "route": [filters.route.value] if filters.route else [],
        "site": [str(filters.site_id)] if filters.site_id is not None else [],
        "flag": [
            *(flag.value for flag in filters.flags),
            *([NOT_YET] if filters.not_yet else []),
            *([ENDED] if filters.ended else []),
        ],
        "order": [] if order is offered.orders[0] else [order.value],
    }
    address.write("caseload", url)


def _seed(url: dict[str, list[str]], offered: Choices) -> None:
    state = st.session_state
    state.stage = list(_known(Stage, url.get("stage", [])))
    flags: list[Flag | str] = list(_known(Flag, url.get("flag", [])))
    state.flag = flags + [group for group in GROUP_WORDS if group in url.get("flag", [])]
    state["with"] = next(
        (who for who in url.get("with", []) if who in _with(offered)), offered.practitioner
    )
    state.route = next(_known(Route, url.get("route", [])), ALL)
    sites = [int(word) for word in url.get("site", []) if word.isascii() and word.isdigit()]
    state.site = next((site for site in sites if site in offered.people.sites), ALL)
    orders = (order for order in _known(Order, url.get("order", [])) if order in offered.orders)
    state.order = next(orders, offered.orders[0])
    state.typed = ""


def _known(words: type[Word], said: Iterable[str]) -> Iterator[Word]:
    for word in said:
        with suppress(ValueError):
            yield words(word)


def _with(offered: Choices) -> dict[str, str]:
    people = {str(key): name for key, name in offered.people.practitioners.items()}
    return {EVERYONE: "Everyone", **people}


def _select(label: str, key: str, options: list[Any], words: dict[Any, str], width: int) -> None:
    st.selectbox(
        label,
        options,
        format_func=lambda option: words[option],
        key=key,
        label_visibility="collapsed",
        width=width,
        persist_state="session",
    )


def _flag_words(flag: Flag | str, counts: Counts) -> str:
    if isinstance(flag, Flag):
        return f"{FLAG_WORDS[flag]} **{counts.flags.get(flag, 0)}**"
    return GROUP_WORDS[flag]
