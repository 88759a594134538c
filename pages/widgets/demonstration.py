"""What says on every page that these people are invented."""

from datetime import datetime

import streamlit as st

from data.demo import Size
from services import demo
from services.accounts import Demonstration


def banner(open_record: Demonstration) -> None:
    """The badge, and once the demonstration's day has passed an offer to begin a new one."""
    day = open_record.anchor_day
    st.badge("Demonstration data", icon=":material/science:", color="orange")
    if datetime.now(open_record.zone).date() > day:
        st.markdown(f":small[Its day was {day:%a} {day.day} {day:%b}, and that has passed.]")
        if st.button("New demo clinic", help="The old one is kept beside it."):
            with st.spinner("Inventing a clinic"):
                demo.fresh(Size.SMALL, day=demo.today(), progress=lambda step, part: None)
            st.rerun()
