"""Which patient the address names."""

from uuid import UUID

import streamlit as st

from services.refusals import NotFound


def patient() -> UUID:
    """The patient of `?id=`; raises NotFound, with what to do, where it names nobody."""
    try:
        return UUID(st.query_params.get("id", ""))
    except ValueError:
        raise NotFound(
            "This address names no patient. Open Patients and choose one from the list."
        ) from None
