"""Who you are here, and what you may do."""

import streamlit as st

from pages.widgets import who
from pages.widgets.text import plain
from services.access import granted

user = who.current().user

st.title(plain(user.name), anchor=False)
st.markdown(who.roles(user))
st.subheader("You may", anchor=False)
st.markdown("\n".join(f"- {action.value}" for action in sorted(granted(user))))
st.markdown(
    ":gray[Rights come from roles. What you look at and change is written to the audit trail.]"
)
