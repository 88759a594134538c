"""Bring files in, see what came in before, take an import back."""

import streamlit as st

from pages.widgets import (
    import_alarm,
    import_batches,
    import_files,
    import_people,
    import_preview,
    who,
)
from pages.widgets.text import counted

user, zone = who.current().user, who.current().zone

st.title("Exchange", anchor=False)
bring, before = st.tabs(["Bring in", "Imports so far"])

with bring:
    st.markdown(
        "FHIR files (R4 or STU3, JSON or NDJSON) and tables (CSV or Excel) of patients, "
        "questionnaires, readings, appointments, side effects, medicines and inquiries. Every "
        "total is computed again from its items. Nothing is stored before you confirm."
    )
    chosen = import_files.choose(user)
    taken = st.session_state.pop("taken_in", None)
    if not chosen.uploads:
        st.info("Choose one or more files. A preview shows what each would add.")
    elif chosen.files:
        files = import_people.told(chosen.files)
        plans = import_files.previewed(user, files, zone, chosen.mrn)
        import_preview.show(user, files, plans, zone)
        import_people.ask(plans)
        adds = import_preview.adding(plans)
        out = sum(len(plan.rows_out()) for plan in plans)
        words = f", leave out {counted(out, 'row', 'rows')}" if out else ""
        if taken:
            # Where the button was: the eye is there.
            st.success(import_preview.said(taken), icon=":material/check_circle:")
            import_alarm.show(user, taken, taken=True)
        elif not adds:
            st.markdown(":gray[Nothing to bring in.]")
        if adds:
            import_alarm.show(user, plans, taken=False)
        if adds and st.button(f"Bring in {adds}{words}", type="primary"):
            import_files.take_in(user, files, zone, chosen.mrn)

with before:
    import_batches.show(user, zone)
