"""A person's details in a dialog: who they are and how to reach them, entered and put right."""

from datetime import date, datetime
from typing import Any

import streamlit as st

from data.tables.base import new_key
from data.tables.vocabulary import Sex
from pages.widgets import who
from services import details
from services.access import Action, User, can
from services.details import Shown
from services.intake.inquiry import EARLIEST_BIRTH, Details
from services.naming import LANGUAGES, language
from services.patients import Summary
from services.refusals import Refusal

ASKED = {None: "not asked", True: "yes", False: "no"}
ROW: dict[str, Any] = {"horizontal": True, "gap": "small"}


def button(user: User, summary: Summary) -> None:
    """The button that opens the form, for whoever may put details right."""
    if not can(user, Action.EDIT_PERSON):
        return
    if st.button("Details", icon=":material/badge:", help="Name, birth date, sex, contact"):
        st.session_state.details_key = new_key()
        _form(details.show(user, summary.id))


def birth_date(key: str, width: int, known: date | None = None) -> date | None:
    """A field for a day until today, on the clinic's calendar."""
    earliest = date(EARLIEST_BIRTH, 1, 1)
    return st.date_input(
        "Birth date",
        value=known,
        min_value=min(known or earliest, earliest),
        max_value=max(known or earliest, datetime.now(who.current().zone).date()),
        format="YYYY-MM-DD",
        key=key,
        width=width,
    )


def sex(key: str, width: int, known: Sex | None = None) -> Sex | None:
    """A field for the sex that cuts and questions depend on."""
    return st.segmented_control(
        "Sex, for clinical use",
        list(Sex),
        format_func=lambda each: each.value,
        default=known,
        key=key,
        width=width,
    )


def asked(label: str, key: str, width: int, known: bool | None = None) -> bool | None:
    """A field for yes, no, or nothing where it was not asked."""
    return st.segmented_control(
        label,
        [True, False],
        format_func=lambda each: ASKED[each],
        default=known,
        key=key,
        width=width,
    )


@st.dialog("Details", width="large")
def _form(shown: Shown) -> None:
    """What stood when the form was opened, to be changed."""
    said = _fields(shown.details)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(":small[:gray[What is emptied is unknown again.]]", width="stretch")
        if st.button("Save details", type="primary"):
            _save(shown, said)


def _fields(known: Details) -> Details:
    with st.container(**ROW):
        family = st.text_input("Family name", known.family, key=_key("family"), width=280)
        given = st.text_input("Given name", known.given, key=_key("given"), width=280)
        called = st.text_input("Called", known.preferred_name, key=_key("called"), width=200)
    with st.container(**ROW):
        born = birth_date(_key("born"), 280, known.birth_date)
        of_sex = sex(_key("sex"), 280, known.sex_clinical)
        speaks = _language(known.language)
    with st.container(**ROW):
        phone = st.text_input("Phone", known.phone, key=_key("phone"), width=280)
        email = st.text_input("Email", known.email, key=_key("email"), width=280)
    with st.container(**ROW):
        message_ok = asked("Leave a message?", _key("message"), 140, known.message_ok)
        text_ok = asked("Send a text?", _key("text"), 140, known.text_ok)
        talk_to = st.text_input(
            "Whom else may we talk to?", known.talk_to, key=_key("talk"), width=280
        )
    return Details(
        family=family,
        given=given,
        preferred_name=called,
        birth_date=born,
        sex_clinical=of_sex,
        phone=phone,
        email=email,
        message_ok=message_ok,
        text_ok=text_ok,
        talk_to=talk_to,
        language=speaks,
    )


def _language(known: str) -> str:
    """A language by name; the code that a file brought stays while nobody chooses another."""
    options = sorted({*LANGUAGES.values(), *filter(None, [language(known)])})
    said = st.selectbox(
        "Language",
        options,
        index=options.index(language(known)) if known else None,
        placeholder="not said",
        accept_new_options=True,
        key=_key("language"),
        width=200,
    )
    return known if said == language(known) else said or ""


def _save(shown: Shown, said: Details) -> None:
    user, zone = who.current().user, who.current().zone
    try:
        details.save(user, shown.patient_id, said, zone, over=shown.version)
    except Refusal as refusal:
        st.error(f"{refusal} What you entered is kept here.")
    else:
        st.rerun()


def _key(name: str) -> str:
    return f"details-{name}-{st.session_state.details_key}"
