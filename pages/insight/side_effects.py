"""Is it safe? Who had which side effect, when, how badly, and what helped. Routes never mixed."""

import streamlit as st

from data.queries.insight.doses import Column
from data.queries.insight.effects import Per
from pages.widgets import cached, effects_head, figure, insight_filters, opened, serious_events, who
from services.insight import ground as grounds
from services.insight.ground import Period
from services.side_effects import columns, medicines, opening, overview, pressure, terms, timing

PERIODS = (Period.QUARTER, Period.YEAR, Period.ALL)
EXTRAS = {"per": tuple(Per), "of": ("nasal", "iv")}

user, zone = who.current().user, who.current().zone
chosen = insight_filters.show("side_effects", "Side effects", user, zone, PERIODS, EXTRAS)
per, ground = effects_head.choose(chosen.ground)
words = grounds.words(ground.view, chosen.people)
found = cached.figure(overview.overview, user, ground)
effects_head.counted(found, words)

if not overview.nobody(found):
    panels = st.grid(2, min_column_width=430, gap=("medium", "large"))
    with panels.cell():
        figure.show(user, ground, terms.figure, per)
    with panels.cell():
        figure.show(user, ground, columns.figure, Column.NUMBER)
        figure.show(user, ground, pressure.figure, "systolic")
    with panels.cell():
        figure.show(user, ground, timing.figure)
    with panels.cell():
        figure.show(user, ground, columns.figure, Column.DOSE)
    with panels.cell():
        figure.show(user, ground, medicines.figure)
    with panels.cell():
        figure.show(user, ground, pressure.figure, "diastolic")

serious_events.show(user, chosen.ground, chosen.words)
opened.show(user, ground, words, opening.find)
insight_filters.write("side_effects", EXTRAS)
