"""What files would bring in: people, questionnaires, and what stays out with its reason."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from data.tables.vocabulary import RowOutcome
from pages.widgets.text import counted, plain, visible
from services.access import User
from services.importing import refused
from services.importing.entries import WHAT
from services.importing.plans import File, FilePlan, Line, Person

OUTCOME_WORDS = {
    RowOutcome.ADDED: "new",
    RowOutcome.PRESENT: "already here",
    RowOutcome.LEFT_OUT: "stays out",
}

MOST_LINES = 1000
"""Lines of one file that are drawn; what they come to is counted over all."""
MOST_OUT = 20
OF_SOME = ("Differs", "Note", "Severity", "Item 9")
"""Columns that stand only where an entry has something to say in them."""


def show(plans: Sequence[FilePlan], zone: ZoneInfo) -> None:
    """One section a file."""
    for plan in plans:
        st.subheader(plain(plan.name), anchor=False)
        if plan.refused:
            st.error(plan.refused, icon=":material/block:")
            continue
        if plan.said:
            st.markdown(f":small[:gray[{plain(' '.join(plan.said))}]]")
        _people(plan)
        _lines(plan, zone)
        for out in plan.left_out[:MOST_OUT]:
            times = f" ({out.count} of them)" if out.count > 1 else ""
            where = f", {plain(out.field)}" if out.field else ""
            said = f"{plain(out.what)}{where}{times}. {plain(out.why)}"
            st.markdown(f":small[:gray[Stays out: {said}]]")
        if len(plan.left_out) > MOST_OUT:
            st.markdown(f":small[:gray[And {len(plan.left_out) - MOST_OUT:,} more.]]")


def staying_out(user: User, files: Sequence[File], plans: Sequence[FilePlan]) -> None:
    """Rows of tables that do not come in whole, as a file with reasons, to be mended."""
    for file, plan in zip(files, plans, strict=True):
        if rows := len({row for row, _, _ in plan.faults()}):
            st.download_button(
                f"{counted(rows, 'row', 'rows')} to mend, with reasons",
                data=lambda file=file, plan=plan: refused.rows(user, file, plan),
                file_name="rows-to-mend.csv",
                mime="text/csv",
                on_click="ignore",
                key=f"refused-{plan.digest}",
                icon=":material/download:",
            )


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
    kinds = {line.what for plan in plans for line in plan.lines} & set(WHAT.values())
    entries = ("entry", "entries") if kinds else ("questionnaire", "questionnaires")
    return f"Added {persons} and {counted(lines, *entries)}.{kept}"


def _people(plan: FilePlan) -> None:
    if not plan.people:
        return
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "Person": visible(person.words),
                    "Outcome": OUTCOME_WORDS[person.outcome],
                    "Note": person.why,
                }
                for person in plan.people[:MOST_LINES]
            ]
        ),
        hide_index=True,
        row_height=34,
    )


def _lines(plan: FilePlan, zone: ZoneInfo) -> None:
    if not plan.lines:
        return
    table = pd.DataFrame(
        [
            {
                "Person": visible(line.person),
                "What": line.what,
                "Date": _when(line.at, zone),
                "Says": visible(line.reading),
                "Differs": line.mismatch,
                "Outcome": OUTCOME_WORDS[line.outcome],
                "Note": visible(line.why),
                "Severity": line.severity,
                "Item 9": line.item9,
                "Source": line.source,
            }
            for line in plan.lines[:MOST_LINES]
        ]
    )
    empty = [name for name in OF_SOME if not table[name].any()]
    st.dataframe(table.drop(columns=empty), hide_index=True, row_height=34)
    if len(plan.lines) > MOST_LINES:
        st.markdown(f":small[:gray[The first {MOST_LINES:,} of {len(plan.lines):,} entries.]]")


def _when(at: datetime | date | None, zone: ZoneInfo) -> str:
    if isinstance(at, datetime):
        return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    return "" if at is None else at.isoformat()


def _count(rows: Sequence[Person] | Sequence[Line], outcome: RowOutcome) -> int:
    return sum(row.outcome is outcome for row in rows)
