"""The course of treatment: one picture with its conclusion in words, and its twin as a table."""

from typing import Any

import streamlit as st

from pages.widgets import look
from services.charts import course as charts
from services.charts.course.drawing import specification
from services.charts.theme import DARK, LIGHT
from services.course_frames import Course
from services.courses import Chart

THIS, ALL = "This episode", "All"


def show(chart: Chart) -> None:
    """The card with the picture of the newest episode, or of everything."""
    with st.container(border=True, gap="xsmall"):
        drawn = _drawn(chart)
        said = charts.sentence(drawn.scores, drawn.holds, drawn.effects, today=drawn.today)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.subheader("Course", anchor=False, width="content")
            st.markdown(f":small[:gray[{said}]]", width="stretch")
        st.vega_lite_chart(_spec(drawn, look.is_dark()), theme=None, alt=said)
        with st.container(horizontal=True, vertical_alignment="center"):
            if chart.episode.counts() != chart.everything.counts():
                st.segmented_control(
                    "Span",
                    [THIS, ALL],
                    default=THIS,
                    required=True,
                    key="span",
                    label_visibility="collapsed",
                )
            st.markdown(
                ":small[:gray[Bar: dose, outlined when booked. Circle: side effect with its grade, "
                "? where none is given; a plain dot is grade 1. Hover a day for all its facts.]]",
                width="stretch",
            )


@st.cache_data(
    scope="session", max_entries=4, show_spinner=False, hash_funcs={Course: Course.fingerprint}
)
def _spec(drawn: Course, dark: bool) -> dict[str, Any]:
    """The picture as Vega-Lite; kept, because building it takes longer than all the rest."""
    return specification(drawn, DARK if dark else LIGHT)


def twin(chart: Chart) -> None:
    """What the picture shows, one row a day, newest first."""
    drawn = _drawn(chart)
    table = charts.table(drawn.scores, drawn.doses, drawn.holds, drawn.effects)
    column = st.column_config
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        placeholder="",
        column_config={
            "Date": column.DateColumn(format="ddd D MMM YYYY", width=126),
            "PHQ-9": column.TextColumn(width=118),
            "Item 9": column.TextColumn(width=56),
            "GAD-7": column.TextColumn(width=118),
            "Dose": column.TextColumn(width=176),
            "Peak systolic rise": column.TextColumn("Systolic rise", width=96),
            "Side effects": column.TextColumn(width=196),
            "Hold": column.TextColumn(width=176),
        },
    )


def _drawn(chart: Chart) -> Course:
    return chart.everything if st.session_state.get("span") == ALL else chart.episode
