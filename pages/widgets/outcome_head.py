"""The head of the outcomes page: what is counted, and how complete it is."""

from collections.abc import Sequence

import streamlit as st

from data.queries.insight.splits import Split
from data.reference.outcomes import outcomes
from pages.widgets import definitions, opened
from services.insight.groups import SPLIT_WORDS
from services.insight.rates import FEW, Rate
from services.outcomes.completeness import Completeness
from services.outcomes.headline import COUNTED, STANDING_WORDS, Headline
from services.outcomes.over_time import OverTime
from services.outcomes.shift import Resolved
from services.outcomes.wellbeing import Wellbeing


def sentence(words: str, found: Headline) -> None:
    """The filter, the denominator in bold, and who is left out and why; each part opens."""
    dosed = "hidden" if found.dosed is None else f"{found.dosed:,}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f":gray[First doses {words}; PHQ-9 from 10 at baseline.] **{dosed} courses dosed.**",
            width="content",
        )
        for standing, n in found.standing.items():
            if standing not in COUNTED and n != 0:
                count = "hidden" if n is None else n
                opened.link(f"{count} {STANDING_WORDS[standing]}", f"standing-{standing.value}")


def compare_by(options: Sequence[str], *, allowed: bool) -> str:
    """By what to compare, and at the right what the words mean. Returns what was chosen."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        chosen: str = st.segmented_control(
            "Compare by",
            options,
            format_func=lambda each: "All" if each == "all" else SPLIT_WORDS[Split(each)],
            key="outcomes_by",
            required=True,
            persist_state="session",
            disabled=not allowed,
            label_visibility="collapsed",
        )
        st.space("stretch")
        rules = outcomes()
        definitions.show("Definitions", rules.definitions.values(), rules.version, rules.checked_by)
    return chosen if allowed else "all"


def metric(label: str, rate: Rate) -> None:
    """A share as a headline, its interval below it; up is neither good nor bad here."""
    st.metric(
        label,
        rate.percent,
        delta=rate.interval or rate.of,
        delta_color="off",
        delta_arrow="off",
    )


def complete(found: Completeness) -> None:
    """How much is known at all, as bars with their counts."""
    st.markdown("**How complete is this?**")
    for label, rate, of in (
        ("PHQ-9 on the day", found.sessions, "sessions"),
        ("In induction alone", found.induction_sessions, "sessions"),
        ("Evaluable", found.evaluable, "courses"),
        ("Scored in the last 14 days", found.recent, "in treatment"),
    ):
        share = 0.0 if rate.share is None else rate.share
        words = f"{rate.both} {of}" if rate.n and not rate.is_hidden else rate.percent
        st.progress(share, text=f":small[{label}: **{words}**]")
    with st.container(horizontal=True, gap="small"):
        opened.link("Not scored lately", "lately-unscored")
        opened.link("Doses without a score", "dose-any-unscored")


def over_time(found: Headline, told: OverTime) -> None:
    """What happened over the course, each with what it is of; the words open."""
    st.markdown("**Over the course**")
    with st.container(gap="xxsmall"):
        for words, rate, number in (
            ("Reliably better at end of induction", found.better, "reliable-better"),
            ("Reliably worse at end of induction", found.worse, "reliable-worse"),
            ("Response sustained 28 days", told.sustained, "course-sustained"),
            ("Relapse after response", told.relapsed, "course-relapsed"),
            ("Got worse at any score", told.worse, "course-worse"),
        ):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                opened.link(words, number)
                of = "" if rate.is_hidden or (rate.n or 0) < FEW else f" :gray[({rate.of})]"
                st.markdown(f":small[**{rate.percent}**{of}]", width="content")


def also(resolved: Resolved, wellbeing: Wellbeing) -> None:
    """Thoughts of death, and quality of life."""
    st.markdown("**Thoughts of death resolved**")
    unknown = "" if not resolved.unknown else f"; {resolved.unknown} not known at both ends"
    rate = resolved.rate
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f"{rate.percent} :gray[({rate.of} with item 9 of 1 or more{unknown})]", width="content"
        )
        opened.link("who no longer", "item9-resolved")
        opened.link("who still", "item9-present")
    st.markdown("**Quality of life (WHO-5, 0 to 100, higher is better)**")
    if wellbeing.baseline is None or wellbeing.last is None or wellbeing.days is None:
        st.markdown(":gray[No two scores to compare, or too few to show.]")
        return
    st.markdown(
        f"{wellbeing.baseline:.0f} at baseline, {wellbeing.last:.0f} at the last score, "
        f"{wellbeing.days:.0f} days on :gray[(means of {wellbeing.better.n} courses with both)]. "
        f"Better by 10 or more: {wellbeing.better.of}; worse: {wellbeing.worse.of}."
    )
    with st.container(horizontal=True, gap="small"):
        opened.link("who is better", "who5-better")
        opened.link("who is worse", "who5-worse")
