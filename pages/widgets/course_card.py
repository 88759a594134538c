"""The course of treatment: one picture with its conclusion in words, and its twin as a table."""

from typing import Any

import streamlit as st

from data import reference
from pages.widgets import look
from services.charts import course as charts
from services.courses import Chart, Course
from services.patients import Summary

THIS, ALL = "This episode", "All"


def show(summary: Summary, chart: Chart) -> None:
    """The card with the picture of the newest episode, or of everything."""
    with st.container(border=True, gap="xsmall"):
        drawn = _drawn(summary, chart)
        said = charts.sentence(drawn.scores, drawn.holds, drawn.effects, today=drawn.today)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.subheader("Course", anchor=False, width="content")
            st.markdown(f":small[:gray[{said}]]", width="stretch")
        picture = charts.course(
            drawn.scores,
            drawn.doses,
            drawn.holds,
            drawn.effects,
            today=drawn.today,
            instrument=reference.instrument("phq9"),
            palette=look.palette(),
            baseline=drawn.baseline,
        )
        st.altair_chart(picture, theme=None, alt=said)
        with st.container(horizontal=True, vertical_alignment="center"):
            if len(summary.episodes) > 1:
                st.segmented_control(
                    "Span",
                    [THIS, ALL],
                    default=THIS,
                    required=True,
                    key="span",
                    label_visibility="collapsed",
                )
            st.markdown(
                ":small[:gray[Bar: dose, outlined when booked. Circle: side effect, the number is "
                "its grade, a plain dot is grade 1. Hover a day for all its facts.]]",
                width="stretch",
            )


def twin(summary: Summary, chart: Chart) -> None:
    """What the picture shows, one row a day, newest first."""
    drawn = _drawn(summary, chart)
    table = charts.table(drawn.scores, drawn.doses, drawn.holds, drawn.effects)
    st.dataframe(table, hide_index=True, row_height=34, placeholder="")


def _drawn(summary: Summary, chart: Chart) -> Course:
    everything: Any = st.session_state.get("span") == ALL
    newest = summary.episodes[0].id if summary.episodes and not everything else None
    return chart.courses[newest]
