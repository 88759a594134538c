"""What files would bring in: people, questionnaires, and what stays out with its reason."""

from collections import Counter
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
OF_SOME = ("Differs", "Item 9", "Severity", "Note")
"""Columns that stand only where an entry has something to say in them."""


def show(user: User, files: Sequence[File], plans: Sequence[FilePlan], zone: ZoneInfo) -> None:
    """One section a file."""
    for file, plan in zip(files, plans, strict=True):
        st.subheader(plain(plan.name), anchor=False)
        if plan.refused:
            st.error(plan.refused, icon=":material/block:")
            continue
        if plan.said:
            st.markdown(f":small[:gray[{plain(' '.join(plan.said))}]]")
        _people(plan)
        _lines(plan, zone)
        _staying_out(plan)
        if (rows := plan.rows_out()) and not plan.asks:
            st.download_button(
                f"{counted(len(rows), 'row', 'rows')} to mend, with reasons",
                data=lambda file=file, plan=plan: refused.rows(user, file, plan),
                file_name="rows-to-mend.csv",
                mime="text/csv",
                on_click="ignore",
                key=f"refused-{plan.digest}",
                icon=":material/download:",
            )


def adding(plans: Sequence[FilePlan]) -> str:
    """What the files add: "1 person and 2 questionnaires"; empty where nothing is new."""
    people = sum(_count(plan.people, RowOutcome.ADDED) for plan in plans)
    new = [line for plan in plans for line in plan.lines if line.outcome is RowOutcome.ADDED]
    kinds = {line.what for line in new} & set(WHAT.values())
    entries = ("entry", "entries") if kinds else ("questionnaire", "questionnaires")
    parts = [counted(people, "person", "people")] if people else []
    parts += [counted(len(new), *entries)] if new else []
    return " and ".join(parts)


def said(plans: Sequence[FilePlan]) -> str:
    """What happened, in a sentence."""
    differing = sum(bool(line.mismatch) for plan in plans for line in plan.lines)
    totals = counted(differing, "recorded total differs", "recorded totals differ")
    kept = f" {totals} from what the items add up to; both are kept." * bool(differing)
    if added := adding(plans):
        return f"Added {added}.{kept}"
    return f"Nothing was new, so nothing was added.{kept}"


def _staying_out(plan: FilePlan) -> None:
    """A sentence each; entries that stay out for one reason share theirs."""
    whys = Counter(line.why for line in plan.lines if line.outcome is RowOutcome.LEFT_OUT)
    said = [f"{counted(n, 'entry', 'entries')}. {plain(why)}" for why, n in whys.items()]
    for out in plan.left_out:
        times = f" ({out.count} of them)" if out.count > 1 else ""
        where = f", {plain(out.field)}" if out.field else ""
        said.append(f"{plain(out.what)}{where}{times}. {plain(out.why)}")
    lines = [f"Stays out: {each}" for each in said[:MOST_OUT]]
    if len(said) > MOST_OUT:
        lines.append(f"And {len(said) - MOST_OUT:,} more.")
    if lines:
        st.markdown("  \n".join(f":small[:gray[{line}]]" for line in lines))


def _people(plan: FilePlan) -> None:
    if not plan.people:
        return
    _table(
        [
            {
                "Person": visible(person.words),
                "Outcome": OUTCOME_WORDS[person.outcome],
                "Note": person.why,
            }
            for person in plan.people[:MOST_LINES]
        ]
    )


def _lines(plan: FilePlan, zone: ZoneInfo) -> None:
    if not plan.lines:
        return
    _table(
        [
            {
                "Person": visible(line.person),
                "What": line.what,
                "Date": _when(line.at, zone),
                "Outcome": OUTCOME_WORDS[line.outcome],
                "Says": visible(line.reading),
                "Differs": line.mismatch,
                "Item 9": line.item9,
                "Severity": line.severity,
                "Source": line.source,
                "Note": visible(line.why),
            }
            for line in plan.lines[:MOST_LINES]
        ]
    )
    if len(plan.lines) > MOST_LINES:
        st.markdown(f":small[:gray[The first {MOST_LINES:,} of {len(plan.lines):,} entries.]]")


def _table(rows: Sequence[dict[str, str]]) -> None:
    table = pd.DataFrame(rows)
    empty = [name for name in OF_SOME if name in table and not table[name].any()]
    st.dataframe(
        table.drop(columns=empty),
        hide_index=True,
        row_height=34,
        # Widths are those of the first words; "new" later becomes "already here".
        column_config={"Outcome": st.column_config.Column(width=96)},
    )


def _when(at: datetime | date | None, zone: ZoneInfo) -> str:
    if isinstance(at, datetime):
        return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    return "" if at is None else at.isoformat()


def _count(rows: Sequence[Person] | Sequence[Line], outcome: RowOutcome) -> int:
    return sum(row.outcome is outcome for row in rows)
