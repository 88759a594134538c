"""What was brought in before, newest first, and the way to take one back."""

from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from pages.widgets.text import plain, visible
from services.access import Action, User, can
from services.importing import undo
from services.importing.undo import Batch
from services.refusals import Refusal

ROW = 34
WIDTHS = {
    "File": 240,
    "When": 125,
    "Added": 62,
    "Undone": 340,
    "Stayed out": 84,
    "By": 140,
}


def show(user: User, zone: ZoneInfo) -> None:
    """The table; a row chosen can be undone."""
    batches = undo.listed(user)
    if said := st.session_state.pop("undone", None):
        st.success(said, icon=":material/undo:")
    if not batches:
        st.markdown(":gray[No file has been brought in yet.]")
        return
    event = st.dataframe(
        pd.DataFrame(
            [
                {
                    "File": visible(each.name),
                    "When": each.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
                    "Added": each.added,
                    "Undone": visible(each.undone),
                    "Stayed out": each.left_out,
                    "By": each.by,
                }
                for each in batches
            ]
        ),
        key=f"batches-{sum(bool(each.undone) for each in batches)}",
        hide_index=True,
        row_height=ROW,
        column_config={name: st.column_config.Column(width=px) for name, px in WIDTHS.items()},
        on_select="rerun",
        selection_mode="single-row",
    )
    st.markdown(":small[:gray[Select an import to undo it.]]")
    if event.selection.rows and can(user, Action.UNDO_IMPORT):
        _undo(user, batches[event.selection.rows[0]])


def _undo(user: User, batch: Batch) -> None:
    if batch.undone:
        st.info(f"This import was undone {plain(batch.undone)}")
        return
    if obstacles := undo.in_the_way(user, batch.id):
        st.warning(obstacles, icon=":material/block:")
        return
    with st.form(f"undo-{batch.id}", width=560):
        st.markdown(
            f"**Undo {plain(batch.name)}, {batch.added:,} added.** Its entries are struck out with "
            "your reason and people it made are withdrawn. Nothing is deleted, and the file can be "
            "brought in again."
        )
        why = st.text_input("Why", max_chars=200)
        if st.form_submit_button("Undo the import", icon=":material/undo:"):
            try:
                undo.undo(user, batch.id, why)
            except Refusal as refusal:
                st.error(str(refusal))
            else:
                st.session_state.undone = f"The import of {plain(batch.name)} was undone."
                st.session_state.pop("previewed", None)
                st.rerun()
