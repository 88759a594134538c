"""Serious events, why they are serious, and whether each is reported."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from data.queries.insight import effect_people as queries
from data.reference.safety import safety
from data.tables.vocabulary import Drug
from services.access import Action, User
from services.acting import acting
from services.insight import ground as grounds
from services.insight.figure import Figure
from services.insight.ground import Ground, route_words
from services.insight.rates import HIDDEN
from services.naming import full_name
from services.side_effects.terms import label
from services.statistics.suppression import hide

MOST = 500
NOT_SAID = "Not recorded"
DRUGS = {Drug.ESKETAMINE: "Spravato", Drug.KETAMINE: "IV"}


@dataclass(frozen=True)
class Serious:
    """Events as rows with patient_id first (None: names may not be seen), and as counts."""

    events: pd.DataFrame | None
    counts: pd.DataFrame


def figure(user: User | None, ground: Ground) -> Figure:
    """The table alone, for there is no picture of a handful of events; a figure names nobody."""
    found, named = serious(user, ground), ["patient_id", "Patient"]
    table = found.counts if found.events is None else found.events.drop(columns=named)
    empty = "No serious event in this filter." if found.counts.empty else ""
    return Figure(
        title=f"Serious events, {route_words(ground.view.route)}",
        picture=None,
        table=table,
        alt="",
        caption=empty,
        definitions=("serious",),
    )


def serious(user: User | None, ground: Ground) -> Serious:
    """Those of the span on every route of the ground, reported or not."""
    with acting(user, Action.VIEW_NUMBERS, about="serious events") as session:
        counts = queries.serious_counts(session, ground.view)
    return Serious(_events(user, ground) if ground.names else None, _counts(ground, counts))


def state(happened: datetime, reported: datetime | None, ground: Ground) -> str:
    """ "Reported 3 Sep 2026", or until when it is due by the clinic's own rule."""
    if reported is not None:
        return f"Reported {grounds.day(reported.astimezone(ground.zone).date())}"
    due = happened + timedelta(hours=safety().report_within_hours)
    local = due.astimezone(ground.zone)
    days = (ground.today - local.date()).days
    if days > 0:
        return f"Not yet: {days:,} day{'' if days == 1 else 's'} late"
    when = "today" if days == 0 else grounds.day(local.date())
    return f"Not yet: due {when} {local:%H:%M}"


def _events(user: User | None, ground: Ground) -> pd.DataFrame:
    with acting(user, Action.VIEW_CLINICAL, about="serious events") as session:
        rows = queries.serious(session, ground.view, MOST)
    return pd.DataFrame(
        [
            {
                "patient_id": row["patient_id"],
                "Date": row["local_date"],
                "Patient": full_name(row["family"], row["given"]),
                "Session": dose_words(row),
                "What happened": ": ".join(filter(None, (label(row["term"]), row["text"]))),
                "Why serious": row["criteria"] or NOT_SAID,
                "Report": state(row["happened_at"], row["reported_at"], ground),
            }
            for row in rows
        ],
        columns=[
            *("patient_id", "Date", "Patient", "Session", "What happened"),
            *("Why serious", "Report"),
        ],
    )


def dose_words(row: dict[str, Any]) -> str:
    """ "Spravato 84 mg, dose 3"; between sessions it says so."""
    if row["number"] is None:
        return "Between sessions"
    if row["drug"] is None:
        return f"Visit before dose {row['number']}"
    amount = f" {row['mg']:g} mg" if row["mg"] is not None else ""
    by_weight = f" ({row['mg_per_kg']:g} mg/kg)" if row["mg_per_kg"] is not None else ""
    return f"{DRUGS[row['drug']]}{amount}{by_weight}, dose {row['number']}"


def _counts(ground: Ground, rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["criteria", "reported", "open"])
    frame = frame.assign(criteria=frame["criteria"].fillna(NOT_SAID))
    table = frame.groupby("criteria")[["reported", "open"]].sum().astype("int64")
    words = table.astype(str)
    if ground.minimum is not None and not table.empty:
        words = words.mask(hide(table, ground.minimum).cells, HIDDEN)
    words = words.rename_axis("Why serious").reset_index()
    return words.rename(columns={"reported": "Reported", "open": "Not yet"})
