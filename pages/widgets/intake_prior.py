"""What was tried before and what is taken now, entered beside the section that asks for it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from data.formats.records import SINCE_UNKNOWN
from data.reference.treatments import treatments
from pages.widgets import form_key, strike_out
from pages.widgets.text import plain
from services.access import User
from services.clinical.trials import Trial
from services.intake import prior
from services.intake.overview import Overview
from services.intake.prior import NONE, Taken
from services.refusals import Refusal

ROW: dict[str, Any] = {"horizontal": True, "gap": "small", "vertical_alignment": "bottom"}


def trials(user: User, it: Overview, zone: ZoneInfo) -> None:
    """Every treatment tried, and a form for one more."""
    st.subheader("Treatments tried", anchor=False)
    for row in it.trials:
        strike = partial(prior.strike_trial, user, it.patient_id, row["id"])
        _line(_trial_words(row), f"trial-{row['id']}", strike)
    if not it.trials:
        st.markdown(":gray[None recorded.]")
    with st.expander("Add a treatment", icon=":material/add:", key=f"add-trial-{len(it.trials)}"):
        _trial_form(user, it, zone)


def medicines(user: User, it: Overview, zone: ZoneInfo) -> None:
    """Every medicine taken now, and a form for one more."""
    st.subheader("Medicines taken", anchor=False)
    known = treatments().interacts
    for row in it.medicines:
        marked = known.get(row["interacts"] or "", row["interacts"])
        mark = f" :orange-badge[:material/pill: {plain(marked)}]" if marked else ""
        since = f", since {_day(row['started_on'])}" if row["started_on"] else ""
        stopped = _stopped(row)
        words = f"{plain(row['name'])}{since}{stopped}{mark}"
        strike = partial(prior.strike_medicine, user, it.patient_id, row["id"])
        entry, stop, way = st.columns([8, 1, 1], vertical_alignment="center", gap="xsmall")
        entry.markdown(words)
        if row["stopped_on"] is None:
            _stop(stop, user, it, row["id"], zone)
        strike_out.show(way, f"medicine-{row['id']}", strike)
    if not it.medicines:
        st.markdown(":gray[None recorded.]")
    with st.form(f"medicine-{len(it.medicines)}", border=False), st.container(**ROW):
        name = st.text_input("Medicine and dose", width=230)
        interacts = st.selectbox(
            "Interacts as",
            [NONE, *known],
            index=None,
            format_func=lambda each: known.get(each, "Does not interact"),
            placeholder="choose",
            width=190,
        )
        started = _date_input("Since", 135)
        pressed = st.form_submit_button("Add medicine")
        key = form_key.of(f"medicine-{it.patient_id}", pressed=pressed)
        if pressed:
            taken = Taken(name, interacts, started)
            _add(lambda: prior.add_medicine(user, it.patient_id, taken, zone, entry_key=key))


def _stopped(row: dict[str, Any]) -> str:
    told = plain(row["stopped_text"] or "")
    if told == SINCE_UNKNOWN:
        return f", {told}"
    end = _day(row["stopped_on"]) if row["stopped_on"] else told
    return f", stopped {end}" if end else ""


def _trial_form(user: User, it: Overview, zone: ZoneInfo) -> None:
    known = treatments()
    names = [each.label for each in known.treatments]
    with st.form(f"trial-{len(it.trials)}", border=False):
        with st.container(**ROW):
            name = st.selectbox(
                "Treatment",
                names,
                index=None,
                placeholder="name, or type another",
                accept_new_options=True,
                width=270,
            )
            group = st.selectbox(
                "Class, for another name",
                list(known.classes),
                index=None,
                format_func=lambda code: known.classes[code].label,
                placeholder="as on the list",
                width=190,
            )
            dose = st.text_input("Highest dose", placeholder="200 mg a day", width=130)
        with st.container(**ROW):
            started, ended = _date_input("From", 135), _date_input("To", 135)
            weeks = _number("Weeks at that dose", 140)
            better = _number("Percent better", 120)
            reason = st.selectbox(
                "Stopped because",
                list(known.stop_reasons),
                index=None,
                format_func=lambda code: known.stop_reasons[code].words,
                placeholder="not known",
                width=180,
            )
        pressed = st.form_submit_button("Add treatment")
        key = form_key.of(f"trial-{it.patient_id}", pressed=pressed)
        if pressed:
            listed = next((each for each in known.treatments if each.label == name), None)
            code = listed.treatment_class.code if listed else group
            trial = Trial(
                kind=known.classes[code].kind if code else "drug",
                name=listed.name if listed else name or "",
                treatment_class=code,
                dose=dose.strip() or None,
                started_on=started,
                ended_on=ended,
                weeks_adequate=weeks,
                percent_improved=better,
                stop_reason=reason,
            )
            _add(lambda: prior.add_trial(user, it.patient_id, trial, zone, entry_key=key))


def _add(keep: Callable[[], None]) -> None:
    """Keep what a form says, or say why not."""
    try:
        keep()
    except Refusal as refusal:
        st.error(f"{refusal} What you entered is kept here.")
    else:
        st.rerun()


def _stop(place: Any, user: User, it: Overview, number: int, zone: ZoneInfo) -> None:
    """The way to say since when a medicine is not taken any more."""
    key = f"medicine-{number}-stop"
    with place.popover(":material/event_busy:", help="Stopped", type="tertiary", key=f"{key}-when"):
        last = _date_input("Last taken on", 160, key=key)
        if st.button("Record as stopped", key=f"{key}-save"):
            try:
                prior.stop_medicine(user, it.patient_id, number, last, zone)
            except Refusal as refusal:
                st.error(str(refusal))
            else:
                st.rerun()


def _line(words: str, key: str, strike: Callable[[str], None]) -> None:
    """One entry, with a way to strike it out."""
    entry, way = st.columns([9, 1], vertical_alignment="center", gap="xsmall")
    entry.markdown(words)
    strike_out.show(way, key, strike)


def _trial_words(row: dict[str, Any]) -> str:
    dose = f" {plain(row['dose'])}" if row["dose"] else ""
    parts = [f"**{plain(row['name'])}**{dose}", _span(row["started_on"], row["ended_on"])]
    if row["weeks_adequate"] is not None:
        parts.append(f"{row['weeks_adequate']} weeks at that dose")
    if row["percent_improved"] is not None:
        parts.append(f"{row['percent_improved']} % better")
    reason = treatments().stop_reason(row["stop_reason"])
    parts += [reason.words] if reason else []
    return ", ".join(filter(None, parts))


def _span(started: date | None, ended: date | None) -> str:
    return " to ".join(_day(each) for each in (started, ended) if each)


def _day(on: date) -> str:
    return f"{on:%b %Y}"


def _date_input(label: str, width: int, key: str | None = None) -> date | None:
    earliest = date(1950, 1, 1)
    return st.date_input(
        label, value=None, min_value=earliest, format="YYYY-MM-DD", key=key, width=width
    )


def _number(label: str, width: int) -> int | None:
    return st.number_input(label, value=None, step=1, width=width)
