"""The tables of one patient's chart: stored rows as words, ready to be shown, newest first."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pandas as pd

from data import reference
from data.formats.records import SINCE_UNKNOWN
from data.reference.definitions import definitions
from data.reference.side_effects import side_effects as vocabulary
from data.reference.treatments import treatments
from data.tables.vocabulary import Drug
from services import wording

Rows = list[dict[str, Any]]

DAY = 24 * 60
HALF_DAY = 12 * 60
DRUG_WORDS = {Drug.KETAMINE: "Ketamine", Drug.ESKETAMINE: "Spravato"}


def sessions(visits: Rows, scores: Rows, effects: Rows) -> pd.DataFrame:
    """Date, number, dose, PHQ-9 before, pressures, saturation, sedation, effects, time to leave."""
    phq9 = [row for row in scores if row["instrument"] == "phq9"]
    by_session: dict[UUID, list[str]] = {}
    for row in effects:
        by_session.setdefault(row["session_id"], []).append(
            f"{label(row['term'])} {row['grade'] or '(grade?)'}"
        )
    return typed(
        [
            {
                "date": row["local_date"],
                "number": row["number"],
                "dose": _dose(row),
                "phq9": _before(phq9, row),
                "pre": _pressure(row["pre_sbp"], row["pre_dbp"]),
                "highest": _pressure(row["peak_sbp"], row["peak_dbp"]),
                "peak_rise": row["peak_rise"],
                "spo2": row["lowest_spo2"],
                "moaas": row["lowest_moaas"],
                "effects": ", ".join(by_session.get(row["id"], [])) or "none recorded",
                "ready": row["ready_min"],
                "exception": "; ".join(filter(None, (row["exception"], row["stopped_why"]))),
            }
            for row in visits
        ],
        date="object",
        number="Int64",
        dose="str",
        phq9="str",
        pre="str",
        highest="str",
        peak_rise="Int64",
        spo2="Int64",
        moaas="Int64",
        effects="str",
        ready="Int64",
        exception="str",
    )


def _dose(row: dict[str, Any]) -> str:
    """The drug is always named: milligrams of the two are not the same thing."""
    if row["mg"] is None:
        return "none given"
    weight = f" ({row['mg_per_kg']:.2f} mg/kg)" if row["mg_per_kg"] else ""
    return f"{DRUG_WORDS[row['drug']]} {row['mg']:g} mg{weight}"


def _pressure(systolic: int | None, diastolic: int | None) -> str:
    """A part that was not taken is a question mark; "" where neither was."""
    return f"{systolic or '?'}/{diastolic or '?'}" if systolic or diastolic else ""


def _before(phq9: Rows, visit: dict[str, Any]) -> str:
    """The PHQ-9 of the three days before this session, never bare."""
    start = visit["first_dose_at"]
    if start is None:
        return ""
    oldest = start - timedelta(days=definitions().score_before_session_days)
    near = [row for row in phq9 if oldest <= row["happened_at"] <= start]
    return wording.reading(near[0]) if near else ""


def side_effects(effects: Rows) -> pd.DataFrame:
    """Date, what, grade, session, onset, how long, action."""
    return typed(
        [
            {
                "date": row["happened_at"].date(),
                "effect": label(row["term"]),
                "grade": str(row["grade"]) if row["grade"] else "not given",
                "session": row["number"],
                "onset": row["onset_min"],
                "lasted": _lasted(row),
                "serious": "serious" if row["serious"] else "",
                "note": ", ".join(filter(None, (_told(row), row["text"], row["action"]))),
            }
            for row in effects
        ],
        date="object",
        effect="str",
        grade="str",
        session="Int64",
        onset="Int64",
        lasted="str",
        serious="str",
        note="str",
    )


def _told(row: dict[str, Any]) -> str:
    """A date that is only partly known, in the words in which it was told."""
    return f"date told as {row['happened_text']}" if row["happened_text"] else ""


def _lasted(row: dict[str, Any]) -> str:
    """From instants, not from the clock's times, of which one night in autumn has some twice."""
    if row["lasted"] is None:
        return "not known to have ended"
    minutes = round(row["lasted"].total_seconds() / 60)
    return f"{minutes} min" if minutes < HALF_DAY else f"{minutes / DAY:.1f} d"


def readings(rows: Rows) -> pd.DataFrame:
    """Date, pressure, pulse, saturation, breaths, weight, position: outside of sessions."""
    return typed(
        [
            {
                "date": row["happened_at"],
                "pressure": _pressure(row["sbp"], row["dbp"]),
                "pulse": row["hr"],
                "spo2": row["spo2"],
                "breaths": row["rr"],
                "weight": row["weight_kg"],
                "position": row["position"].value if row["position"] else "",
            }
            for row in rows
        ],
        date="object",
        pressure="str",
        pulse="Int64",
        spo2="Int64",
        breaths="Int64",
        weight="float",
        position="str",
    )


def _lasted_to(word: str, at: str | date) -> str:
    return SINCE_UNKNOWN if at == SINCE_UNKNOWN else f"{word} {at}"


def diagnoses(rows: Rows) -> tuple[str, ...]:
    """ "Asthma, since 2014-01"; dates as they were told."""
    return tuple(
        ", ".join(
            [row["name"]]
            + [
                _lasted_to(word, row[f"{name}_text"] or row[name])
                for name, word in (("since", "since"), ("ended", "until"))
                if row[f"{name}_text"] or row[name]
            ]
        )
        for row in rows
    )


def assessments(scores: Rows) -> pd.DataFrame:
    """Date, instrument, reading, band, item 9, what the source recorded, notes, who entered it."""
    return typed(
        [
            {
                "date": row["happened_at"],
                "instrument": reference.instrument(row["instrument"]).name,
                "reading": wording.reading(row),
                "band": wording.severity(row),
                "item9": wording.item9(row),
                "mismatch": wording.mismatch(row),
                "note": row["note"] or "",
                "source": row["source"] or "",
                "by": row["entered_by"] or "",
            }
            for row in scores
        ],
        date="datetime64[ns]",
        instrument="str",
        reading="str",
        band="str",
        item9="str",
        mismatch="str",
        note="str",
        source="str",
        by="str",
    )


def trials(trials: Rows) -> pd.DataFrame:
    """Earlier treatments in words."""
    return typed(
        [
            {
                "treatment": row["name"],
                "dose": row["dose"] or "",
                "from": row["started_on"],
                "to": row["ended_on"],
                "weeks": row["weeks_adequate"],
                "improved": row["percent_improved"],
                "stopped": treatments().stop_words(row["stop_reason"]),
            }
            for row in trials
        ],
        treatment="str",
        dose="str",
        **{"from": "object", "to": "object"},
        weeks="Int64",
        improved="Int64",
        stopped="str",
    )


def label(term: str) -> str:
    """A side effect's word on the screen; an unknown code shows as it is stored."""
    known = vocabulary().terms.get(term)
    return known.label if known else term


def typed(rows: Rows, **types: str) -> pd.DataFrame:
    """A frame of exactly these columns and types, also when there are no rows."""
    return pd.DataFrame(rows, columns=list(types)).astype(types)
