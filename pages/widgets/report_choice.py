"""What a report counts: a month or period, and the filters of the insight pages."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from data.tables.base import now
from pages.widgets import insight_filters
from pages.widgets.insight_filters import ALL
from services.access import User
from services.caseload import ROUTE_WORDS
from services.insight import ground as grounds
from services.insight.ground import Ground
from services.reports.spans import spans

SPAN = "report_span"


def show(user: User, zone: ZoneInfo) -> Ground:
    """Draw the choices, and say in words what they come to."""
    people = grounds.people(user)
    offered = {each.words: each for each in spans(now().astimezone(zone).date())}
    _keep(SPAN, offered, next(iter(offered)))
    _keep("insight_route", ROUTE_WORDS, ALL)
    _keep("insight_site", people.sites, ALL)
    _keep("insight_with", people.practitioners, ALL)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        insight_filters.select("Month or period", SPAN, {words: words for words in offered}, 210)
        insight_filters.of_whom(people)
    span = offered[st.session_state[SPAN]]
    view = insight_filters.view(span.since, span.until)
    ground = grounds.stand(user, "reports", view, zone)
    st.markdown(f"{grounds.words(ground.view, people)}.")
    return ground


def _keep(key: str, choices: Mapping[Any, Any], default: Any) -> None:
    """What was chosen before, if it is still offered."""
    if st.session_state.get(key) not in choices:
        st.session_state[key] = default
