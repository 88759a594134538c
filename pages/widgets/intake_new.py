"""An inquiry from a phone call, in a dialog: under a minute, and nobody twice unasked."""

from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from data.tables.base import new_key
from data.tables.vocabulary import Route
from pages.widgets import details, who
from pages.widgets.text import plain
from services.access import Action, can
from services.caseload import ROUTE_WORDS, People
from services.importing.plans import Candidate
from services.intake import inquiries
from services.intake.inquiry import Inquiry
from services.refusals import Refusal

HEARD = ("psychiatrist", "primary care", "therapist", "friend or family", "website", "other")
LANGUAGES = ("English", "Spanish", "Hmong", "Punjabi", "Armenian", "other")
SOMEBODY_NEW = "somebody new"


def button(people: People) -> None:
    """The button that opens the form, for whoever may add an inquiry."""
    if not can(who.current().user, Action.ADD_INQUIRY):
        return
    if st.button("New inquiry", icon=":material/person_add:", type="primary"):
        st.session_state.inquiry_key = new_key()
        _form(people)


@st.dialog("New inquiry", width="large")
def _form(people: People) -> None:
    inquiry, site_id = _fields(people)
    user, zone = who.current().user, who.current().zone
    same, decided = _same(inquiries.like(user, inquiry))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(":small[:gray[A name and a way to reach them are enough.]]", width="stretch")
        if st.button("Save inquiry", type="primary", disabled=not decided):
            _save(inquiry, zone, site_id, same)


def _fields(people: People) -> tuple[Inquiry, int]:
    row = {"horizontal": True, "gap": "small"}
    with st.container(**row):
        family = st.text_input("Family name", key=_key("family"), width=280)
        given = st.text_input("Given name", key=_key("given"), width=280)
        preferred = st.text_input("Called", key=_key("called"), width=200)
        born = details.birth_date(_key("born"), 200)
    with st.container(**row):
        phone = st.text_input("Phone", key=_key("phone"), width=280)
        email = st.text_input("Email", key=_key("email"), width=280)
        message_ok = details.asked("Leave a message?", _key("message"), 140)
        text_ok = details.asked("Send a text?", _key("text"), 140)
        sex = details.sex(_key("sex"), 200)
    with st.container(**row):
        talk_to = st.text_input("Whom else may we talk to?", key=_key("talk"), width=280)
        language = _one_of("Language", LANGUAGES, "language", 200)
        heard = _one_of("Heard of us from", HEARD, "heard", 280)
        route = st.selectbox(
            "Asked for",
            list(Route),
            index=None,
            format_func=lambda each: ROUTE_WORDS[each],
            placeholder="not said",
            key=_key("route"),
            width=200,
        )
    with st.container(**row):
        times = st.text_input("Preferred times", key=_key("times"), width=280)
        referrer = st.text_input("Referred by", key=_key("referrer"), width=280)
        site_id = next(iter(people.sites))
        if len(people.sites) > 1:
            site_id = st.selectbox(
                "Site",
                list(people.sites),
                format_func=lambda site: people.sites[site],
                key=_key("site"),
                width=170,
            )
    text = st.text_area("What they say", key=_key("words"), height=70, max_chars=2000)
    return (
        Inquiry(
            family=family,
            given=given,
            preferred_name=preferred,
            birth_date=born,
            sex_clinical=sex,
            phone=phone,
            email=email,
            message_ok=message_ok,
            text_ok=text_ok,
            talk_to=talk_to,
            language=language,
            heard=heard,
            referrer=referrer,
            asked_route=route,
            preferred_times=times,
            text=text,
        ),
        site_id,
    )


def _one_of(label: str, options: tuple[str, ...], key: str, width: int) -> str:
    said = st.selectbox(
        label,
        options,
        index=None,
        placeholder="not said",
        accept_new_options=True,
        key=_key(key),
        width=width,
    )
    return said or ""


def _same(candidates: tuple[Candidate, ...]) -> tuple[UUID | None, bool]:
    """Who of those alike it is, and whether that is decided."""
    if not candidates:
        return None, True
    words: dict[UUID | str, str] = {each.patient_id: plain(each.words) for each in candidates}
    words[SOMEBODY_NEW] = "Somebody new"
    said = st.radio(
        "Somebody here has the same name, phone or email. Who calls?",
        list(words),
        index=None,
        format_func=lambda each: words[each],
        key=_key(f"same-{hash(candidates)}"),
    )
    return (said if isinstance(said, UUID) else None), said is not None


def _save(inquiry: Inquiry, zone: ZoneInfo, site_id: int, same: UUID | None) -> None:
    key = st.session_state.inquiry_key
    try:
        added = inquiries.add(
            who.current().user, inquiry, zone, site_id=site_id, same=same, entry_key=key
        )
    except Refusal as refusal:
        st.error(f"{refusal} What you entered is kept here.")
        return
    st.session_state.intake_opened = added.patient_id
    st.rerun()


def _key(name: str) -> str:
    return f"inquiry-{name}-{st.session_state.inquiry_key}"
