"""What stands in place of every page while the record does not open."""

import streamlit as st


def show(sentence: str) -> None:
    """Say why. Navigation runs here too, or Streamlit would look for pages by itself."""

    def page() -> None:
        st.error(sentence, icon=":material/lock:")

    st.navigation([st.Page(page, title="Closed")], position="hidden").run()
