"""A number that opens: the people behind it, in a dialog. The address names the number only."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from pages.widgets import places
from pages.widgets.text import visible
from services import copies
from services.access import User
from services.insight.ground import Ground
from services.insight.opening import Opened

KEY = "opened_number"
ROW = 34
Find = Callable[[User, Ground, str], Opened]


def link(words: str, number: str) -> None:
    """A quiet button that opens a number."""
    st.button(
        f":primary[{words}]", type="tertiary", key=f"open-{number}", on_click=ask, args=(number,)
    )


def ask(number: str | None) -> None:
    """Open this number with the next run; None closes."""
    st.session_state[KEY] = number
    st.session_state[f"{KEY}_times"] = times() + 1


def asked() -> str | None:
    """The number that is open."""
    number: str | None = st.session_state.get(KEY)
    return number


def times() -> int:
    """How often a number was opened or closed in this session."""
    count: int = st.session_state.get(f"{KEY}_times", 0)
    return count


def show(user: User, ground: Ground, filter_words: str, find: Find) -> None:
    """The dialog, if a number was asked for; `find` raises NotFound for one there is not."""
    number = asked()
    if number is None:
        return
    found = find(user, ground, number)

    @st.dialog(f"{_count(found.n)} {found.title}", width="large", on_dismiss=lambda: ask(None))
    def dialog() -> None:
        _content(user, ground, filter_words, number, found)

    dialog()


def _content(user: User, ground: Ground, filter_words: str, number: str, found: Opened) -> None:
    counted = f" Counted by: {', '.join(found.definitions)}." if found.definitions else ""
    st.markdown(f":gray[{filter_words}.{counted}]")
    rest = ", ".join(f"{_count(n)} {words}" for words, n in found.rest if n != 0)
    of = "" if found.of is None else f" of {found.of:,}"
    st.markdown(f"**{_count(found.n)}{of}.**" + (f" Not here: {rest}." if rest else ""))
    if found.rows is None:
        st.info("Names are for the care team. You see counts, and small ones are hidden.")
    elif found.rows.empty:
        st.info("Nobody.")
    else:
        _people(user, ground, number, found)


def _people(user: User, ground: Ground, number: str, found: Opened) -> None:
    assert found.rows is not None, "somebody may see names"
    rows = found.rows.drop(columns="patient_id")
    event = st.dataframe(
        rows.assign(Patient=rows["Patient"].map(visible)),
        key=f"opened-{number}",
        height=min(12 * ROW, (len(rows) + 1) * ROW) + 2,
        row_height=ROW,
        hide_index=True,
        column_config=_columns(rows),
        placeholder="",
        on_select="rerun",
        selection_mode="single-row",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":small[:gray[{len(rows):,} rows. Select one to open the patient.]]", width="stretch"
        )
        st.download_button(
            "CSV",
            data=lambda: copies.of_people(user, ground, number, found),
            file_name=copies.file_name(ground, number, copies.CSV),
            mime=copies.CSV.mime,
            on_click="ignore",
            icon=":material/download:",
        )
    if event.selection.rows:
        patient_id = found.rows["patient_id"].iloc[event.selection.rows[0]]
        ask(None)
        st.switch_page(places.PATIENT, query_params={"id": str(patient_id)})


def _columns(rows: pd.DataFrame) -> dict[str, Any]:
    """Dates as dates are written, and a list of PHQ-9 totals as a line on one scale."""
    column = st.column_config
    kinds: dict[type, Any] = {
        date: column.DateColumn(format="D MMM YYYY"),
        list: column.LineChartColumn(y_min=0, y_max=27, color="primary"),
    }
    first = {name: next(iter(rows[name].dropna()), None) for name in rows}
    return {name: kinds[type(value)] for name, value in first.items() if type(value) in kinds}


def _count(n: int | None) -> str:
    return "hidden" if n is None else f"{n:,}"
