"""Is it working? Response and remission, how long they take and last, and for whom."""

import streamlit as st

from data.queries.insight.splits import Split
from pages.widgets import cached, figure, insight_filters, opened, outcome_head, who
from services.insight.ground import Period, may_compare
from services.outcomes import (
    compare,
    completeness,
    headline,
    opening,
    over_time,
    sessions,
    shares,
    shift,
    times,
    weeks,
    wellbeing,
)

PERIODS = (Period.YEAR, Period.TWO_YEARS, Period.ALL)
MEASURES = ("response", "remission")
EXTRAS = {"by": ("all", *Split)}

user, zone = who.current().user, who.current().zone
chosen = insight_filters.show("outcomes", "Outcomes", user, zone, PERIODS, EXTRAS)
ground, people = chosen.ground, chosen.people
found = cached.figure(headline.headline, user, ground)
outcome_head.sentence(chosen.words, found)

if found.dosed == 0:
    st.info("No course of this filter has had its first dose in this period.")
    insight_filters.write("outcomes", EXTRAS)
    st.stop()

offered = [each for each in EXTRAS["by"] if each != Split.SITE or len(people.sites) > 1]
by = outcome_head.compare_by(offered, allowed=may_compare(ground))
split = None if by == "all" else Split(by)

top = st.grid(3, min_column_width=300, gap=("small", "large"))
for measure in MEASURES:
    with top.cell():
        outcome_head.metric(f"{measure.capitalize()} at end of induction", getattr(found, measure))
        if split is None:
            figure.show(user, ground, shares.figure, measure)
        else:
            figure.show(user, ground, compare.by, split, people, measure)
with top.cell():
    outcome_head.complete(cached.figure(completeness.completeness, user, ground, found))

panels = st.grid(2, min_column_width=430, gap=("medium", "large"))
with panels.cell():
    figure.show(user, ground, weeks.figure)
with panels.cell():
    figure.show(user, ground, times.to_response, split, people)
with panels.cell():
    figure.show(user, ground, sessions.figure)
with panels.cell():
    figure.show(user, ground, times.to_relapse, split, people)
with panels.cell():
    for measure in MEASURES:
        figure.show(user, ground, compare.published, measure)
with panels.cell():
    outcome_head.over_time(found, cached.figure(over_time.over_time, user, ground))
    outcome_head.also(
        cached.figure(shift.resolved, user, ground),
        cached.figure(wellbeing.wellbeing, user, ground),
    )
    figure.show(user, ground, shift.figure)

opened.show(user, ground, f"First doses {chosen.words}", opening.find)
insight_filters.write("outcomes", EXTRAS)
