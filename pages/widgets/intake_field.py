"""One question of the screening form: what it shows, and the answer as it is kept."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from data.reference.screening import Kind, Question
from services.clinical.eligibility import checking

UNKNOWN, NOTHING = "unknown", "nothing"
YES_NO = {True: "Yes", False: "No", UNKNOWN: "Unknown"}
QUESTION, ANSWER = 272, 248
"""In px: side by side they fit beside the result at 1440, on a tablet the answer goes below."""
LONG = 30
"""Characters from which on a choice is a line of its own."""
READINGS = 2
SYSTOLIC, DIASTOLIC = "systolic", "diastolic"


def show(question: Question, answer: Any, key: str, on: date) -> tuple[Any, bool]:
    """The question and its widget; returns the answer, None where there is none, and whether it
    can be kept. What is wrong with it stands below."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        more = f"  \n:small[:gray[{question.help}]]" if question.help else ""
        st.markdown(question.label + more, width=QUESTION)
        with st.container(width=_width(question)):
            given = FIELDS[question.kind](question, answer, key)
    faults = {} if given is None else checking.faults({question.id: given}, on)
    for words in faults.values():
        st.markdown(
            f":red[:material/error: {words} This answer is not kept until it is put right.]"
        )
    return given, not faults


def _width(question: Question) -> int | str:
    return "stretch" if question.kind in (Kind.CHOICE, Kind.SEVERAL, Kind.TEXT) else ANSWER


def _yes_no(question: Question, answer: Any, key: str) -> Any:
    return st.segmented_control(
        question.label,
        list(YES_NO),
        default=answer if answer in YES_NO else None,
        format_func=lambda each: YES_NO[each],
        key=key,
        label_visibility="collapsed",
    )


def _choice(question: Question, answer: Any, key: str) -> Any:
    words = {**question.options, UNKNOWN: "Unknown"}
    if max(map(len, words.values())) > LONG:
        return st.radio(
            question.label,
            list(words),
            index=list(words).index(answer) if answer in words else None,
            format_func=lambda each: words[each],
            key=key,
            label_visibility="collapsed",
        )
    return st.pills(
        question.label,
        list(words),
        default=answer if answer in words else None,
        format_func=lambda each: words[each],
        key=key,
        label_visibility="collapsed",
    )


def _several(question: Question, answer: Any, key: str) -> Any:
    """Any of the options, or by its own words that it is none of them."""
    words = {**question.options, **({NOTHING: question.nothing} if question.nothing else {})}
    before = [NOTHING] if answer == [] else [each for each in answer or () if each in words]
    st.session_state.setdefault(key, before)  # where _alone sets it, too
    chosen = st.pills(
        question.label,
        list(words),
        selection_mode="multi",
        format_func=lambda each: words[each],
        key=key,
        label_visibility="collapsed",
        on_change=_alone,
        args=(key, before),
    )
    return [each for each in chosen if each != NOTHING] if chosen else None


def _alone(key: str, before: list[str]) -> None:
    """Nothing stands alone: whichever was chosen last puts the other away."""
    chosen = st.session_state[key]
    if NOTHING in chosen and len(chosen) > 1:
        added = NOTHING not in before
        st.session_state[key] = [each for each in chosen if (each == NOTHING) is added]


def _number(question: Question, answer: Any, key: str) -> Any:
    return st.number_input(
        question.label,
        value=answer if isinstance(answer, int) else None,
        step=1,
        placeholder=question.unit or "",
        key=key,
        label_visibility="collapsed",
    )


def _date(question: Question, answer: Any, key: str) -> Any:
    """A day, or that it is not known."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        known = st.date_input(
            question.label,
            value=date.fromisoformat(answer) if answer not in (None, UNKNOWN) else None,
            min_value=date(1900, 1, 1),
            max_value=date(2100, 1, 1),
            format="YYYY-MM-DD",
            key=key,
            label_visibility="collapsed",
            width=135,
        )
        unknown = st.checkbox("Unknown", value=answer == UNKNOWN, key=f"{key}-unknown")
    if known is not None:
        return known.isoformat()
    return UNKNOWN if unknown else None


def _pressures(question: Question, answer: Any, key: str) -> Any:
    """Two readings, each systolic over diastolic; half a reading is kept nowhere."""
    told = [each for each in answer or () if isinstance(each, list)]  # older ones kept one mean
    found = []
    for number in range(READINGS):
        known = told[number] if number < len(told) else (None, None)
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            pair = [
                st.number_input(
                    f"Reading {number + 1}, {name}",
                    value=value,
                    step=1,
                    placeholder=name,
                    key=f"{key}-{number}-{name}",
                    label_visibility="collapsed",
                    width=110,
                )
                for name, value in zip((SYSTOLIC, DIASTOLIC), known, strict=True)
            ]
        if None not in pair:
            found.append(pair)
    return found or None


def _text(question: Question, answer: Any, key: str) -> Any:
    written = st.text_area(
        question.label,
        value=answer or "",
        height=70,
        max_chars=2000,
        key=key,
        label_visibility="collapsed",
    )
    return written or None


FIELDS: Mapping[Kind, Callable[[Question, Any, str], Any]] = {
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.SEVERAL: _several,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.PRESSURES: _pressures,
    Kind.TEXT: _text,
}
