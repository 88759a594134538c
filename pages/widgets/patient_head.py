"""The head of the patient page: name, stage, cautions; and the parts the front desk sees."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from pages.widgets import add_score, details, places
from pages.widgets import steps as steps_widget
from pages.widgets.badges import badge, day
from pages.widgets.text import plain
from services.access import Action, User, can
from services.cautions import Cautions, Medicine
from services.consents import Consent, Standing
from services.naming import language
from services.patients import Summary


def show(summary: Summary, user: User) -> None:
    """The name never leaves the page; what to mind stands beside it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(plain(summary.name), anchor=False, width="stretch")
        details.button(user, summary)
        if can(user, Action.ENTER_ASSESSMENT):
            add_score.button(summary)
    add_score.said(user)
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
    """Risk first, then stage, route, hold, allergies, interactions, signatures: icon and word."""
    since = f", day {summary.days}" if summary.days is not None else ""
    made = [badge("blue", "timeline", f"{summary.stage}{since}")]
    if summary.route:
        doses = f", {summary.doses} given" if summary.doses else ""
        made.append(badge("gray", "medication", f"{summary.route}{doses}"))
    if summary.hold:
        made.append(badge("orange", "pause_circle", f"On hold: {plain(summary.hold)}"))
    if summary.cautions is not None:
        made = [*_item9(summary.cautions), *made, _allergies(summary.cautions)]
        made += _interacting(summary.cautions)
    return [*made, *map(consent, summary.consents)]


def _item9(cautions: Cautions) -> list[str]:
    item9 = cautions.item9
    if item9 is None:
        return []
    known = f"{item9.value} on {day(item9.on)}" if item9.on else "never known"
    if item9.unknown_now:
        return [badge("orange", "help", f"Item 9 unknown now, {known}")]
    return [badge("red", "priority_high", f"Item 9: {known}")] if item9.value else []


def _allergies(cautions: Cautions) -> str:
    if cautions.allergies is None:
        return badge("orange", "help", "Allergies not asked")
    if cautions.allergies:
        return badge("red", "emergency", f"Allergy: {plain(', '.join(cautions.allergies))}")
    asked = (
        f"asked {day(cautions.allergies_asked)}" if cautions.allergies_asked else "not said when"
    )
    return badge("gray", "check", f"No known allergies, {asked}")


def _interacting(cautions: Cautions) -> list[str]:
    if cautions.medicines is None:
        return [badge("orange", "help", "Medicines not asked")]
    found = cautions.interacting()
    names = ", ".join(f"{each.name} ({each.interacts})" for each in found if not each.unclear)
    unclear = ", ".join(each.name for each in found if each.unclear)
    made = [badge("orange", "pill", f"Interacts: {plain(names)}")] if names else []
    open_yet = f"Not known whether it interacts: {plain(unclear)}"
    return [*made, badge("orange", "help", open_yet)] if unclear else made


def consent(signed: Consent) -> str:
    """How one kind of signature stands, as a badge."""
    until = f" to {day(signed.valid_to)}" if signed.valid_to else ""
    match signed.standing:
        case Standing.IN_FORCE:
            return badge("green", "task_alt", f"{signed.words}{until}")
        case Standing.ENDS_SOON:
            return badge("orange", "event_busy", f"{signed.words} ends soon,{until}")
        case Standing.ENDS_BEFORE_VISIT:
            return badge("orange", "event_busy", f"{signed.words} ends before the visit,{until}")
        case Standing.LAPSED:
            lapsed = day(signed.valid_to) if signed.valid_to else "day unknown"
            return badge("red", "assignment_late", f"{signed.words} lapsed {lapsed}")
        case Standing.NOT_YET:
            begins = day(signed.valid_from) if signed.valid_from else "day unknown"
            return badge("orange", "event_upcoming", f"{signed.words} only from {begins}")
        case Standing.MISSING:
            return badge("orange", "assignment_late", f"No {signed.words}")


def ways(summary: Summary, user: User, zone: ZoneInfo) -> None:
    """What leads on from here: the intake, the next step, a hold, a contact noted."""
    if not summary.episodes:
        return
    newest = summary.episodes[0]
    if can(user, Action.ADD_INQUIRY):
        st.page_link(
            places.INTAKE,
            label="Intake",
            icon=":material/assignment:",
            query_params={"id": str(summary.id)},
        )
    steps_widget.attempts(user, summary.id, newest.id)
    steps_widget.show(user, summary.id, newest.id, zone)
    if newest.closed_on is None:
        steps_widget.hold(user, summary.id, newest.id, zone, on=bool(summary.hold))


def contact(summary: Summary) -> None:
    """How to reach them, and what is booked."""
    st.subheader("Contact and visits", anchor=False)
    visits = _times(summary.next_visits[:4])
    past = _times(summary.not_closed)
    st.markdown(
        "\n".join(
            [
                f"- Phone: {plain(summary.phone or 'not recorded')} ({summary.may_message})",
                f"- E-mail: {plain(summary.email or 'not recorded')}",
                f"- Whom else we may talk to: {plain(summary.talk_to or 'not recorded')}",
                f"- Language: {plain(language(summary.language) or 'not recorded')}",
                f"- Next visits: {visits or 'none booked'}",
                *([f"- Booked for a day gone by and not closed: {past}"] if past else []),
            ]
        )
    )


def _times(visits: Sequence[datetime]) -> str:
    return "; ".join(f"{at:%a} {day(at.date())}, {at:%H:%M}" for at in visits)


def medicines(summary: Summary) -> None:
    """What they take outside, those that interact first."""
    if summary.cautions is None:
        return
    st.subheader("Medicines taken outside", anchor=False)
    asked = summary.cautions.medicines_asked
    ordered = sorted(summary.cautions.medicines or (), key=_first)
    st.markdown("\n".join(map(_medicine, ordered)) or "None recorded.")
    never = "Never asked." if summary.cautions.medicines is None else "Not said when asked."
    st.markdown(f":small[:gray[{f'Last asked on {day(asked)}.' if asked else never}]]")


def _first(medicine: Medicine) -> int:
    """Those that interact, those that may, those that do not."""
    if medicine.unclear:
        return 1
    return 0 if medicine.interacts else 2


def _medicine(medicine: Medicine) -> str:
    what = plain(medicine.interacts or "")
    interacts = f" :orange-badge[interacts: {what}]" if what else ""
    end = day(medicine.stopped_on) if medicine.stopped_on else plain(medicine.stopped_text or "")
    stops = f", stops {end}" if end else ""
    return f"- {plain(medicine.name)}{stops}{interacts}"


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
