"""People of a file who might be somebody here: side by side, and somebody says."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import streamlit as st

from pages.widgets.text import counted, plain, visible
from services.importing.plans import File, FilePlan

KEY = "import_same"
NEW = "somebody new"
MOST = 20
"""Asked at once."""


def told(files: Sequence[File]) -> tuple[File, ...]:
    """The files with who their people were said to be."""
    return tuple(replace(file, same=frozenset(_said(file.digest).items())) for file in files)


def ask(plans: Sequence[FilePlan]) -> None:
    """Ask of each who it is; nobody is made one with somebody here unasked."""
    _said_before(plans)
    asked = [(plan.digest, person) for plan in plans for person in plan.asks]
    if not asked:
        return
    st.subheader("Who are they?", anchor=False)
    for digest, person in asked[:MOST]:
        here = {str(each.patient_id): visible(each.words) for each in person.candidates}
        choice = st.radio(
            f"**{plain(person.words)}** of the file is",
            [*here, NEW],
            index=None,
            format_func=lambda each, here=here: here.get(each, each),
            key=f"who-{digest}-{person.key}",
        )
        if choice is not None:
            _said(digest)[person.key] = None if choice == NEW else UUID(choice)
            st.rerun()
    if len(asked) > MOST:
        st.caption(f"{len(asked) - MOST} more are asked when these are answered.")


def _said_before(plans: Sequence[FilePlan]) -> None:
    told = sum(len(_said(plan.digest)) for plan in plans)
    if told and st.button(
        f"You said who {counted(told, 'person is', 'people are')}. Ask again",
        type="tertiary",
        icon=":material/undo:",
    ):
        for plan in plans:
            _said(plan.digest).clear()
        st.rerun()


def _said(digest: str) -> dict[str, UUID | None]:
    every: dict[str, dict[str, UUID | None]] = st.session_state.setdefault(KEY, {})
    return every.setdefault(digest, {})
