"""Bring files in: choose, see what would happen, confirm."""

import streamlit as st

from pages.widgets import import_preview, who
from services import imports
from services.plans import File

user, zone = who.current().user, who.current().zone

st.title("Exchange", anchor=False)
st.markdown(
    "PHQ-9 and GAD-7 from FHIR files (R4 or STU3, JSON). Every total is computed again from its "
    "items. Nothing is stored before you confirm."
)
uploads = st.file_uploader(
    "Files to bring in",
    type=["json"],
    accept_multiple_files=True,
    key="uploads",
    max_upload_size=50,
)
mrn = st.text_input(
    "MRN for questionnaires that name nobody",
    placeholder="MRN, or leave empty",
    width=360,
).strip()

if taken := st.session_state.pop("taken_in", None):
    st.success(import_preview.said(taken), icon=":material/check_circle:")
if not uploads:
    st.info("Choose one or more files. A preview shows what each would add.")
    st.stop()

files = [File(upload.name, upload.getvalue()) for upload in uploads]
plans = imports.preview(user, files, zone, mrn=mrn or None)
import_preview.show(plans, zone)
adds = sum(plan.adds for plan in plans)
# What is confirmed is what was on the screen, not what was typed since.
seen = st.session_state.get("previewed")
st.session_state.previewed = ([file.digest for file in files], mrn)
if st.button(f"Bring in {adds}", type="primary", disabled=not adds):
    if seen == st.session_state.previewed:
        st.session_state.taken_in = imports.take_in(user, files, zone, mrn=mrn or None)
        st.rerun()
    st.warning("The files or the MRN have changed. Look at the preview again, then confirm.")
