"""What files would bring in: people, questionnaires, and what stays out with its reason."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from data.tables.vocabulary import RowOutcome
from pages.widgets.text import counted, plain, visible
from services.plans import FilePlan, Line, Person

OUTCOME_WORDS = {
    RowOutcome.ADDED: "new",
    RowOutcome.PRESENT: "already here",
    RowOutcome.LEFT_OUT: "stays out",
}


def show(plans: Sequence[FilePlan], zone: ZoneInfo) -> None:
    """One section a file."""
    for plan in plans:
        st.subheader(plain(plan.name), anchor=False)
        if plan.refused:
            st.error(plan.refused, icon=":material/block:")
            continue
        _people(plan)
        _lines(plan, zone)
        for out in plan.left_out:
            times = f" ({out.count} of them)" if out.count > 1 else ""
            st.markdown(f":small[:gray[Stays out: {plain(out.what)}{times}. {plain(out.why)}]]")


def said(plans: Sequence[FilePlan]) -> str:
    """What happened, in a sentence."""
    people = sum(_count(plan.people, RowOutcome.ADDED) for plan in plans)
    lines = sum(_count(plan.lines, RowOutcome.ADDED) for plan in plans)
    differing = sum(bool(line.mismatch) for plan in plans for line in plan.lines)
    totals = counted(differing, "recorded total differs", "recorded totals differ")
    kept = f" {totals} from what the items add up to; both are kept." * bool(differing)
    if not people + lines:
        return f"Nothing was new, so nothing was added.{kept}"
    persons = counted(people, "person", "people")
    questionnaires = counted(lines, "questionnaire", "questionnaires")
    return f"Added {persons} and {questionnaires}.{kept}"


def _people(plan: FilePlan) -> None:
    if plan.people:
        st.dataframe(
            pd.DataFrame(
                [
                    {
                        "Person": visible(person.words),
                        "Outcome": OUTCOME_WORDS[person.outcome],
                        "Note": person.why,
                    }
                    for person in plan.people
                ]
            ),
            hide_index=True,
            row_height=34,
        )


def _lines(plan: FilePlan, zone: ZoneInfo) -> None:
    if plan.lines:
        st.dataframe(
            pd.DataFrame(
                [
                    {
                        "Person": visible(line.person),
                        "Instrument": line.instrument,
                        "Date": line.happened_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
                        "Score": line.reading,
                        "Differs": line.mismatch,
                        "Outcome": OUTCOME_WORDS[line.outcome],
                        "Note": line.why,
                        "Severity": line.severity,
                        "Item 9": line.item9,
                        "Source": line.source,
                    }
                    for line in plan.lines
                ]
            ),
            hide_index=True,
            row_height=34,
        )


def _count(rows: Sequence[Person] | Sequence[Line], outcome: RowOutcome) -> int:
    return sum(row.outcome is outcome for row in rows)
