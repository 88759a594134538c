"""The head of the patient page: name, stage, cautions; and the parts the front desk sees."""

from datetime import date

import streamlit as st

from pages.widgets import add_score
from pages.widgets.text import plain
from services.access import Action, User, can
from services.patients import Summary


def show(summary: Summary, user: User) -> None:
    """The name never leaves the page; what to mind stands beside it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(plain(summary.name), anchor=False, width="stretch")
        if can(user, Action.ENTER_ASSESSMENT):
            add_score.button(summary)
    st.markdown("  ".join([_who(summary), *badges(summary)]))


def _who(summary: Summary) -> str:
    words = [
        f"{summary.age} y" if summary.age is not None else "age unknown",
        summary.sex or "sex not recorded",
        f"born {day(summary.born)}" if summary.born else "birth date unknown",
        plain(summary.mrn) if summary.mrn else "no MRN",
    ]
    if summary.preferred_name:
        words.insert(0, f"called {plain(summary.preferred_name)}")
    if summary.practitioner:
        words.append(plain(summary.practitioner))
    return ", ".join(words)


def badges(summary: Summary) -> list[str]:
    """Stage, route, hold, allergies, interactions and consent, each with an icon and a word."""
    since = f", day {summary.days}" if summary.days is not None else ""
    made = [badge("blue", "timeline", f"{summary.stage}{since}")]
    if summary.route:
        doses = f", {summary.doses} given" if summary.doses else ""
        made.append(badge("gray", "medication", f"{summary.route}{doses}"))
    if summary.hold:
        made.append(badge("orange", "pause_circle", f"On hold: {plain(summary.hold)}"))
    made += _cautions(summary)
    if summary.consent_missing:
        made.append(badge("orange", "assignment_late", f"No {summary.consent_missing} in force"))
    for consent in summary.consents:
        until = f" to {consent.valid_to:%b %Y}" if consent.valid_to else ""
        if consent.in_force:
            made.append(badge("green", "task_alt", f"{consent.words}{until}"))
    return made


def _cautions(summary: Summary) -> list[str]:
    if summary.cautions is None:
        return []
    allergies = summary.cautions.allergies
    if allergies is None:
        made = [badge("orange", "help", "Allergies not asked")]
    elif allergies:
        made = [badge("red", "emergency", f"Allergy: {plain(', '.join(allergies))}")]
    else:
        made = [badge("gray", "check", "No known allergies")]
    if summary.cautions.interacting:
        names = plain(", ".join(summary.cautions.interacting))
        made.append(badge("orange", "pill", f"Interacts: {names}"))
    return made


def badge(colour: str, icon: str, words: str) -> str:
    """A badge inside a line of Markdown, so that a row of them wraps."""
    return f":{colour}-badge[:material/{icon}: {words}]"


def contact(summary: Summary) -> None:
    """How to reach them, and what is booked."""
    st.subheader("Contact and visits", anchor=False)
    visits = ", ".join(f"{day(at.date())} {at:%H:%M}" for at in summary.next_visits[:4])
    st.markdown(
        "\n".join(
            [
                f"- Phone: {plain(summary.phone or 'not recorded')} ({summary.may_message})",
                f"- E-mail: {plain(summary.email or 'not recorded')}",
                f"- Language: {plain(summary.language or 'not recorded')}",
                f"- Next visits: {visits or 'none booked'}",
            ]
        )
    )


def medicines(summary: Summary) -> None:
    """What they take outside, those that interact first."""
    if summary.cautions is None:
        return
    st.subheader("Medicines taken outside", anchor=False)
    cautions = summary.cautions
    lines = [f"- {plain(name)} :orange-badge[interacts]" for name in cautions.interacting]
    lines += [f"- {plain(name)}" for name in cautions.others]
    asked = f"Last asked on {day(cautions.asked_on)}." if cautions.asked_on else "Never asked."
    st.markdown("\n".join(lines) or "None recorded.")
    st.markdown(f":small[:gray[{asked}]]")


def steps(summary: Summary) -> None:
    """How they got to where they are, newest first."""
    st.subheader("Stages", anchor=False)
    if not summary.steps:
        st.markdown("No treatment episode yet. One begins with an inquiry or a referral.")
    st.markdown(
        "\n".join(
            f"- **{step.stage}** {day(step.on)}"
            + (f" :gray[{plain(step.reason)}]" if step.reason else "")
            for step in summary.steps
        )
    )


def day(on: date) -> str:
    """A date as it is written on the screen."""
    return f"{on.day} {on:%b %Y}"
