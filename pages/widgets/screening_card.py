"""What screening found and a prescriber decided, with the treatments tried before."""

from typing import Any

import streamlit as st

from data.tables.vocabulary import Disposition
from pages.widgets.badges import badge, day
from pages.widgets.text import plain
from services.courses import Chart

COLOURS = {
    "eligible": ("green", "check_circle"),
    "incomplete": ("gray", "help"),
    "review": ("orange", "help"),
    "defer": ("orange", "pause_circle"),
    "not_recommended": ("red", "block"),
}


def show(chart: Chart) -> None:
    """Each screening with its findings and decision, newest first; then the earlier treatments."""
    if not chart.screenings:
        st.info("No screening yet.")
    for found in chart.screenings:
        _screening(found)
    st.subheader("Treatments tried before", anchor=False)
    if chart.trials.empty:
        st.markdown("None recorded.")
        return
    column = st.column_config
    st.dataframe(
        chart.trials,
        hide_index=True,
        row_height=34,
        placeholder="",
        column_config={
            "treatment": column.TextColumn("Treatment", width=170),
            "dose": column.TextColumn("Highest dose", width=110),
            "from": column.DateColumn("From", format="MMM YYYY", width=90),
            "to": column.DateColumn("To", format="MMM YYYY", width=90),
            "weeks": column.NumberColumn("Weeks adequate", width=116),
            "improved": column.NumberColumn("Improved", format="%d %%", width=86),
            "stopped": column.TextColumn("Stopped because", width=200),
        },
    )


def _screening(found: dict[str, Any]) -> None:
    marks = _risk(found)
    marks.append(_mark(found["disposition"].value, f"Rules: {_rules(found)}"))
    if found["verdict"]:
        marks.append(_mark(found["verdict"].value, f"Decided: {_words(found['verdict'])}"))
    st.markdown(
        f"**Screening {day(found['happened_at'].date())}**  {'  '.join(marks)}  "
        f":small[:gray[policy {plain(found['policy_version'])}]]"
    )
    lines = [
        f"- **{plain(finding['rule'])}** {plain(finding['words'])} "
        f":gray[({plain(_input(finding['input']))})]"
        for finding in found["findings"]
    ]
    if found["missing"]:
        lines.append(f"- Missing: {plain(_listed(found['missing']))}")
    if found["verdict"]:
        lines.append(f"- {_decision(found)}")
    st.markdown("\n".join(lines) or "No rule fired.")


def _risk(found: dict[str, Any]) -> list[str]:
    """Whom somebody has decided on since, nobody need see now for an old screening."""
    if not found["escalate"]:
        return []
    if found["verdict"]:
        return [badge("orange", "priority_high", "Risk was to be assessed")]
    return [badge("red", "priority_high", "Assess risk now")]


def _rules(found: dict[str, Any]) -> str:
    """While risk is to be assessed nobody is deferred: the rule says what it would do."""
    if found["escalate"] and found["disposition"] is Disposition.DEFER:
        return "would be deferred; assess risk first"
    return _words(found["disposition"])


def _input(given: Any) -> str:
    """The answers a rule looked at: "screening bp 168/102"."""
    if not isinstance(given, dict):
        return str(given)
    return ", ".join(f"{_spaced(name)} {_value(value)}" for name, value in given.items())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "/".join(map(str, value)) or "none"
    return "not asked" if value is None else str(value)


def _listed(names: list[str]) -> str:
    return ", ".join(map(_spaced, names))


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _decision(found: dict[str, Any]) -> str:
    said = f"Signed by {plain(found['signed_by'] or 'unknown')}, {day(found['decided_at'].date())}"
    for words in (found["reason"], found["override_text"]):
        said += f": {plain(words)}" if words else ""
    return said + (f"; revisit on {day(found['revisit_on'])}" if found["revisit_on"] else "")


def _mark(value: str, words: str) -> str:
    colour, icon = COLOURS[value]
    return badge(colour, icon, words)


def _words(disposition: Any) -> str:
    return _spaced(disposition.value)
