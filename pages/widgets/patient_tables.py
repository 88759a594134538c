"""The tables of the patient page, newest first."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.widgets.text import plain
from services.courses import Chart

column = st.column_config


def names(chart: Chart) -> list[str]:
    """The tabs, each with how much is in it."""
    return [
        f"Sessions {len(chart.sessions)}",
        f"Side effects {len(chart.side_effects)}",
        f"Assessments {len(chart.assessments)}",
        f"Readings {len(chart.readings)}",
        "Screening",
        "Care outside",
        "Stages",
        "Course as table",
    ]


def sessions(table: pd.DataFrame) -> None:
    """One row a session."""
    _grid(
        table,
        "No session yet. The first one is recorded on the day of the first dose.",
        {
            "date": column.DateColumn("Date", format="D MMM YYYY", width=86),
            "number": column.NumberColumn("No", width=36),
            "dose": column.TextColumn("Dose", width=198),
            "phq9": column.TextColumn("PHQ-9", width=116, help="Before it"),
            "pre": column.TextColumn("BP before", width=76, help="mmHg"),
            "highest": column.TextColumn("Highest BP", width=80, help="mmHg, each of the two"),
            "peak_rise": column.NumberColumn("Rise", format="%+d", width=46, help="Systolic, mmHg"),
            "spo2": column.NumberColumn("SpO2", format="%d %%", width=54, help="Lowest"),
            "moaas": column.NumberColumn("MOAA/S", width=62, help="Lowest"),
            "effects": column.TextColumn("Side effects (grade)", width=136),
            "ready": column.NumberColumn(
                "Ready", format="%d min", width=66, help="To leave, after the first dose"
            ),
            "exception": column.TextColumn("Exception", width=104),
        },
    )


def side_effects(table: pd.DataFrame) -> None:
    """One row a side effect."""
    _grid(
        table,
        "No side effect is recorded.",
        {
            "date": column.DateColumn("Date", format="ddd D MMM YYYY", width=128),
            "effect": column.TextColumn("Side effect", width=150),
            "grade": column.TextColumn("Grade", width=76),
            "session": column.NumberColumn("Session", width=70),
            "onset": column.NumberColumn("Onset after dose", format="%d min", width=116),
            "lasted": column.TextColumn("Lasted", width=150),
            "serious": column.TextColumn("Serious", width=76),
            "note": column.TextColumn("Note", width=260),
        },
    )


def assessments(table: pd.DataFrame) -> None:
    """One row a questionnaire; a total is never shown bare."""
    _grid(
        table,
        "No score yet. Add the first PHQ-9 with the button at the top.",
        {
            "date": column.DatetimeColumn("Date", format="ddd D MMM YYYY, HH:mm", width=156),
            "instrument": column.TextColumn("Instrument", width=92),
            "reading": column.TextColumn("Score", width=126),
            "band": column.TextColumn("Severity", width=124),
            "item9": column.TextColumn("Item 9", width=54),
            "mismatch": column.TextColumn("Differs", width=104),
            "note": column.TextColumn("Note", width=170),
            "source": column.TextColumn("Source", width=118),
            "by": column.TextColumn("Entered by", width=122),
        },
    )


def readings(table: pd.DataFrame) -> None:
    """One row a set of readings taken outside of sessions."""
    _grid(
        table,
        "No reading outside of sessions.",
        {
            "date": column.DatetimeColumn("Date", format="ddd D MMM YYYY, HH:mm", width=170),
            "pressure": column.TextColumn("BP", width=90, help="mmHg"),
            "pulse": column.NumberColumn("Pulse", width=70),
            "spo2": column.NumberColumn("SpO2", format="%d %%", width=70),
            "breaths": column.NumberColumn("Breaths", width=80),
            "weight": column.NumberColumn("Weight", format="%.1f kg", width=100),
            "position": column.TextColumn("Position", width=100),
        },
    )


def diagnoses(chart: Chart) -> None:
    """In words, as they were told."""
    st.subheader("Diagnoses", anchor=False)
    st.markdown("\n".join(f"- {plain(each)}" for each in chart.diagnoses) or "None recorded.")


def _grid(table: pd.DataFrame, empty: str, columns: dict[str, Any]) -> None:
    if table.empty:
        st.info(empty)
        return
    height = min(len(table) + 1, 14) * 34 + 2
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=height,
        placeholder="",
        column_order=list(columns),
        column_config=columns,
    )
